package dev.attacca.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attacca.Attacca;
import dev.attacca.annotation.Versioned;
import dev.attacca.error.InvalidValueException;
import dev.attacca.error.RegistryException;
import dev.attacca.indirection.UnitOfWorkFactory;
import dev.attacca.object.ObjectContext;
import dev.attacca.object.RequestContext;
import dev.attacca.object.VersionedObject;
import dev.attacca.registry.AllTypes.Everything;
import dev.attacca.registry.AllTypes.Light;
import dev.attacca.value.Bytes;
import dev.attacca.value.ValueSupport;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class FieldTypesTest {
    private final ObjectContext context =
            Attacca.local(AllTypes.registry(), UnitOfWorkFactory.NONE).context(RequestContext.create());
    private final Everything all = context.create(Everything.class);

    private static void refused(ThrowingCallable setting, String message) {
        assertThatThrownBy(setting).isInstanceOf(InvalidValueException.class).hasMessage(message);
    }

    @Test
    void every_type_has_a_text_that_peers_compare() {
        SchemaSet.TypeSchema schema =
                java.util.Objects.requireNonNull(AllTypes.registry().schemaSet().typeNamed("Everything"));

        assertThat(schema.fields())
                .contains(
                        "array bytes",
                        "nullableArray bytes?",
                        "address ip_address",
                        "byLight map<enum(Light), boolean>",
                        "byLong map<long, instant?>",
                        "byUuid map<uuid, list<object(Dog)>>",
                        "date date",
                        "decimal decimal",
                        "deep list<list<list<duration>>>",
                        "money value(Money)?",
                        "password sensitive_string",
                        "pet object(Animal+)?",
                        "pets list<object(Animal+)?>",
                        "rows list<map<string, string?>>",
                        "routes set<list<ip_address>>",
                        "items set<object(Item)>",
                        "herds map<string, set<object(Animal+)>>");
        assertThat(schema.calls())
                .contains(
                        "pack(record(Parcel: name string, sent instant?, items list<object(Item)>, ranges map<enum(Light),"
                                + " record(Range: from int, to int?)?>, guard object(Animal+)?, seal bytes)) record(Parcel:"
                                + " name string, sent instant?, items list<object(Item)>, ranges map<enum(Light),"
                                + " record(Range: from int, to int?)?>, guard object(Animal+)?, seal bytes)",
                        "page(list<record(Page: items list<object(Animal+)>, next string?)>) record(Page: items"
                                + " list<object(Animal+)>, next string?)?",
                        "turn(bytes) bytes");
    }

    @Test
    void setting_an_equal_value_of_any_type_is_no_change() {
        Everything filled = FilledTypes.everything(context);
        Everything again = FilledTypes.everything(context);
        again.setItem(filled.getItem());
        again.setPet(filled.getPet());
        filled.resetChanges();
        filled.type().fields().stream()
                .filter(field -> !field.type().holdsObjects())
                .forEach(field -> set(filled, field.setter(), get(again, field.getter())));

        assertThat(filled.changes()).isEmpty();
    }

    private static Object get(VersionedObject object, java.lang.reflect.Method getter) {
        try {
            return getter.invoke(object);
        } catch (ReflectiveOperationException failed) {
            throw new LinkageError(failed.toString(), failed);
        }
    }

    private static void set(
            VersionedObject object, java.lang.reflect.@org.jspecify.annotations.Nullable Method setter, Object value) {
        try {
            java.util.Objects.requireNonNull(setter).invoke(object, value);
        } catch (ReflectiveOperationException failed) {
            throw new LinkageError(failed.toString(), failed);
        }
    }

    @Test
    void arrays_are_copied_in_and_out() {
        byte[] array = {1, 2};
        all.setArray(array);
        array[0] = 9;
        all.getArray()[1] = 9;

        assertThat(all.getArray()).containsExactly(1, 2);
        all.setNullableArray(null);
        assertThat(all.getNullableArray()).isNull();
    }

    @Test
    void points_and_lengths_of_time_have_microseconds_at_any_depth() {
        all.setDuration(Duration.ofNanos(-1_999));
        all.setDeep(List.of(List.of(List.of(Duration.ofNanos(1_999)))));
        all.setByLong(Collections.singletonMap(1L, Instant.parse("2026-11-20T10:15:30.123456789Z")));

        assertThat(all.getDuration()).isEqualTo(Duration.ofNanos(-1_000));
        assertThat(all.getDeep()).containsExactly(List.of(List.of(Duration.ofNanos(1_000))));
        assertThat(all.getByLong()).containsValue(Instant.parse("2026-11-20T10:15:30.123456Z"));
    }

    @Test
    void the_scale_of_a_decimal_belongs_to_its_value() {
        all.setDecimal(new BigDecimal("1.0"));
        all.resetChanges();
        all.setDecimal(new BigDecimal("1.00"));

        assertThat(all.changes()).containsExactly("decimal");
        assertThat(all.getDecimal()).hasToString("1.00");
    }

    @Test
    void a_double_is_compared_by_its_bits() {
        all.setDouble(Double.NaN);
        all.resetChanges();
        all.setDouble(Double.NaN);
        assertThat(all.changes()).isEmpty();

        all.setDouble(0.0);
        all.resetChanges();
        all.setDouble(-0.0);
        assertThat(all.changes()).containsExactly("double");
    }

    @Test
    void sets_and_maps_are_kept_in_order_and_cannot_be_changed() {
        all.setIntSet(Set.of(300, 7, -7));
        all.setByLight(Map.of(Light.YELLOW, true, Light.GREEN, true, Light.RED, true));

        assertThat(all.getIntSet()).containsExactly(-7, 7, 300);
        assertThat(all.getByLight().keySet()).containsExactly(Light.GREEN, Light.RED, Light.YELLOW);
        assertThatThrownBy(() -> all.getIntSet().add(1)).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> all.getByLight().clear()).isInstanceOf(UnsupportedOperationException.class);
        all.setNumbers(Arrays.asList(1, null));
        assertThatThrownBy(() -> all.getNumbers().add(1)).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void a_set_of_objects_keeps_its_order_and_cannot_be_changed() {
        AllTypes.Item one = FilledTypes.item(context, 1);
        AllTypes.Item two = FilledTypes.item(context, 2);
        AllTypes.Item alike = FilledTypes.item(context, 2);
        all.setItems(new LinkedHashSet<>(List.of(two, one, alike)));
        all.resetChanges();

        all.setItems(Set.of(one, alike, two));

        assertThat(all.changes()).isEmpty();
        assertThat(all.getItems()).containsExactly(two, one, alike);
        assertThatThrownBy(() -> all.getItems().clear()).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void a_set_holds_no_object_twice_and_no_null() {
        AllTypes.Item item = FilledTypes.item(context, 1);
        refused(() -> all.setItems(odd(item, item)), "Everything.items: an object twice (expected: each once)");
        refused(
                () -> all.setItems(Collections.singleton(null)),
                "Everything.items[0]: null (expected: a value; mark the element @Nullable to allow null)");
        assertThat(all.isSet("items")).isFalse();
    }

    /** A set that does not keep what sets promise. */
    @SafeVarargs
    private static <T> Set<T> odd(T... elements) {
        return new java.util.AbstractSet<>() {
            @Override
            public java.util.Iterator<T> iterator() {
                return Arrays.asList(elements).iterator();
            }

            @Override
            public int size() {
                return elements.length;
            }
        };
    }

    @Test
    void null_elements_are_refused_by_their_position_unless_declared() {
        refused(
                () -> all.setStrings(Arrays.asList("a", null)),
                "Everything.strings[1]: null (expected: a value; mark the element @Nullable to allow null)");
        refused(
                () -> all.setGrid(List.of(List.of(), Collections.singletonList(null))),
                "Everything.grid[1][0]: null (expected: a value; mark the element @Nullable to allow null)");
        refused(
                () -> all.setByName(Collections.singletonMap("k", null)),
                "Everything.byName[k]: null (expected: a value; mark the element @Nullable to allow null)");
        refused(
                () -> all.setByName(Collections.singletonMap(null, Bytes.of())),
                "Everything.byName: a null key (expected: keys that are not null)");
        refused(
                () -> all.setPasswords(Collections.singletonList(null)),
                "Everything.passwords[0]: null (expected: a value; mark the element @Nullable to allow null)");
        assertThat(all.changes()).isEmpty();
    }

    @Test
    void an_element_of_another_type_is_refused_at_once() {
        refused(() -> all.setStrings(polluted(1)), "Everything.strings[0]: a Integer (expected: string)");
        refused(
                () -> all.setDeep(List.of(List.of(polluted("x")))),
                "Everything.deep[0][0][0]: a String (expected: duration)");
    }

    @SuppressWarnings("unchecked") // The point is to pass what the compiler would refuse.
    private static <T> List<T> polluted(Object element) {
        return (List<T>) List.of(element);
    }

    @Test
    void what_would_be_a_bomb_for_peers_is_refused() {
        refused(
                () -> all.setDecimal(new BigDecimal("1e-20000")),
                "Everything.decimal: a decimal of scale 20000 and 1 bits (expected: a scale of at most 16383 either way and"
                        + " at most 8192 bytes of digits)");
        refused(
                () -> all.setDuration(Duration.ofSeconds(Long.MAX_VALUE)),
                "Everything.duration: " + Duration.ofSeconds(Long.MAX_VALUE)
                        + " (expected: a duration whose microseconds a long counts)");
    }

    @Versioned("1.0")
    abstract static class Odd extends VersionedObject {
        public abstract Set<Set<String>> getA();

        public abstract Set<List<AllTypes.Item>> getB();

        public abstract Map<Double, String> getC();

        public abstract List<byte[]> getD();

        public abstract List<List<List<List<List<String>>>>> getE();

        public abstract AllTypes.Range getF();

        public abstract Set<@org.jspecify.annotations.Nullable String> getG();

        public abstract List<?> getH();

        public abstract Hostname getI();
    }

    private record Domain(List<Class<? extends VersionedObject>> types, List<ValueSupport<?>> values)
            implements ObjectDomain {
        @Override
        public String name() {
            return "domain";
        }
    }

    @Test
    void what_no_field_can_be_is_a_problem_of_its_own_each() {
        ObjectRegistry.Builder builder =
                ObjectRegistry.builder().add(new Domain(List.of(Odd.class, AllTypes.Item.class), List.of()));

        assertThatThrownBy(builder::build).isInstanceOfSatisfying(RegistryException.class, refused -> {
            assertThat(refused.problems())
                    .hasSize(9)
                    .allSatisfy(
                            problem -> assertThat(problem).matches("Odd\\.[a-i]: .* is no field type \\(expected: .*"));
            assertThat(refused.problems())
                    .contains("Odd.i: dev.attacca.registry.Hostname is no field type (expected: " + ValueTypes.SUPPORTED
                            + ")");
        });
    }

    @Versioned("1.0")
    abstract static class Server extends VersionedObject {
        public abstract Hostname getHost();
    }

    /** Another carrier of the same type. */
    private static final class OtherSupport implements ValueSupport<Hostname> {
        @Override
        public Class<Hostname> javaType() {
            return Hostname.class;
        }

        @Override
        public String name() {
            return "Host name";
        }

        @Override
        public String toText(Hostname value) {
            return value.name();
        }

        @Override
        public Hostname fromText(String text) {
            return new Hostname(text);
        }
    }

    @Test
    void one_class_may_live_in_registries_with_and_without_its_domains_types() {
        ObjectRegistry with = ObjectRegistry.builder()
                .add(new Domain(List.of(Server.class), List.of(new Hostname.Support())))
                .build();
        ObjectRegistry again = ObjectRegistry.builder()
                .add(new Domain(List.of(Server.class), List.of(new Hostname.Support())))
                .build();

        assertThatThrownBy(() -> ObjectRegistry.builder()
                        .add(new Domain(List.of(Server.class), List.of()))
                        .build())
                .isInstanceOf(RegistryException.class);
        assertThat(again.type(Server.class)).isSameAs(with.type(Server.class));
    }

    @Test
    void two_carriers_of_one_type_are_a_problem() {
        Domain domain = new Domain(List.of(Server.class), List.of(new Hostname.Support(), new OtherSupport()));

        assertThatThrownBy(() -> ObjectRegistry.builder().add(domain).build())
                .isInstanceOfSatisfying(
                        RegistryException.class,
                        refused -> assertThat(refused.problems())
                                .containsExactly(
                                        OtherSupport.class.getName()
                                                + ": the name 'Host name' (expected: letters and digits)",
                                        OtherSupport.class.getName() + ": a second value type for " + Hostname.class
                                                + " beside " + Hostname.Support.class.getName()
                                                + " (expected: one; offer it from one domain)"));
    }

    @Test
    void a_list_of_many_elements_keeps_its_order() {
        List<String> many = IntStream.range(0, 1_000).mapToObj(String::valueOf).toList();
        all.setStrings(many);

        assertThat(all.getStrings()).isEqualTo(many);
    }
}
