package dev.attacca.codec;

import dev.attacca.error.AttaccaException;
import dev.attacca.error.UnknownMethodException;
import dev.attacca.error.VersionMismatchException;
import dev.attacca.object.ObjectType;
import dev.attacca.object.RemotableMethod;
import dev.attacca.registry.Layout;
import dev.attacca.registry.LayoutField;
import dev.attacca.registry.SchemaSet.TypeSchema;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What two sides agreed about one class: its shape between them (the older of their versions) and the ids of the remotables
 * both have. Immutable.
 */
public final class AgreedType {
    private final int id;
    private final ObjectType<?> type;
    private final Layout layout;
    private final String shownVersion;
    private final TypeSchema theirs;
    private final List<RemotableMethod> calls;
    private final List<RemotableMethod> queries;
    private final ObjectCodec codec;
    private final int[] callIds;
    private final int[] queryIds;
    private final MethodCodec[] callCodecs;
    private final MethodCodec[] queryCodecs;

    AgreedType(
            int id,
            Layout layout,
            TypeSchema theirs,
            List<RemotableMethod> myCalls,
            List<RemotableMethod> myQueries,
            Agreement agreement) {
        this.id = id;
        this.type = layout.type();
        this.layout = layout;
        this.shownVersion = layout.version().toString();
        this.theirs = theirs;
        this.calls = common(myCalls, theirs.calls());
        this.queries = common(myQueries, theirs.queries());
        this.codec = new ObjectCodec(layout, agreement, identity(layout, theirs));
        this.callIds = ids(myCalls, calls);
        this.queryIds = ids(myQueries, queries);
        this.callCodecs = codecs(myCalls, agreement);
        this.queryCodecs = codecs(myQueries, agreement);
    }

    /**
     * Which fields of the layout identify an object, to both sides alike: those that the older side says, whose names the layout
     * has; at one version those that both say.
     */
    private static long identity(Layout layout, TypeSchema theirs) {
        ObjectType<?> type = layout.type();
        boolean mineCounts = !theirs.version().isBefore(type.version().shape());
        boolean theirsCounts = !type.version().shape().isBefore(theirs.version());
        long identity = 0;
        for (LayoutField field : layout.fields()) {
            boolean mine = field.field() != null
                    && (type.identityMask() & field.field().bit()) != 0;
            boolean both =
                    (!mineCounts || mine) && (!theirsCounts || theirs.identity().contains(field.name()));
            identity |= both ? 1L << field.bit() : 0;
        }
        return identity;
    }

    private static List<RemotableMethod> common(List<RemotableMethod> mine, List<String> theirs) {
        Map<String, RemotableMethod> shared = new TreeMap<>();
        for (RemotableMethod method : mine) {
            if (theirs.contains(method.signature())) {
                shared.put(method.signature(), method);
            }
        }
        return List.copyOf(shared.values());
    }

    /** By a remotable's index here, its id on this connection, or -1 if the other side does not have it. */
    private static int[] ids(List<RemotableMethod> mine, List<RemotableMethod> shared) {
        return mine.stream().mapToInt(shared::indexOf).toArray();
    }

    private static MethodCodec[] codecs(List<RemotableMethod> mine, Agreement agreement) {
        return mine.stream().map(method -> new MethodCodec(method, agreement)).toArray(MethodCodec[]::new);
    }

    /** The id both sides give the class on this connection. */
    public int id() {
        return id;
    }

    /** The class on this side. */
    public ObjectType<?> type() {
        return type;
    }

    /** The shape its objects have between the two sides. */
    public Layout layout() {
        return layout;
    }

    /** The version of that shape as logs show it. */
    public String shownVersion() {
        return shownVersion;
    }

    /** Whether this side knows more of the class than crosses. */
    public boolean downgrades() {
        return !layout.newest();
    }

    ObjectCodec codec() {
        return codec;
    }

    MethodCodec codecOf(RemotableMethod method) {
        return (method.onQuery() ? queryCodecs : callCodecs)[method.index()];
    }

    /**
     * The id of a remotable.
     *
     * @throws VersionMismatchException if the other side does not have it
     */
    public int idOf(RemotableMethod method) {
        int methodId = (method.onQuery() ? queryIds : callIds)[method.index()];
        if (methodId < 0) {
            throw missing(method);
        }
        return methodId;
    }

    private AttaccaException missing(RemotableMethod method) {
        String needed = type.name() + " " + method.since();
        String there = type.name() + " " + theirs.version();
        if (theirs.version().isBefore(method.since())) {
            return new VersionMismatchException(
                    VersionMismatchException.TOO_NEW,
                    method.qualifiedName() + ": the conductor speaks " + there + " (expected: " + needed
                            + " or newer, which brought this call); upgrade the conductor first",
                    Map.of(
                            VersionMismatchException.TYPE,
                            type.name(),
                            VersionMismatchException.ASKED,
                            method.since().toString(),
                            VersionMismatchException.SUPPORTED,
                            theirs.version().toString()),
                    null);
        }
        return new UnknownMethodException(
                method.qualifiedName() + ": the conductor with " + there + " has no such remotable (expected: "
                        + method.signature() + "); its signature differs or it was removed");
    }

    List<RemotableMethod> methods(boolean onQuery) {
        return onQuery ? queries : calls;
    }

    /**
     * The remotable with that id.
     *
     * @param onQuery whether it was called on the class's query
     * @throws UnknownMethodException if there is none
     */
    public RemotableMethod method(int methodId, boolean onQuery) {
        List<RemotableMethod> methods = onQuery ? queries : calls;
        if (methodId < 0 || methodId >= methods.size()) {
            throw unknownMethod();
        }
        return methods.get(methodId);
    }

    UnknownMethodException unknownMethod() {
        return new UnknownMethodException(
                type.name() + ": unknown method (expected: one of the remotables agreed in the handshake)");
    }

    /** The other side's version of the class. */
    public TypeSchema theirs() {
        return theirs;
    }

    /** {@code Instance 1.2 -> 1.0}, or {@code Instance 1.2} where both sides know the same. */
    @Override
    public String toString() {
        return type.version().shape().equals(theirs.version()) ? type.toString() : type + " -> " + theirs.version();
    }
}
