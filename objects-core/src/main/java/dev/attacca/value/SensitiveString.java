package dev.attacca.value;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * A text that is never shown: not by {@code toString}, so not in logs and errors either. It is stored and sent as it is.
 * Comparing two takes as long as their length says, wherever they differ. Immutable.
 */
public final class SensitiveString {
    /** What is shown instead. */
    public static final String SHOWN = "***";

    private final String text;

    private SensitiveString(String text) {
        this.text = text;
    }

    /** Wraps a text. */
    public static SensitiveString of(String text) {
        return new SensitiveString(java.util.Objects.requireNonNull(text));
    }

    /** The text itself: for the one who needs it, never for a message. */
    public String reveal() {
        return text;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SensitiveString sensitive
                && MessageDigest.isEqual(
                        text.getBytes(StandardCharsets.UTF_16BE), sensitive.text.getBytes(StandardCharsets.UTF_16BE));
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    /** {@value #SHOWN}, whatever the text. */
    @Override
    public String toString() {
        return SHOWN;
    }
}
