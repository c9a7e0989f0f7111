package dev.attacca.codec;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import dev.attacca.error.DecodeException;
import java.io.ByteArrayOutputStream;
import java.io.CharArrayReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * JSON text as null, {@link String}, {@link Boolean}, {@link Long} (a whole number that fits), {@link BigDecimal} (any other
 * number, but for {@code -0.0}, a {@link Double}), {@link List} and {@link Map}, and back. A tree and not a stream, because an object's name and version may stand
 * behind its data.
 *
 * <p>Source: RFC 8259, read strictly: UTF-8, every key once, one value and nothing behind it.
 */
final class JsonTree {
    /** An object is two levels of JSON, its collections up to four more. */
    private static final int MOST_LEVELS = 6 * MessageWriting.MOST_DEPTH + 8;

    private static final int MOST_TOKENS = 2_000_000;

    /** An object is two JSON objects, and the largest of messages has no more objects than elements. */
    private static final int MOST_BRANCHES = 2 * WireInput.MOST_ELEMENTS;

    private static final int LONGEST_NUMBER = 400;
    private static final int LONGEST_KEY = 64 * 1024;
    private static final int LONGEST_SHOWN = 40;

    private static final JsonFactory TOKENS = JsonFactory.builder()
            // Names that a peer chose must not stay in a table that outlives its message.
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MOST_LEVELS)
                    .maxNumberLength(LONGEST_NUMBER)
                    .maxNameLength(LONGEST_KEY)
                    .maxStringLength(Integer.MAX_VALUE) // no longer than its document, which is there already
                    .maxTokenCount(MOST_TOKENS)
                    .build())
            .build();

    private JsonTree() {}

    // ---- reading

    /** Reads one document; what is not JSON is {@link Malformed}. */
    static @Nullable Object parse(byte[] document) {
        CharBuffer text = decoded(document);
        try (JsonParser tokens =
                TOKENS.createParser(new CharArrayReader(text.array(), text.arrayOffset(), text.remaining()))) {
            tokens.nextToken();
            Object tree = new Parsing(tokens).value();
            if (tokens.nextToken() != null) {
                throw new Malformed(DecodeException.TRAILING_BYTES, "a second value (expected: the end)");
            }
            return tree;
        } catch (StreamConstraintsException over) {
            boolean deep = String.valueOf(over.getMessage()).contains("nesting depth");
            throw new Malformed(
                    deep ? DecodeException.TOO_DEEP : DecodeException.BAD_SIZE,
                    "over a limit" + where(over) + " (expected: at most " + MOST_LEVELS + " levels, " + MOST_TOKENS
                            + " values, numbers of " + LONGEST_NUMBER + " digits)");
        } catch (JsonEOFException truncated) {
            throw WireInput.truncated();
        } catch (com.fasterxml.jackson.core.JsonProcessingException malformed) {
            throw new Malformed(DecodeException.CODE, "not JSON" + where(malformed) + " (expected: RFC 8259)");
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** A decoder that reports what a constructor of String, or a parser of bytes, would let pass. */
    private static CharBuffer decoded(byte[] document) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(document));
        } catch (CharacterCodingException malformed) {
            throw new Malformed(DecodeException.WRONG_TYPE, "bytes that are no UTF-8 (expected: UTF-8)");
        }
    }

    private static String where(com.fasterxml.jackson.core.JsonProcessingException thrown) {
        var location = thrown.getLocation();
        return location == null ? "" : " at line " + location.getLineNr() + ", column " + location.getColumnNr();
    }

    /** One document. What holds others is counted before it is made: five bytes can ask for some two hundred. */
    private static final class Parsing {
        private final JsonParser tokens;
        private int branches;

        Parsing(JsonParser tokens) {
            this.tokens = tokens;
        }

        @Nullable
        Object value() throws IOException {
            JsonToken token = tokens.currentToken();
            if (token == null) {
                throw WireInput.truncated();
            }
            return switch (token) {
                case START_OBJECT -> object();
                case START_ARRAY -> array();
                case VALUE_STRING -> whole(tokens.getText());
                case VALUE_NUMBER_INT -> integer(tokens);
                case VALUE_NUMBER_FLOAT -> fraction(tokens.getText());
                case VALUE_TRUE -> true;
                case VALUE_FALSE -> false;
                case VALUE_NULL -> null;
                default -> throw new IllegalStateException("a token that no strict parser gives: " + token);
            };
        }

        private void branch() {
            if (++branches > MOST_BRANCHES) {
                throw new Malformed(
                        DecodeException.BAD_SIZE,
                        branches + " objects and arrays (expected: at most " + MOST_BRANCHES + ")");
            }
        }

        private Map<String, @Nullable Object> object() throws IOException {
            if (tokens.nextToken() != JsonToken.FIELD_NAME) {
                return Map.of();
            }
            branch();
            Map<String, @Nullable Object> members = new LinkedHashMap<>();
            do {
                String key = whole(tokens.currentName());
                if (members.containsKey(key)) {
                    throw new Malformed(DecodeException.CODE, "a second value (expected: every key once)")
                            .in(shown(key));
                }
                tokens.nextToken();
                try {
                    members.put(key, value());
                } catch (Malformed malformed) {
                    throw malformed.in(shown(key));
                }
            } while (tokens.nextToken() == JsonToken.FIELD_NAME);
            return members;
        }

        private List<@Nullable Object> array() throws IOException {
            if (tokens.nextToken() == JsonToken.END_ARRAY) {
                return List.of();
            }
            branch();
            List<@Nullable Object> elements = new ArrayList<>();
            do {
                try {
                    elements.add(value());
                } catch (Malformed malformed) {
                    throw malformed.in("[" + elements.size() + "]");
                }
            } while (tokens.nextToken() != JsonToken.END_ARRAY);
            return elements;
        }
    }

    /** A decimal has no negative zero, a double has. */
    private static Object fraction(String text) {
        BigDecimal number;
        try {
            number = new BigDecimal(text);
        } catch (NumberFormatException beyond) {
            throw new Malformed(
                    DecodeException.RANGE, "a number outside its range (expected: an exponent that an int counts)");
        }
        return number.signum() == 0 && text.startsWith("-") ? (Object) (-0.0) : number;
    }

    private static Object integer(JsonParser tokens) throws IOException {
        if (tokens.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
            return new BigDecimal(new BigInteger(tokens.getText()));
        }
        return tokens.getLongValue();
    }

    /** Half a surrogate pair can be escaped in JSON and is text that no other writer of ours takes. */
    private static String whole(String text) {
        if (!WireOutput.isWhole(text)) {
            throw new Malformed(DecodeException.WRONG_TYPE, "half a surrogate pair (expected: whole characters)");
        }
        return text;
    }

    /** A name that a peer chose, fit to be shown. */
    static String shown(String name) {
        String cut = name.length() > LONGEST_SHOWN ? name.substring(0, LONGEST_SHOWN) + "..." : name;
        return cut.replaceAll("[^\\x20-\\x7e]", "?");
    }

    // ---- writing

    /** Writes a tree without white space, map entries in the order they have. */
    static byte[] print(@Nullable Object tree) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        try (JsonGenerator tokens = TOKENS.createGenerator(bytes)) {
            print(tokens, tree);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    private static void print(JsonGenerator tokens, @Nullable Object tree) throws IOException {
        if (tree == null) {
            tokens.writeNull();
        } else if (tree instanceof Map<?, ?> map) {
            tokens.writeStartObject();
            for (Map.Entry<?, ? extends @Nullable Object> each : map.entrySet()) {
                tokens.writeFieldName((String) each.getKey());
                print(tokens, each.getValue());
            }
            tokens.writeEndObject();
        } else if (tree instanceof List<?> list) {
            tokens.writeStartArray();
            for (@Nullable Object each : list) {
                print(tokens, each);
            }
            tokens.writeEndArray();
        } else {
            printScalar(tokens, tree);
        }
    }

    private static void printScalar(JsonGenerator tokens, Object scalar) throws IOException {
        if (scalar instanceof String text) {
            tokens.writeString(text);
        } else if (scalar instanceof Boolean flag) {
            tokens.writeBoolean(flag);
        } else if (scalar instanceof Double number) {
            tokens.writeNumber(number);
        } else if (scalar instanceof BigDecimal number) {
            tokens.writeNumber(number);
        } else {
            tokens.writeNumber(((Number) scalar).longValue());
        }
    }
}
