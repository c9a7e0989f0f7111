package dev.attacca.registry;

import dev.attacca.value.ValueSupport;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Currency;

/** A domain's own value: carried as bytes of its own. */
public record Money(long cents, Currency currency) {

    /** Makes it a field type. */
    public static final class Support implements ValueSupport<Money> {
        @Override
        public Class<Money> javaType() {
            return Money.class;
        }

        @Override
        public String name() {
            return "Money";
        }

        @Override
        public String toText(Money value) {
            return value.cents() + " " + value.currency();
        }

        @Override
        public Money fromText(String text) {
            String[] words = text.split(" ", 2);
            return new Money(Long.parseLong(words[0]), Currency.getInstance(words[words.length - 1]));
        }

        @Override
        public byte[] toBytes(Money value) {
            byte[] currency = value.currency().getCurrencyCode().getBytes(StandardCharsets.US_ASCII);
            return ByteBuffer.allocate(Long.BYTES + currency.length)
                    .putLong(value.cents())
                    .put(currency)
                    .array();
        }

        /** Throws whatever a buffer throws, too: the codec must bear it. */
        @Override
        public Money fromBytes(byte[] bytes) {
            ByteBuffer in = ByteBuffer.wrap(bytes);
            long cents = in.getLong();
            byte[] currency = new byte[in.remaining()];
            in.get(currency);
            return new Money(cents, Currency.getInstance(new String(currency, StandardCharsets.US_ASCII)));
        }
    }
}
