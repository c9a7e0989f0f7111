package dev.attacca.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attacca.Attacca;
import dev.attacca.error.DecodeException;
import dev.attacca.indirection.UnitOfWorkFactory;
import dev.attacca.object.ObjectContext;
import dev.attacca.object.ObjectField;
import dev.attacca.object.ObjectSnapshot;
import dev.attacca.object.RemotableMethod;
import dev.attacca.object.RequestContext;
import dev.attacca.object.Slots;
import dev.attacca.object.VersionedObject;
import dev.attacca.registry.AllTypes;
import dev.attacca.registry.AllTypes.Everything;
import dev.attacca.registry.AllTypes.Light;
import dev.attacca.registry.AllTypes.Parcel;
import dev.attacca.registry.AllTypes.Range;
import dev.attacca.registry.FilledTypes;
import dev.attacca.registry.ObjectRegistry;
import dev.attacca.value.Bytes;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every type of field, argument and result through the binary codec. */
class EveryTypeTest {
    private static final ObjectRegistry REGISTRY = AllTypes.registry();

    private final ObjectContext context =
            Attacca.local(REGISTRY, UnitOfWorkFactory.NONE).context(RequestContext.create());
    private final BinaryCallCodec codec = new BinaryCallCodec(Agreement.between(REGISTRY, REGISTRY.schemaSet()));
    private final AgreedType type = codec.agreement().typed("Everything");

    private static RemotableMethod method(String name) {
        return Objects.requireNonNull(REGISTRY.typeNamed("Everything")).remotables().stream()
                .filter(remotable -> remotable.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private byte[] request(VersionedObject receiver) {
        return codec.writeRequest(receiver, method("turn"), new Object[] {new byte[] {1}});
    }

    private CallCodec.Request read(byte[] body) {
        return codec.readRequest(body, type, method("turn"), context);
    }

    static List<ObjectField> fields() {
        return Objects.requireNonNull(REGISTRY.typeNamed("Everything")).fields();
    }

    @ParameterizedTest
    @MethodSource("fields")
    void a_field_of_every_type_arrives_as_it_was_sent(ObjectField field) {
        Everything filled = FilledTypes.everything(context);
        Everything one = context.create(Everything.class);
        Slots.load(one, field, Slots.value(filled, field));

        Everything received =
                (Everything) Objects.requireNonNull(read(request(one)).receiver());

        assertThat(received.equalsByValue(one)).isTrue();
        assertThat(received.isSet(field.name())).isTrue();
        assertThat(request(received)).isEqualTo(request(one));
    }

    @ParameterizedTest
    @MethodSource("fields")
    void null_of_every_type_arrives_as_null_where_it_is_allowed(ObjectField field) {
        if (field.nullable()) {
            Everything one = context.create(Everything.class);
            Slots.load(one, field, null);

            VersionedObject received = Objects.requireNonNull(read(request(one)).receiver());

            assertThat(received.isSet(field.name())).isTrue();
            assertThat(Slots.value(received, field)).isNull();
        }
    }

    @Test
    void everything_together_arrives_and_has_one_form_of_bytes() {
        Everything sent = FilledTypes.everything(context);

        Everything received =
                (Everything) Objects.requireNonNull(read(request(sent)).receiver());

        assertThat(received.equalsByValue(sent)).isTrue();
        assertThat(received.changes()).isEqualTo(sent.changes());
        assertThat(request(FilledTypes.everything(context))).isEqualTo(request(sent));
    }

    @Test
    void changes_of_every_type_come_back_and_what_was_not_touched_keeps_its_identity() {
        Everything sent = FilledTypes.everything(context);
        Everything there =
                (Everything) Objects.requireNonNull(read(request(sent)).receiver());
        ObjectSnapshot before = ObjectSnapshot.of(there);
        there.getGrid().get(0).get(1).setNumber(33);
        Objects.requireNonNull(there.getPets().get(2)).setName("changed");
        Objects.requireNonNull(there.getByNumber().get(2)).setNumber(55);
        there.setIntSet(Set.of(1));
        AllTypes.Item kept = sent.getGrid().get(0).get(1);
        AllTypes.Animal pet = Objects.requireNonNull(sent.getPets().get(2));
        AllTypes.Item mapped = Objects.requireNonNull(sent.getByNumber().get(2));

        CallCodec.Written reply = codec.writeReply(there, before, method("turn"), new byte[0]);
        codec.readReply(reply.body(), sent, method("turn"), context).updates().forEach(Runnable::run);

        assertThat(reply.updated()).containsExactly("byNumber", "grid", "intSet", "pets");
        assertThat(sent.equalsByValue(there)).isTrue();
        assertThat(sent.getGrid().get(0).get(1)).isSameAs(kept);
        assertThat(sent.getPets().get(2)).isSameAs(pet);
        assertThat(sent.getByNumber().get(2)).isSameAs(mapped);
    }

    @Test
    void records_of_anything_cross_as_arguments_and_results() {
        Map<Light, @Nullable Range> ranges = new LinkedHashMap<>();
        ranges.put(Light.YELLOW, null);
        ranges.put(Light.GREEN, new Range(1, null));
        Parcel sent = new Parcel(
                "p",
                Instant.EPOCH,
                List.of(FilledTypes.item(context, 1)),
                ranges,
                FilledTypes.dog(context, "rex"),
                Bytes.parse("00"));
        Everything receiver = context.create(Everything.class);

        byte[] body = codec.writeRequest(receiver, method("pack"), new Object[] {sent});
        Parcel received = (Parcel) Objects.requireNonNull(
                codec.readRequest(body, type, method("pack"), context).arguments()[0]);

        assertThat(received.items().get(0).getNumber()).isEqualTo(1);
        assertThat(received.guard()).isInstanceOf(AllTypes.Dog.class);
        assertThat(received.ranges()).isEqualTo(ranges);
        assertThat(received.seal()).isEqualTo(sent.seal());
        assertThat(codec.writeRequest(receiver, method("pack"), new Object[] {received}))
                .isEqualTo(body);
    }

    @Test
    void arguments_may_come_in_any_order_and_are_written_in_one() {
        UUID low = new UUID(0, 1);
        UUID high = new UUID(0, 2);
        Set<Instant> times = new LinkedHashSet<>(List.of(Instant.MAX, Instant.EPOCH));
        Map<UUID, Set<Instant>> backwards = new LinkedHashMap<>();
        backwards.put(high, times);
        backwards.put(low, Set.of());
        Everything receiver = context.create(Everything.class);

        byte[] body = codec.writeRequest(receiver, method("sort"), new @Nullable Object[] {backwards, null});

        assertThat(codec.readRequest(body, type, method("sort"), context).arguments()[0])
                .isEqualTo(Map.of(low, Set.of(), high, Set.of(Instant.EPOCH, cut(Instant.MAX))));
    }

    private static Instant cut(Instant instant) {
        return instant.truncatedTo(java.time.temporal.ChronoUnit.MICROS);
    }

    @Test
    void bytes_cut_anywhere_are_one_typed_error() {
        byte[] good = request(FilledTypes.everything(context));

        for (int length = 0; length < good.length; length++) {
            byte[] cut = Arrays.copyOf(good, length);
            assertThatThrownBy(() -> read(cut)).isInstanceOf(DecodeException.class);
        }
    }

    @Test
    void bytes_changed_anywhere_are_a_typed_error_or_an_object_and_nothing_else() {
        byte[] good = request(FilledTypes.everything(context));
        Random random = new Random(3);

        int refused = 0;
        for (int round = 0; round < 20_000; round++) {
            byte[] bad = good.clone();
            for (int changes = random.nextInt(3); changes >= 0; changes--) {
                bad[random.nextInt(bad.length)] = (byte) random.nextInt();
            }
            try {
                assertThat(Objects.requireNonNull(read(bad).receiver()).toString())
                        .isNotEmpty();
            } catch (DecodeException expected) {
                refused++;
                assertThat(expected).hasMessageNotContaining(FilledTypes.CANARY);
            }
        }
        assertThat(refused).isGreaterThan(1_000);
    }

    @Test
    void null_elements_are_refused_by_the_writer_with_their_position() {
        Everything receiver = context.create(Everything.class);
        Parcel parcel = new Parcel("p", null, Collections.singletonList(null), Map.of(), null, Bytes.of());

        assertThatThrownBy(() -> codec.writeRequest(receiver, method("pack"), new Object[] {parcel}))
                .hasMessageContaining("[0]: null (expected: a value; mark the element @Nullable to allow null)");
    }
}
