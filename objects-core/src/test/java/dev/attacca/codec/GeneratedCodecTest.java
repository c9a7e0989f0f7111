package dev.attacca.codec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attacca.Attacca;
import dev.attacca.indirection.UnitOfWorkFactory;
import dev.attacca.object.ObjectContext;
import dev.attacca.object.ObjectField;
import dev.attacca.object.RequestContext;
import dev.attacca.object.Slots;
import dev.attacca.object.ValueType;
import dev.attacca.object.VersionedObject;
import dev.attacca.registry.AllTypes;
import dev.attacca.registry.FilledTypes;
import dev.attacca.registry.ObjectRegistry;
import dev.attacca.registry.Sample;
import dev.attacca.registry.Sample.Machine;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class GeneratedCodecTest {
    private static final List<Instant> MOMENTS = List.of(
            Instant.MIN,
            Instant.MAX,
            Instant.EPOCH,
            Instant.parse("1969-07-20T20:17:40.000001Z"),
            Instant.ofEpochSecond(1L << 43));
    private static final List<String> STRINGS =
            List.of("", "a", "\u00e4", "\u6a5f\u68b0", "\ud83d\ude80", "x".repeat(127), "y".repeat(3000));

    private final ObjectRegistry registry = Sample.registry();
    private final ObjectContext context =
            Attacca.local(registry, UnitOfWorkFactory.NONE).context(RequestContext.create());
    private final Agreement agreement = Agreement.between(registry, registry.schemaSet());

    /** Generated code is the short way; the way through every field's codec says what must come of it. */
    @RepeatedTest(40)
    void generated_code_writes_what_the_codecs_of_the_fields_write_and_reads_it_back(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        for (var type : registry.types()) {
            VersionedObject object = filled(context.create(type.javaType()), random);

            byte[] bytes = written(agreement, object, false);

            assertThat(bytes).isEqualTo(written(agreement, object, true));
            assertReadBack(read(agreement, context, object, bytes), object);
        }
    }

    @RepeatedTest(40)
    void so_it_does_for_readers_of_an_older_version(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        Agreement older = Agreement.between(registry, OldSample.registry().schemaSet());
        for (var schema : older.theirs().types().values()) {
            VersionedObject object =
                    filled(context.create(older.typed(schema.key()).type().javaType()), random);

            byte[] bytes = written(older, object, false);

            assertThat(bytes).isEqualTo(written(older, object, true));
            VersionedObject back = read(older, context, object, bytes);
            assertThat(written(older, back, false)).isEqualTo(bytes);
        }
    }

    @RepeatedTest(40)
    void so_it_does_for_every_type_of_field(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        ObjectRegistry all = AllTypes.registry();
        ObjectContext here = Attacca.local(all, UnitOfWorkFactory.NONE).context(RequestContext.create());
        Agreement same = Agreement.between(all, all.schemaSet());
        VersionedObject object = FilledTypes.everything(here);
        Slots.masks(object, Slots.present(object) & random.nextLong(), random.nextLong());

        byte[] bytes = written(same, object, false);

        assertThat(bytes).isEqualTo(written(same, object, true));
        assertReadBack(read(same, here, object, bytes), object);
    }

    /** Code for all fields passes over those of which none is set. */
    @Test
    void so_it_does_for_each_field_alone() {
        ObjectRegistry all = AllTypes.registry();
        ObjectContext here = Attacca.local(all, UnitOfWorkFactory.NONE).context(RequestContext.create());
        Agreement same = Agreement.between(all, all.schemaSet());
        VersionedObject filled = FilledTypes.everything(here);
        for (ObjectField field : filled.type().fields()) {
            VersionedObject object = VersionedObject.copyOf(filled);
            Slots.masks(object, field.bit(), field.bit());
            VersionedObject copy = VersionedObject.copyOf(object);

            byte[] bytes = written(same, copy, false);

            assertThat(bytes).isEqualTo(written(same, object, true));
            assertReadBack(read(same, here, object, bytes), object);
            assertReadBack(copy, object);
        }
    }

    @Test
    void one_class_serves_all_agreements_about_a_layout() {
        Agreement another = Agreement.between(registry, registry.schemaSet());
        Agreement older = Agreement.between(registry, OldSample.registry().schemaSet());

        Class<?> generated = generated(agreement);

        assertThat(generated(another)).isSameAs(generated);
        assertThat(generated(older)).isNotSameAs(generated);
        assertThat(generated.isHidden()).isTrue();
        assertThat(generated.getPackageName()).isEqualTo(Machine.class.getPackageName());
    }

    private static Class<?> generated(Agreement agreement) {
        return agreement.typed("Machine").codec().generated().getClass();
    }

    private static byte[] written(Agreement agreement, VersionedObject object, boolean byFields) {
        try (WireOutput out = new WireOutput(agreement, byFields)) {
            agreement.typed(object.type().key()).codec().write(out, object, -1L);
            return out.finish(again -> {});
        }
    }

    private static VersionedObject read(
            Agreement agreement, ObjectContext context, VersionedObject object, byte[] bytes) {
        WireInput in = new WireInput(agreement, context, bytes, false);
        VersionedObject back = agreement.typed(object.type().key()).codec().read(in);
        in.end();
        return back;
    }

    private static void assertReadBack(VersionedObject back, VersionedObject object) {
        assertThat(back).hasToString(object.toString());
        assertThat(back.equalsByValue(object)).isTrue();
        assertThat(Slots.present(back)).isEqualTo(Slots.present(object));
        assertThat(Slots.changed(back)).isEqualTo(Slots.changed(object));
    }

    private static VersionedObject filled(VersionedObject object, Random random) {
        for (ObjectField field : object.type().fields()) {
            Object value = random.nextInt(4) == 0 ? null : value(field.type(), random);
            if (value != null || (field.nullable() && random.nextBoolean())) {
                Slots.load(object, field, value);
            }
        }
        Slots.masks(object, Slots.present(object), Slots.present(object) & random.nextLong());
        return object;
    }

    private static @Nullable Object value(ValueType type, Random random) {
        if (type instanceof ValueType.EnumValue constants) {
            Enum<?>[] all = constants.javaType().getEnumConstants();
            return all[random.nextInt(all.length)];
        }
        return type instanceof ValueType.Scalar scalar ? scalar(scalar, random) : null;
    }

    private static @Nullable Object scalar(ValueType.Scalar scalar, Random random) {
        long bits = random.nextLong() >> random.nextInt(64);
        return switch (scalar) {
            case INT, BOXED_INT -> (int) bits;
            case LONG, BOXED_LONG -> bits;
            case DOUBLE, BOXED_DOUBLE -> (double) bits;
            case BOOLEAN, BOXED_BOOLEAN -> random.nextBoolean();
            case STRING -> STRINGS.get(random.nextInt(STRINGS.size()));
            case UUID -> new UUID(bits, random.nextLong());
            case INSTANT -> MOMENTS.get(random.nextInt(MOMENTS.size()));
            default -> null;
        };
    }
}
