package dev.attacca.registry;

import dev.attacca.value.ValueSupport;
import java.util.Locale;
import java.util.regex.Pattern;

/** A domain's own value: carried as its text. */
public record Hostname(String name) {
    private static final Pattern FORM =
            Pattern.compile("[a-z0-9]([a-z0-9-]*[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*");

    /** Checks the form. */
    public Hostname {
        if (!FORM.matcher(name).matches()) {
            throw new IllegalArgumentException("'" + name + "' (expected: labels of letters, digits and dashes)");
        }
    }

    /** Makes it a field type. */
    public static final class Support implements ValueSupport<Hostname> {
        @Override
        public Class<Hostname> javaType() {
            return Hostname.class;
        }

        @Override
        public String name() {
            return "Hostname";
        }

        @Override
        public String toText(Hostname value) {
            return value.name();
        }

        @Override
        public Hostname fromText(String text) {
            return new Hostname(text.toLowerCase(Locale.ROOT));
        }
    }
}
