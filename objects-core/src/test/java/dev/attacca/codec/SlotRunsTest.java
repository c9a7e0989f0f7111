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
import dev.attacca.registry.ObjectRegistry;
import dev.attacca.registry.Sample;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class SlotRunsTest {
    private static final List<Instant> MOMENTS = List.of(
            Instant.MIN,
            Instant.MAX,
            Instant.EPOCH,
            Instant.parse("1969-07-20T20:17:40.000001Z"),
            Instant.ofEpochSecond(1L << 43));
    private static final List<String> STRINGS =
            List.of("", "a", "\u00e4", "\u6a5f\u68b0", "x".repeat(127), "y".repeat(3000));

    private final ObjectRegistry registry = Sample.registry();
    private final ObjectContext context =
            Attacca.local(registry, UnitOfWorkFactory.NONE).context(RequestContext.create());
    private final Agreement agreement = Agreement.between(registry, registry.schemaSet());

    /** Runs are the short way; the way through every field's codec says what must come of it. */
    @RepeatedTest(40)
    void runs_write_what_the_codecs_of_the_fields_write_and_read_it_back(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        for (var type : registry.types()) {
            VersionedObject object = filled(context.create(type.javaType()), random);

            byte[] byRuns = written(object, new WireOutput(agreement));
            byte[] byFields = written(object, new WireOutput(agreement, Integer.MAX_VALUE));

            assertThat(byRuns).isEqualTo(byFields);
            WireInput in = new WireInput(agreement, context, byRuns, false);
            VersionedObject back = agreement.typed(type.key()).codec().read(in);
            in.end();
            assertThat(back).hasToString(object.toString());
            assertThat(Slots.present(back)).isEqualTo(Slots.present(object));
            assertThat(Slots.changed(back)).isEqualTo(Slots.changed(object));
        }
    }

    @Test
    void a_class_of_fields_that_go_as_they_are_is_written_in_runs() {
        assertThat(registry.types())
                .filteredOn(type -> agreement.typed(type.key()).codec().inRuns())
                .isNotEmpty();
    }

    private byte[] written(VersionedObject object, WireOutput out) {
        try (out) {
            agreement.typed(object.type().key()).codec().write(out, object, -1L);
            return out.finish(again -> {});
        }
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
