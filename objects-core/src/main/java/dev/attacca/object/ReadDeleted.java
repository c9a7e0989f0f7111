package dev.attacca.object;

/** Which rows a request sees of classes that delete softly. */
public enum ReadDeleted {
    /** Live rows only. */
    NO,
    /** Live and deleted rows. */
    YES,
    /** Deleted rows only. */
    ONLY
}
