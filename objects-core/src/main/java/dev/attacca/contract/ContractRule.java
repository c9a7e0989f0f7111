package dev.attacca.contract;

import org.jspecify.annotations.Nullable;

/** What {@link ContractCheck} looks for. The constants' names are the ids in reports and approvals; they do not change. */
public enum ContractRule {
    /** The registry refuses the domain: no process would start with it. */
    DOMAIN_REFUSED("The registry refuses the domain."),
    /** The lock beside the domain does not state what the classes state. */
    LOCK_OUT_OF_DATE("The lock does not state what the classes state."),

    /** A class has another shape than a release had under the same version. */
    VERSION_NOT_BUMPED("A released version means something else now."),
    /** A class's version is older than a release's. */
    VERSION_LOWERED("A class's version is older than a released one."),
    /** A class's version is newer than every release's, with the same shape. Harmless, but two names for one thing. */
    VERSION_BUMPED_WITHOUT_CHANGE("A new version of a class is the same as the one before."),
    /** A class is there in another major only. */
    MAJOR_CHANGED("A released major of a class is gone."),
    /** A class is gone. */
    TYPE_REMOVED("A released class is gone."),
    /** A class may no longer stand where another is declared, or stands for another one. */
    SUPERTYPE_CHANGED("A released class stands for another one."),
    /** A class may stand where older releases know another one. Harmless until it does. */
    SUBCLASS_UNKNOWN_TO_OLDER("A new class may stand where older releases know another."),
    /** A class that others hold changed under the same version. */
    CHILD_VERSION_NOT_BUMPED("A held class changed under its released version."),
    /** A class holds one that older peers and this domain cannot agree on. */
    CHILD_VERSION_MISSING("A held class has no version that older peers know."),

    /** A field is gone and nothing remembers it. */
    FIELD_REMOVED("A released field is gone without history."),
    /** A field is gone, and another of the same type has come. */
    FIELD_RENAMED_WITHOUT_HISTORY("A released field has another name without history."),
    /** A field has come, and older versions are said to have had it. */
    FIELD_ADDED_WITHOUT_HISTORY("A new field is said to have been there before."),
    /** A field has another type in a released version. */
    FIELD_TYPE_CHANGED("A released field has another type without history."),
    /** A field that could be null cannot be any more. */
    FIELD_NOW_NOT_NULL("A released field no longer takes null."),
    /** A field that could not be null can be now. */
    FIELD_NOW_NULLABLE("A released field can be null now."),
    /** A field that could be set cannot be any more. */
    FIELD_NOW_READ_ONLY("A released field can no longer be set."),
    /** A field that was always sent is fetched at its first read now. */
    FIELD_NOW_LAZY("A released field is fetched later than before."),
    /** What identifies an object is another field. */
    KEY_CHANGED("What identifies an object changed."),
    /** A field whose values were hidden shows them. */
    SENSITIVE_DROPPED("A secret field is no secret any more."),
    /** Values that a release took are refused. */
    LIMIT_NARROWED("A limit refuses what a release took."),
    /** Older readers lose something that nothing declares. */
    BACKPORT_LOSS_UNDECLARED("The way back loses something undeclared."),

    /** An enum constant is gone. */
    ENUM_CONSTANT_REMOVED("A released constant is gone."),
    /** An enum constant has come without one that older readers are given instead. */
    ENUM_CONSTANT_WITHOUT_FALLBACK("A new constant has nothing to stand for it in older releases."),
    /** An enum constant has come, and older versions are said to have had it. */
    ENUM_CONSTANT_WITHOUT_SINCE("A new constant is said to have been there before."),

    /** An error that callers catch is gone. */
    ERROR_REMOVED("A released error is gone."),
    /** Callers that do not know an error see another one in its place than before. */
    ERROR_REFINES_CHANGED("A released error stands for another one."),
    /** An error does not tell any more what it told. */
    ERROR_FIELD_CHANGED("A released error tells less."),
    /** An error has come that refines none. Harmless until it is thrown. */
    ERROR_UNKNOWN_TO_OLDER("A new error is unknown to older callers."),

    /** A remotable is gone. */
    REMOTABLE_REMOVED("A released remotable is gone."),
    /** A remotable takes or returns something else. */
    REMOTABLE_SIGNATURE_CHANGED("A released remotable has another signature."),
    /** A remotable has come, and older versions are said to have had it. */
    REMOTABLE_WITHOUT_SINCE("A new remotable is said to have been there before."),
    /** A remotable that promised to write nothing does not promise it any more. */
    REMOTABLE_NOW_WRITES("A released remotable may write now."),
    /** A remotable's body may read more of the receiver than older callers send. */
    REMOTABLE_NEEDS_MORE("A released remotable needs more of its receiver."),
    /** Callers of this release send less of the receiver than a released conductor's body may read. */
    REMOTABLE_SENDS_LESS("A released remotable is sent less of its receiver."),
    /** The remotable that fetched a lazy field is gone. */
    LOADER_REMOVED("The loader of a released lazy field is gone."),

    /** An approval is older than its last day. */
    APPROVAL_EXPIRED("An approval is past its last day."),
    /** An approval approves nothing. */
    APPROVAL_UNUSED("An approval approves nothing.");

    private final String summary;

    ContractRule(String summary) {
        this.summary = summary;
    }

    /** The rule of that id, or {@code null}. */
    static @Nullable ContractRule of(String id) {
        for (ContractRule rule : values()) {
            if (rule.name().equals(id)) {
                return rule;
            }
        }
        return null;
    }

    /** One sentence for lists of rules. */
    public String summary() {
        return summary;
    }

    /** Whether it only tells, and never fails a check. */
    public boolean notice() {
        return this == VERSION_BUMPED_WITHOUT_CHANGE
                || this == SUBCLASS_UNKNOWN_TO_OLDER
                || this == ERROR_UNKNOWN_TO_OLDER;
    }

    /** Whether an approval may let it pass. What the tool can mend itself, and approvals themselves, it may not. */
    public boolean approvable() {
        return switch (this) {
            case DOMAIN_REFUSED, LOCK_OUT_OF_DATE, APPROVAL_EXPIRED, APPROVAL_UNUSED -> false;
            default -> !notice();
        };
    }
}
