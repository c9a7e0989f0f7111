package dev.attacca.registry;

import dev.attacca.error.DecodeException;
import dev.attacca.object.ObjectType;
import dev.attacca.object.QueryType;
import dev.attacca.object.RemotableMethod;
import dev.attacca.object.ValueType;
import dev.attacca.version.TypeKey;
import dev.attacca.version.Version;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Everything a side knows, as its peers see it: classes with versions, fields and remotables, and enums with constants. Its
 * text is sorted and one line a thing, so that two sides that know the same have the same {@link #hash()}. Immutable.
 */
public final class SchemaSet {
    /** The longest text accepted from a peer, in bytes. */
    public static final int LONGEST = 256 * 1024;

    private static final String IDENTITY = "identity ";

    private final String text;
    private final String sent;
    private final byte[] hash;
    private final Map<TypeKey, TypeSchema> types;
    private final Map<String, List<String>> enums;

    private SchemaSet(Map<TypeKey, TypeSchema> types, Map<String, List<String>> enums, String text, String sent) {
        this.types = new TreeMap<>(types);
        this.enums = new TreeMap<>(enums);
        this.text = text;
        this.sent = sent;
        this.hash = sha256(sent.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * A class at its side's newest version of that major.
     *
     * @param name the name peers know
     * @param version that newest version
     * @param fields {@code name type}, with {@code ?} for nullable, in name order
     * @param calls signatures of the remotables of its objects, sorted
     * @param queries signatures of the remotables of its query, sorted
     * @param identity names of the key and of the row version, which travel with every call, in name order
     */
    public record TypeSchema(
            String name,
            Version version,
            List<String> fields,
            List<String> calls,
            List<String> queries,
            List<String> identity) {

        /** What tells it from the set's other classes. */
        public TypeKey key() {
            return TypeKey.of(name, version);
        }
    }

    static SchemaSet of(ObjectRegistry registry) {
        Map<TypeKey, TypeSchema> types = new TreeMap<>();
        Map<String, List<String>> enums = new TreeMap<>();
        for (ObjectType<?> type : registry.types()) {
            QueryType<?> query = type.queryType() == null ? null : registry.queryType(type.queryType());
            Layout newest = registry.history(type).newest();
            types.put(
                    type.key(),
                    new TypeSchema(
                            type.name(),
                            type.version().shape(),
                            newest.fields().stream()
                                    .map(LayoutField::schemaText)
                                    .toList(),
                            signatures(type.remotables()),
                            query == null ? List.of() : signatures(query.remotables()),
                            identity(type, newest)));
            // Removed fields still cross to older peers, and with them the enums that no present field has.
            registry.history(type)
                    .layouts()
                    .forEach(layout -> layout.fields().forEach(field -> collect(field.type(), enums)));
            type.remotables().forEach(remotable -> collect(remotable, enums));
            if (query != null) {
                query.remotables().forEach(remotable -> collect(remotable, enums));
            }
        }
        return of(types, enums);
    }

    static SchemaSet of(Map<TypeKey, TypeSchema> types, Map<String, List<String>> enums) {
        String text = write(types, enums);
        return new SchemaSet(types, enums, text, text + identities(types));
    }

    private static List<String> identity(ObjectType<?> type, Layout newest) {
        return newest.fields().stream()
                .filter(field -> field.field() != null
                        && (type.identityMask() & field.field().bit()) != 0)
                .map(LayoutField::name)
                .toList();
    }

    private static List<String> signatures(List<RemotableMethod> remotables) {
        return remotables.stream().map(RemotableMethod::signature).sorted().toList();
    }

    private static void collect(RemotableMethod remotable, Map<String, List<String>> enums) {
        remotable.parameters().forEach(parameter -> collect(parameter, enums));
        collect(remotable.result(), enums);
    }

    private static void collect(@Nullable ValueType type, Map<String, List<String>> enums) {
        if (type instanceof ValueType.EnumValue enumType) {
            enums.put(enumType.javaType().getSimpleName(), enumType.constants());
        } else if (type != null) {
            type.parts().forEach(part -> collect(part, enums));
        }
    }

    private static String write(Map<TypeKey, TypeSchema> types, Map<String, List<String>> enums) {
        StringBuilder out = new StringBuilder();
        enums.forEach((name, constants) -> out.append("enum ")
                .append(name)
                .append(' ')
                .append(String.join("|", constants))
                .append('\n'));
        for (TypeSchema type : types.values()) {
            out.append("type ")
                    .append(type.name())
                    .append(' ')
                    .append(type.version())
                    .append('\n');
            type.fields().forEach(field -> out.append("  field ").append(field).append('\n'));
            type.calls().forEach(call -> out.append("  call ").append(call).append('\n'));
            type.queries().forEach(query -> out.append("  query ").append(query).append('\n'));
        }
        return out.toString();
    }

    private static String identities(Map<TypeKey, TypeSchema> types) {
        StringBuilder out = new StringBuilder();
        types.forEach((key, type) -> {
            if (!type.identity().isEmpty()) {
                out.append(IDENTITY)
                        .append(key)
                        .append(' ')
                        .append(String.join("|", type.identity()))
                        .append('\n');
            }
        });
        return out.toString();
    }

    /**
     * Reads what a peer sent. Lines of a kind that only newer peers know are passed over, but belong to the hash.
     *
     * @throws DecodeException if it is too long or of another form
     */
    public static SchemaSet parse(byte[] bytes) {
        if (bytes.length > LONGEST) {
            throw problem(0, DecodeException.BAD_SIZE, bytes.length + " bytes (expected: at most " + LONGEST + ")");
        }
        Map<TypeKey, TypeSchema> types = new TreeMap<>();
        Map<String, List<String>> enums = new TreeMap<>();
        Map<String, Integer> identities = new TreeMap<>();
        TypeSchema current = null;
        String text = new String(bytes, StandardCharsets.UTF_8);
        List<String> lines = text.lines().toList();
        for (int number = 1; number <= lines.size(); number++) {
            String line = lines.get(number - 1);
            if (line.startsWith("enum ")) {
                String[] words = words(line.substring(5), number);
                enums.put(words[0], List.of(words[1].split("\\|", -1)));
            } else if (line.startsWith("type ")) {
                current = type(line.substring(5), number);
                types.put(current.key(), current);
            } else if (line.startsWith(IDENTITY)) {
                identities.put(line.substring(IDENTITY.length()), number);
            } else if (current != null) {
                addMember(current, line);
            }
        }
        identities.forEach((line, number) -> identify(types, line, number));
        String shapes = identities.isEmpty()
                ? text
                : lines.stream().filter(line -> !line.startsWith(IDENTITY)).collect(Collectors.joining("\n", "", "\n"));
        return new SchemaSet(types, enums, shapes, text);
    }

    private static void identify(Map<TypeKey, TypeSchema> types, String rest, int number) {
        String[] words = words(rest, number);
        try {
            TypeSchema type = types.get(TypeKey.parse(words[0]));
            if (type != null) {
                type.identity().addAll(List.of(words[1].split("\\|", -1)));
            }
        } catch (IllegalArgumentException malformed) {
            throw problem(number, DecodeException.WRONG_TYPE, String.valueOf(malformed.getMessage()));
        }
    }

    private static TypeSchema type(String rest, int number) {
        String[] words = words(rest, number);
        try {
            return new TypeSchema(
                    words[0],
                    Version.parse(words[1]).shape(),
                    new ArrayList<>(),
                    new ArrayList<>(),
                    new ArrayList<>(),
                    new ArrayList<>());
        } catch (IllegalArgumentException malformed) {
            throw problem(number, DecodeException.WRONG_TYPE, String.valueOf(malformed.getMessage()));
        }
    }

    private static void addMember(TypeSchema type, String line) {
        if (line.startsWith("  field ")) {
            type.fields().add(line.substring(8));
        } else if (line.startsWith("  call ")) {
            type.calls().add(line.substring(7));
        } else if (line.startsWith("  query ")) {
            type.queries().add(line.substring(8));
        }
    }

    private static String[] words(String rest, int number) {
        String[] words = rest.split(" ", 2);
        if (words.length != 2 || words[0].isEmpty() || words[1].isEmpty()) {
            throw problem(number, DecodeException.WRONG_TYPE, "a name without a value (expected: both)");
        }
        return words;
    }

    private static DecodeException problem(int line, String code, String what) {
        return DecodeException.at("schema set, line " + line, code, what);
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** The classes, sorted by name and major. */
    public Map<TypeKey, TypeSchema> types() {
        return Collections.unmodifiableMap(types);
    }

    /** The class of that name and major, or {@code null}. */
    public @Nullable TypeSchema type(TypeKey key) {
        return types.get(key);
    }

    /** The newest major of a name, or {@code null}. */
    public @Nullable TypeSchema typeNamed(String name) {
        TypeSchema newest = null;
        for (TypeSchema type : types.values()) {
            newest = type.name().equals(name) ? type : newest;
        }
        return newest;
    }

    /** The enums' constants by the enum's simple name, sorted by name; constants in declaration order. */
    public Map<String, List<String>> enums() {
        return Collections.unmodifiableMap(enums);
    }

    /** The text: classes, fields, remotables, enums. */
    public String text() {
        return text;
    }

    /** The text as it crosses the wire, in UTF-8: behind it, what identifies the objects of each class. */
    public byte[] sent() {
        return sent.getBytes(StandardCharsets.UTF_8);
    }

    /** SHA-256 of what crosses: 32 bytes, a copy. */
    public byte[] hash() {
        return hash.clone();
    }

    /** The first eight hex digits of the hash: for logs. */
    public String shortHash() {
        return HexFormat.of().formatHex(hash, 0, 4);
    }

    @Override
    public String toString() {
        return "schema set " + shortHash() + " of " + types.size() + " types";
    }
}
