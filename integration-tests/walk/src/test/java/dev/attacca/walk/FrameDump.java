package dev.attacca.walk;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.thrift.TBase;
import org.apache.thrift.TFieldIdEnum;
import org.apache.thrift.meta_data.FieldMetaData;
import org.apache.thrift.meta_data.ListMetaData;
import org.apache.thrift.meta_data.StructMetaData;

/**
 * A frame of the compact protocol, byte by byte, with what each byte means: read by hand, so that it says what a packet capture
 * shows and not what a library makes of it. Names of fields come from the generated code. Bytes that differ from run to run are shown as dots.
 * Confined to one thread.
 */
final class FrameDump {
    private static final int PER_LINE = 8;
    private static final Set<String> LONG = Set.of("schemaSet", "bytes");
    private static final Set<String> VARYING = Set.of("schemaHash", "knownSchemas");

    private final ByteBuffer in;
    private final List<Part> body;
    private final StringBuilder out = new StringBuilder();

    /** What a piece of a body is. */
    record Part(String what, int bytes, boolean varies) {
        /** So many bytes that are always the same. */
        static Part of(int bytes, String what) {
            return new Part(what, bytes, false);
        }

        /** So many bytes that differ from run to run. */
        static Part varying(int bytes, String what) {
            return new Part(what, bytes, true);
        }
    }

    private FrameDump(byte[] frame, List<Part> body) {
        this.in = ByteBuffer.wrap(frame);
        this.body = body;
    }

    /**
     * The lines of a frame.
     *
     * @param frame with its length
     * @param content the struct of its arguments or of its result
     * @param body what its body consists of, if it has one
     */
    static String of(byte[] frame, Class<? extends TBase<?, ?>> content, List<Part> body) {
        FrameDump dump = new FrameDump(frame, body);
        dump.head();
        dump.struct(content, "");
        if (dump.in.hasRemaining()) {
            throw new IllegalStateException(dump.in.remaining() + " bytes behind the message");
        }
        return dump.out.toString();
    }

    private void head() {
        int at = in.position();
        line(at, "length of what follows: " + in.getInt());
        at = in.position();
        in.get();
        line(at, "compact protocol");
        at = in.position();
        int type = (in.get() >> 5) & 7;
        line(
                at,
                "version 1, "
                        + List.of("", "CALL", "REPLY", "EXCEPTION", "ONEWAY").get(type));
        at = in.position();
        line(at, "seqid " + varint());
        at = in.position();
        byte[] name = new byte[(int) varint()];
        in.get(name);
        line(at, "name: " + new String(name, StandardCharsets.US_ASCII));
    }

    private void struct(Class<? extends TBase<?, ?>> kind, String indent) {
        Map<? extends TFieldIdEnum, FieldMetaData> fields = metaData(kind);
        int id = 0;
        while (true) {
            int at = in.position();
            int header = in.get() & 0xff;
            if (header == 0) {
                line(at, indent + "end of " + kind.getSimpleName());
                return;
            }
            // The long form, in which results have their field 0: the type, then the number.
            id = header >> 4 == 0 ? (int) number() : id + (header >> 4);
            int number = id;
            FieldMetaData field = fields.entrySet().stream()
                    .filter(each -> each.getKey().getThriftFieldId() == number)
                    .findFirst()
                    .orElseThrow()
                    .getValue();
            value(header & 0x0f, at, indent + id + " " + field.fieldName, field, indent);
        }
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // The metadata of a generated class is of its own fields.
    private static Map<? extends TFieldIdEnum, FieldMetaData> metaData(Class<? extends TBase<?, ?>> kind) {
        return FieldMetaData.getStructMetaDataMap((Class) kind);
    }

    private void value(int type, int at, String what, FieldMetaData field, String indent) {
        switch (type) {
            case 1 -> line(at, what + ": true");
            case 2 -> line(at, what + ": false");
            case 5, 6 -> line(at, what + ": " + number());
            case 8 -> binary(at, what, field.fieldName);
            case 9 -> list(at, what, field, indent);
            case 11 -> map(at, what);
            case 12 -> {
                line(at, what + ": a struct");
                struct(nested(field), indent + "  ");
            }
            default -> throw new IllegalStateException("type " + type + " of " + what);
        }
    }

    private static Class<? extends TBase<?, ?>> nested(FieldMetaData field) {
        return structClass((StructMetaData) field.valueMetaData);
    }

    @SuppressWarnings("unchecked") // The metadata has the raw class.
    private static Class<? extends TBase<?, ?>> structClass(StructMetaData struct) {
        return (Class<? extends TBase<?, ?>>) struct.structClass;
    }

    private void binary(int at, String what, String field) {
        int length = (int) varint();
        line(at, what + ": " + length + " bytes");
        if (field.equals("body")) {
            body(length);
        } else {
            int from = in.position();
            in.position(from + length);
            if (LONG.contains(field)) {
                abridged(from, length);
                return;
            }
            boolean varies = VARYING.contains(field);
            String text = field.equals("origin") || varies
                    ? ""
                    : new String(in.array(), from, length, StandardCharsets.UTF_8);
            lines(from, "  " + text, varies);
        }
    }

    private void list(int at, String what, FieldMetaData field, String indent) {
        int header = in.get() & 0xff;
        line(at, what + ": a list of " + (header >> 4));
        if (!(field.valueMetaData instanceof ListMetaData elements)) {
            throw new IllegalStateException("a list without metadata");
        }
        for (int i = 0; i < header >> 4; i++) {
            String element = indent + "  " + field.fieldName + "[" + i + "]";
            if (elements.elemMetaData instanceof StructMetaData struct) {
                struct(structClass(struct), element + " ");
            } else {
                binary(in.position(), element, field.fieldName);
            }
        }
    }

    /** Of strings to strings, the only ones that there are. */
    private void map(int at, String what) {
        int size = (int) varint();
        in.get();
        line(at, what + ": a map of " + size + ", strings to strings");
        for (int i = 0; i < size; i++) {
            int entry = in.position();
            String key = string();
            line(entry, "    " + key + ": " + string());
        }
    }

    private String string() {
        byte[] text = new byte[(int) varint()];
        in.get(text);
        return new String(text, StandardCharsets.UTF_8);
    }

    private void body(int length) {
        int end = in.position() + length;
        for (Part part : body) {
            int from = in.position();
            in.position(from + part.bytes());
            lines(from, "  | " + part.what(), part.varies());
        }
        if (in.position() != end) {
            throw new IllegalStateException(
                    (end - in.position()) + " bytes of the body are not explained: " + rest(in.position(), end));
        }
    }

    private String rest(int from, int to) {
        return HexFormat.ofDelimiter(" ").formatHex(in.array(), from, to);
    }

    private long varint() {
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            byte next = in.get();
            value |= (next & 0x7fL) << shift;
            if (next >= 0) {
                return value;
            }
        }
    }

    private long number() {
        long zigzag = varint();
        return (zigzag >>> 1) ^ -(zigzag & 1);
    }

    private void abridged(int from, int length) {
        out.append(rest(from, from + PER_LINE)).append('\n');
        out.append(String.format(Locale.ROOT, "%-24s   and %d more bytes%n", "…", length - PER_LINE));
    }

    private void line(int from, String what) {
        lines(from, what, false);
    }

    private void lines(int from, String what, boolean varies) {
        String explained = what;
        for (int at = from; at < in.position(); at += PER_LINE) {
            int end = Math.min(in.position(), at + PER_LINE);
            String bytes = varies ? "·· ".repeat(end - at).strip() : rest(at, end);
            out.append(String.format(Locale.ROOT, "%-24s %s", bytes, explained).stripTrailing())
                    .append('\n');
            explained = "";
        }
    }
}
