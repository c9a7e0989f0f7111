package dev.attacca.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attacca.conformance.Mirrors.Mirror;
import dev.attacca.registry.AllTypes;
import dev.attacca.registry.AllTypes.Light;
import dev.attacca.registry.FilledTypes;
import dev.attacca.registry.Hostname;
import dev.attacca.registry.Money;
import dev.attacca.registry.Pin;
import dev.attacca.testing.ObjectFiller;
import dev.attacca.value.Bytes;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Currency;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Whatever a field, an argument or a result can be made of. */
class EveryTypeTest extends ConformanceTest {
    private static final int SEEDS = 12;

    private final ObjectFiller filler = ObjectFiller.of(REGISTRY)
            .using(Hostname.class, random -> new Hostname("host" + random.nextInt(100)))
            .using(Money.class, random -> new Money(random.nextLong(), Currency.getInstance("EUR")))
            .using(Pin.class, random -> new Pin(String.valueOf(1000 + random.nextInt(9000))));

    EveryTypeTest(Mode mode) {
        super(mode);
    }

    private Mirror made(int seed) {
        filler.seed(seed);
        return switch (seed % 3) {
            case 0 -> filler.filled(Mirror.class, context);
            case 1 -> filler.nulled(Mirror.class, context);
            default -> filler.partlyFilled(Mirror.class, context);
        };
    }

    @Test
    void an_object_with_all_of_them_crosses_both_ways() {
        for (int seed = 0; seed < SEEDS; seed++) {
            Mirror mirror = made(seed);

            Mirror copy = mirror.copied();

            assertThat(copy).as("seed %d", seed).hasToString(mirror.toString());
            assertThat(copy.equalsByValue(mirror)).as("seed %d", seed).isTrue();
            assertThat(copy.changes()).as("seed %d", seed).isEqualTo(mirror.changes());
        }
    }

    @Test
    void the_ends_of_every_range_cross_both_ways() {
        List<Consumer<Mirror>> ends = List.of(
                mirror -> mirror.setInstant(Instant.MIN),
                mirror -> mirror.setInstant(Instant.MAX),
                mirror -> mirror.setDate(LocalDate.MIN),
                mirror -> mirror.setDate(LocalDate.MAX),
                mirror -> mirror.setDuration(Duration.ofSeconds(9_223_372_036_853L, 999_999_000)),
                mirror -> mirror.setDuration(Duration.ofSeconds(-9_223_372_036_853L)),
                mirror -> mirror.setDecimal(BigDecimal.ONE.movePointLeft(16_383)),
                mirror -> mirror.setDecimal(new BigDecimal(BigInteger.ONE, -16_383)),
                mirror -> mirror.setDecimal(
                        new BigDecimal(BigInteger.ONE.shiftLeft(65_535).negate(), 16_383)),
                mirror -> mirror.setDouble(Double.NaN),
                mirror -> mirror.setDouble(Double.NEGATIVE_INFINITY),
                mirror -> mirror.setDouble(-0.0),
                mirror -> mirror.setDouble(Double.MIN_VALUE),
                mirror -> mirror.setLong(Long.MIN_VALUE),
                mirror -> mirror.setUuid(new UUID(-1, -1)),
                mirror -> mirror.setString("\u0000\ud83d\ude00\u2028\"\\"),
                mirror -> mirror.setArray(new byte[0]),
                mirror -> mirror.setRows(List.of(Map.of())));
        for (Consumer<Mirror> end : ends) {
            Mirror mirror = context.create(Mirror.class);
            end.accept(mirror);
            Mirror other = context.create(Mirror.class);

            other.become(mirror);

            assertThat(mirror.copied().equalsByValue(mirror)).as("%s", mirror).isTrue();
            assertThat(other.equalsByValue(mirror)).as("%s", mirror).isTrue();
        }
    }

    @Test
    void what_a_body_sets_reaches_the_caller_whatever_it_is() {
        for (int seed = 0; seed < SEEDS; seed++) {
            Mirror mirror = context.create(Mirror.class);
            Mirror other = made(seed);

            mirror.become(other);

            assertThat(mirror.equalsByValue(other)).as("seed %d", seed).isTrue();
            assertThat(mirror.changes()).as("seed %d", seed).containsAll(other.changes());
        }
    }

    @Test
    void updates_of_full_objects_reach_the_caller_too() {
        Mirror mirror = made(0);
        mirror.resetChanges();
        Mirror other = made(3);

        mirror.become(other);

        assertThat(mirror.equalsByValue(other)).isTrue();
    }

    @Test
    void records_with_objects_of_subclasses_in_them_come_back() {
        AllTypes.Dog dog = context.create(AllTypes.Dog.class);
        dog.setName("Rex");
        dog.setBreed(null);
        AllTypes.Item item = context.create(AllTypes.Item.class);
        item.setNumber(7);
        Map<Light, AllTypes.@Nullable Range> ranges = new java.util.HashMap<>();
        ranges.put(Light.RED, new AllTypes.Range(1, null));
        ranges.put(Light.GREEN, null);

        AllTypes.Parcel back =
                made(0).pack(new AllTypes.Parcel("p", Instant.EPOCH, List.of(item), ranges, dog, Bytes.of((byte) 1)));

        assertThat(back.name()).isEqualTo("p");
        assertThat(back.sent()).isEqualTo(Instant.EPOCH);
        assertThat(back.items())
                .singleElement()
                .extracting(AllTypes.Item::getNumber)
                .isEqualTo(7);
        assertThat(back.ranges()).isEqualTo(ranges);
        assertThat(back.guard())
                .isInstanceOf(AllTypes.Dog.class)
                .extracting(AllTypes.Animal::getName)
                .isEqualTo("Rex");
        assertThat(back.seal()).isEqualTo(Bytes.of((byte) 1));
    }

    @Test
    void objects_of_a_set_are_brought_up_to_date_where_they_are() {
        Mirror mirror = context.create(Mirror.class);
        AllTypes.Item first = FilledTypes.item(context, 7);
        AllTypes.Item second = FilledTypes.item(context, 7);
        mirror.setItems(new LinkedHashSet<>(List.of(first, second)));
        mirror.resetChanges();

        mirror.number(FilledTypes.item(context, 9));

        assertThat(mirror.getItems()).containsExactly(first, second);
        assertThat(second.getNumber()).isEqualTo(1);
        assertThat(mirror.changes()).containsExactly("items");
        assertThat(first.changes()).containsExactly("number");
    }

    @Test
    void a_set_of_objects_that_a_body_sets_replaces_the_one_before() {
        Mirror mirror = context.create(Mirror.class);
        mirror.setItems(Set.of(FilledTypes.item(context, 7)));

        mirror.number(FilledTypes.item(context, 9));

        assertThat(mirror.getItems()).extracting(AllTypes.Item::getNumber).containsExactly(0, 9);
    }

    @Test
    void sets_of_objects_are_arguments_and_results() {
        Mirror mirror = made(0);
        Set<AllTypes.Animal> given = new LinkedHashSet<>(
                List.of(FilledTypes.dog(context, "rex"), FilledTypes.cat(context), FilledTypes.dog(context, "rex")));

        Set<AllTypes.Animal> back = mirror.gather(given);

        assertThat(back).extracting(AllTypes.Animal::getName).containsExactly("rex", "tom", "rex");
        assertThat(back).doesNotContainAnyElementsOf(given);
        assertThatThrownBy(back::clear).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void generic_records_bytes_and_own_types_come_back() {
        Mirror mirror = made(0);
        AllTypes.Cat cat = context.create(AllTypes.Cat.class);
        cat.setLives(9);

        assertThat(mirror.turn(new byte[] {1, 2, 3})).containsExactly(3, 2, 1);
        assertThat(mirror.page(List.of())).isNull();
        AllTypes.Page<AllTypes.Animal> page = mirror.page(List.of(new AllTypes.Page<>(List.of(cat), "n")));
        assertThat(page).isNotNull();
        assertThat(page.next()).isEqualTo("n");
        assertThat(page.items())
                .singleElement()
                .isInstanceOfSatisfying(
                        AllTypes.Cat.class, same -> assertThat(same.getLives()).isEqualTo(9));
        List<@Nullable Money> sums = Arrays.asList(new Money(-5, Currency.getInstance("JPY")), null);
        assertThat(mirror.pay(sums, new Hostname("till"), new Pin("1234"))).isEqualTo(sums);
        Map<UUID, Set<Instant>> times =
                Map.of(new UUID(1, 2), Set.of(Instant.EPOCH, Instant.EPOCH.plus(Duration.ofNanos(1000))));
        assertThat(mirror.sort(times, null)).isEqualTo(times);
    }
}
