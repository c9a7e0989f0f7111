package dev.attacca.version;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attacca.Attacca;
import dev.attacca.codec.Agreement;
import dev.attacca.codec.CodecKind;
import dev.attacca.codec.ObjectBytes;
import dev.attacca.indirection.UnitOfWorkFactory;
import dev.attacca.object.ObjectContext;
import dev.attacca.object.ObjectField;
import dev.attacca.object.RequestContext;
import dev.attacca.object.Slots;
import dev.attacca.object.VersionedObject;
import dev.attacca.registry.ObjectRegistry;
import dev.attacca.testing.BackportMatrix;
import dev.attacca.testing.ObjectFiller;
import dev.attacca.version.GeneratedHistory.Fate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Histories that nobody thought of: every version of each, with its own classes, against every other. */
class GeneratedHistoryTest {
    private static final int SAMPLES = 6;

    static LongStream seeds() {
        return LongStream.range(0, 24);
    }

    private static List<ObjectRegistry> releases(GeneratedHistory history) {
        return IntStream.range(0, GeneratedHistory.VERSIONS)
                .mapToObj(history::release)
                .toList();
    }

    private static ObjectContext context(ObjectRegistry registry) {
        return Attacca.local(registry, UnitOfWorkFactory.NONE).context(RequestContext.create());
    }

    private static VersionedObject filled(ObjectRegistry registry, int sample) {
        ObjectFiller filler = ObjectFiller.of(registry).seed(sample);
        Class<? extends VersionedObject> whole =
                Objects.requireNonNull(registry.typeNamed("Whole")).javaType();
        ObjectContext context = context(registry);
        return switch (sample % 3) {
            case 0 -> filler.filled(whole, context);
            case 1 -> filler.nulled(whole, context);
            default -> filler.partlyFilled(whole, context);
        };
    }

    private static ObjectBytes.Written write(
            CodecKind kind, ObjectRegistry from, ObjectRegistry to, VersionedObject object) {
        return new ObjectBytes(kind, from, Agreement.between(from, to.schemaSet())).write(object);
    }

    private static VersionedObject send(
            CodecKind kind, ObjectRegistry from, ObjectRegistry to, VersionedObject object) {
        byte[] bytes = write(kind, from, to, object).bytes();
        return new ObjectBytes(kind, to, Agreement.between(to, from.schemaSet()))
                .read(object.type().key(), bytes, context(to));
    }

    /** The object and all that it holds, each once for each way to it. */
    private static List<VersionedObject> tree(VersionedObject root) {
        List<VersionedObject> all = new ArrayList<>(List.of(root));
        for (int i = 0; i < all.size(); i++) {
            for (ObjectField field : all.get(i).type().fields()) {
                if (isSet(all.get(i), field)) {
                    all.addAll(Slots.held(Slots.value(all.get(i), field)));
                }
            }
        }
        return all;
    }

    private static boolean isSet(VersionedObject object, ObjectField field) {
        return (Slots.present(object) & field.bit()) != 0;
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void every_release_reads_what_every_other_wrote(long seed) {
        List<ObjectRegistry> releases = releases(new GeneratedHistory(seed));
        for (int newer = 1; newer < releases.size(); newer++) {
            for (int older = 0; older < newer; older++) {
                BackportMatrix.between(releases.get(newer), releases.get(older))
                        .samples(SAMPLES)
                        .check();
            }
        }
        assertThat(BackportMatrix.of(releases.get(releases.size() - 1))
                        .samples(SAMPLES)
                        .check()
                        .pairs())
                .isGreaterThan(GeneratedHistory.VERSIONS);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void what_is_told_as_lost_is_what_is_lost_and_nothing_else(long seed) {
        GeneratedHistory history = new GeneratedHistory(seed);
        List<ObjectRegistry> releases = releases(history);
        for (CodecKind kind : CodecKind.values()) {
            for (int writer = 1; writer < releases.size(); writer++) {
                for (int reader = 0; reader < writer; reader++) {
                    for (int sample = 0; sample < SAMPLES; sample++) {
                        VersionedObject sent = filled(releases.get(writer), sample);
                        List<String> lost = new ArrayList<>();
                        expect(history, sent, writer, reader, lost);

                        assertThat(write(kind, releases.get(writer), releases.get(reader), sent)
                                        .losses())
                                .extracting(loss -> loss.type() + "." + loss.field())
                                .as("%s, 1.%d -> 1.%d, sample %d", kind, writer, reader, sample)
                                .containsExactlyInAnyOrderElementsOf(lost);
                    }
                }
            }
        }
    }

    /** From the history alone: values without a place, and nulls where none may be. */
    private static void expect(
            GeneratedHistory history, VersionedObject object, int writer, int reader, List<String> lost) {
        String type = object.type().name();
        for (ObjectField field : object.type().fields()) {
            if (!isSet(object, field)) {
                continue;
            }
            Object value = Slots.value(object, field);
            Fate fate = history.fate(type, field.name(), writer, reader);
            if (fate == Fate.GONE ? value != null : value == null && fate == Fate.NEVER_NULL) {
                lost.add(type + "." + field.name());
            } else if (fate != Fate.GONE) {
                Slots.held(value).forEach(held -> expect(history, held, writer, reader, lost));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void an_older_object_stays_older_however_far_it_is_sent_and_comes_home_as_it_left(long seed) {
        GeneratedHistory history = new GeneratedHistory(seed);
        List<ObjectRegistry> releases = releases(history);
        int newest = GeneratedHistory.VERSIONS - 1;
        for (CodecKind kind : CodecKind.values()) {
            for (int first = 0; first < newest; first++) {
                int older = first;
                for (int between = older + 1; between <= newest; between++) {
                    for (int sample = 0; sample < SAMPLES; sample++) {
                        VersionedObject sent = filled(releases.get(older), sample);
                        VersionedObject there = send(kind, releases.get(older), releases.get(between), sent);
                        VersionedObject beyond = send(kind, releases.get(between), releases.get(newest), there);
                        VersionedObject home = send(kind, releases.get(newest), releases.get(older), beyond);

                        String version = "1." + older;
                        for (VersionedObject each : tree(beyond)) {
                            assertThat(each.version()).hasToString(version);
                            assertThat(each.changes())
                                    .allMatch(
                                            name -> history.fate(each.type().name(), name, newest, older) != Fate.GONE);
                        }
                        assertThat(tree(home))
                                .allMatch(each -> each.version().toString().equals(version));
                        assertThat(tree(home).size())
                                .isLessThanOrEqualTo(tree(sent).size());
                    }
                }
            }
        }
    }
}
