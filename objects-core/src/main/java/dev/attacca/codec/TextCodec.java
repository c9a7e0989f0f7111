package dev.attacca.codec;

import dev.attacca.value.SensitiveString;

/** Length in bytes, then UTF-8. */
final class TextCodec {
    private TextCodec() {}

    static final class OfString extends ValueCodec {
        @Override
        void write(WireOutput out, Object value) {
            out.string((String) value);
        }

        @Override
        Object read(WireInput in) {
            return in.string();
        }

        @Override
        Object readKey(WireInput in) {
            return in.repeatedString();
        }
    }

    static final class OfSensitive extends ValueCodec {
        @Override
        void write(WireOutput out, Object value) {
            out.string(((SensitiveString) value).reveal());
        }

        @Override
        Object read(WireInput in) {
            return SensitiveString.of(in.string());
        }
    }
}
