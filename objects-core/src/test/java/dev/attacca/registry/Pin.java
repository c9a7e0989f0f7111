package dev.attacca.registry;

import dev.attacca.value.ValueSupport;

/** A domain's own value that must never be shown. */
public record Pin(String digits) {

    /** Makes it a field type. */
    public static final class Support implements ValueSupport<Pin> {
        @Override
        public Class<Pin> javaType() {
            return Pin.class;
        }

        @Override
        public String name() {
            return "Pin";
        }

        @Override
        public String toText(Pin value) {
            return value.digits();
        }

        @Override
        public Pin fromText(String text) {
            if (!text.matches("[0-9]+")) {
                throw new IllegalArgumentException(text + " (expected: digits)");
            }
            return new Pin(text);
        }

        @Override
        public boolean sensitive() {
            return true;
        }
    }
}
