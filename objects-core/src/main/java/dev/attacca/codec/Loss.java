package dev.attacca.codec;

/**
 * Something a reader of an older version was not given.
 *
 * @param type the class's name
 * @param field the field's name at the newest version
 * @param what what was lost, in words; never a sensitive value
 */
public record Loss(String type, String field, String what) {

    /** {@code Instance.flavor: since 1.1}. */
    @Override
    public String toString() {
        return type + "." + field + ": " + what;
    }
}
