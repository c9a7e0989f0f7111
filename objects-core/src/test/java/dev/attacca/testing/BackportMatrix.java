package dev.attacca.testing;

import dev.attacca.Attacca;
import dev.attacca.codec.Agreement;
import dev.attacca.codec.CodecKind;
import dev.attacca.codec.ObjectBytes;
import dev.attacca.indirection.UnitOfWorkFactory;
import dev.attacca.object.ObjectContext;
import dev.attacca.object.ObjectType;
import dev.attacca.object.RequestContext;
import dev.attacca.object.VersionedObject;
import dev.attacca.registry.Layout;
import dev.attacca.registry.ObjectRegistry;
import dev.attacca.registry.SchemaSet;
import dev.attacca.testing.ValueFiller.Range;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Sends filled objects of every class to a reader of every version the class ever had, and looks at what arrives: fields that
 * both know are equal unless a loss says why not, nothing newer is in the bytes, changes name only what the reader knows, and
 * what comes back from there is what was sent; in both codecs. The pairs come from the registry; nobody has to list them.
 *
 * <pre>{@code
 * BackportMatrix.of(ObjectRegistry.load()).check();
 * }</pre>
 *
 * <p>With two registries, {@link #between}, the older reader is the older release itself.
 *
 * <p>Thread safety: confined to one thread.
 */
public final class BackportMatrix {
    private static final int SAMPLES = 24;

    private final ObjectRegistry newer;
    private final ObjectRegistry older;
    private final List<Consumer<ObjectFiller>> fillings = new ArrayList<>();
    private int samples = SAMPLES;

    private BackportMatrix(ObjectRegistry newer, ObjectRegistry older) {
        this.newer = newer;
        this.older = older;
    }

    /** Every class of a registry against each of its versions, the newest too. */
    public static BackportMatrix of(ObjectRegistry registry) {
        return new BackportMatrix(registry, registry);
    }

    /** Every class that two releases know, in both directions. */
    public static BackportMatrix between(ObjectRegistry newer, ObjectRegistry older) {
        return new BackportMatrix(newer, older);
    }

    /**
     * How many objects of each class are sent to each reader.
     *
     * @param count 24 by default: full ones, nulls, and partial ones with other seeds
     */
    public BackportMatrix samples(int count) {
        samples = count;
        return this;
    }

    /** How values of a type of your own are made. */
    public <T> BackportMatrix using(Class<T> type, Function<Random, ? extends T> maker) {
        fillings.add(filler -> filler.using(type, maker));
        return this;
    }

    /**
     * How the values of one field are made.
     *
     * @param field such as {@code Instance.hostname}
     */
    public BackportMatrix setting(String field, Function<Random, ?> maker) {
        fillings.add(filler -> filler.setting(field, maker));
        return this;
    }

    /**
     * What was tried.
     *
     * @param pairs class, version of the writer, version of the reader: how many such
     * @param objects how many objects were sent, each pair's in both codecs
     * @param fields how many field values were compared
     */
    public record Report(int pairs, int objects, int fields) {
        /** {@code 14 version pairs, 336 objects, 4242 fields compared}. */
        @Override
        public String toString() {
            return pairs + " version pairs, " + objects + " objects, " + fields + " fields compared";
        }
    }

    /**
     * Tries every pair.
     *
     * @throws AssertionError with every problem, one for each field of a pair, and with the line to write
     */
    public Report check() {
        Map<String, String> problems = new LinkedHashMap<>();
        int pairs = 0;
        int fields = 0;
        for (CodecKind codec : CodecKind.values()) {
            List<BackportPair> all = pairs(codec);
            pairs = all.size();
            for (BackportPair pair : all) {
                for (int sample = 0; sample < samples; sample++) {
                    fields += pair.send(sample, problems);
                }
            }
        }
        if (!problems.isEmpty()) {
            throw new AssertionError("backports: " + problems.size() + (problems.size() == 1 ? " problem" : " problems")
                    + "\n  " + String.join("\n  ", problems.values()));
        }
        return new Report(pairs, pairs * samples * CodecKind.values().length, fields);
    }

    private List<BackportPair> pairs(CodecKind codec) {
        return newer == older ? pairsOfHistory(codec) : pairsOfReleases(codec);
    }

    private List<BackportPair> pairsOfHistory(CodecKind codec) {
        List<BackportPair> pairs = new ArrayList<>();
        for (ObjectType<?> changing : newer.types()) {
            for (Layout past : newer.history(changing).layouts()) {
                Agreement agreement = Agreement.between(newer, PastRelease.of(newer, past));
                ObjectBytes bytes = new ObjectBytes(codec, newer, agreement);
                for (ObjectType<?> sent : newer.types()) {
                    if (sent == changing || (!past.newest() && Holders.reach(newer, sent, changing))) {
                        pairs.add(new BackportPair(
                                side(newer, bytes, sent), side(newer, bytes, sent), agreement, past, false));
                    }
                }
            }
        }
        return pairs;
    }

    private List<BackportPair> pairsOfReleases(CodecKind codec) {
        Agreement down = Agreement.between(newer, older.schemaSet());
        Agreement up = Agreement.between(older, newer.schemaSet());
        List<BackportPair> pairs = new ArrayList<>();
        for (SchemaSet.TypeSchema schema : older.schemaSet().types().values()) {
            ObjectType<?> newType = newer.type(schema.key());
            ObjectType<?> oldType = older.type(schema.key());
            if (newType == null || oldType == null) {
                continue;
            }
            Layout shared = down.typed(schema.key()).layout();
            BackportPair.Side above = side(newer, new ObjectBytes(codec, newer, down), newType);
            BackportPair.Side below = side(older, new ObjectBytes(codec, older, up), oldType);
            pairs.add(new BackportPair(above, below, down, shared, false));
            pairs.add(new BackportPair(below, above, down, shared, true));
        }
        return pairs;
    }

    private BackportPair.Side side(ObjectRegistry registry, ObjectBytes bytes, ObjectType<?> type) {
        ObjectFiller filler = ObjectFiller.of(registry)
                .onlyOf(each -> newer.type(each.key()) != null && older.type(each.key()) != null);
        fillings.forEach(filling -> filling.accept(filler));
        ObjectContext context = Attacca.local(registry, UnitOfWorkFactory.NONE).context(RequestContext.create());
        Class<? extends VersionedObject> javaType = type.javaType();
        return new BackportPair.Side(type, bytes, context, sample -> filled(filler, javaType, context, sample));
    }

    /** First the ends of all ranges; then full, unchanged, null and partial objects in turn. */
    private static VersionedObject filled(
            ObjectFiller filler, Class<? extends VersionedObject> type, ObjectContext context, int sample) {
        if (sample < 2) {
            Range end = sample == 0 ? Range.MOST : Range.LEAST;
            return filler.seed(sample, end).filled(type, context);
        }
        filler.seed(sample);
        VersionedObject object = switch (sample % 5) {
            case 2, 3 -> filler.filled(type, context);
            case 4 -> filler.nulled(type, context);
            default -> filler.partlyFilled(type, context);
        };
        if (sample % 5 == 3) {
            object.resetChanges();
        }
        return object;
    }
}
