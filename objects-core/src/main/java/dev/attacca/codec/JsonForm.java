package dev.attacca.codec;

import java.util.regex.Pattern;

/**
 * How a primitive of an object calls its own parts: {@code <serial>.name}, {@code .namespace}, {@code .version}, {@code .data}
 * and {@code .changes}. Immutable.
 *
 * <p>Source: {@code OBJ_SERIAL_NAMESPACE} and {@code OBJ_PROJECT_NAMESPACE} of oslo.versionedobjects.
 *
 * @param serial the first part of every key, {@code versioned_object} by default; {@code nova_object} in nova
 * @param namespace whose class it is, {@code attacca} by default; {@code nova} in nova
 */
public record JsonForm(String serial, String namespace) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_-]{0,63}");

    /** Ours. */
    public static final JsonForm DEFAULT = new JsonForm("versioned_object", "attacca");

    /** Nova's. */
    public static final JsonForm NOVA = new JsonForm("nova_object", "nova");

    /** Checks both names. */
    public JsonForm {
        check("serial", serial);
        check("namespace", namespace);
    }

    private static void check(String what, String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    what + ": " + name + " (expected: a letter, then letters, digits, _ or -, 64 at most)");
        }
    }

    String name() {
        return serial + ".name";
    }

    String namespaceKey() {
        return serial + ".namespace";
    }

    String version() {
        return serial + ".version";
    }

    String data() {
        return serial + ".data";
    }

    String changes() {
        return serial + ".changes";
    }
}
