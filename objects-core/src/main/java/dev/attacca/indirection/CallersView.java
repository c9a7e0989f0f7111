package dev.attacca.indirection;

import dev.attacca.error.AttaccaException;
import dev.attacca.error.BatchFailedException;
import dev.attacca.error.DomainException;
import dev.attacca.error.KnownErrors;
import dev.attacca.error.Outcome;
import dev.attacca.error.RemoteFailureException;
import dev.attacca.object.ObjectFactory;
import java.lang.reflect.UndeclaredThrowableException;

/**
 * What a caller is told of an error when the body ran in its own process: the same as from afar, except that what nobody foresaw
 * is there as the cause.
 */
final class CallersView {
    private CallersView() {}

    static AttaccaException of(Throwable thrown, ObjectFactory known) {
        Throwable cause = thrown.getCause();
        if (thrown instanceof BatchFailedException failed && cause != null) {
            AttaccaException told =
                    new BatchFailedException(String.valueOf(failed.getMessage()), failed.details(), of(cause, known));
            told.setStackTrace(failed.getStackTrace());
            return told;
        }
        if (thrown instanceof DomainException error && !known.declaresError(error.code())) {
            return KnownErrors.withoutClass(error);
        }
        return thrown instanceof AttaccaException ours ? ours : unforeseen(thrown);
    }

    private static AttaccaException unforeseen(Throwable thrown) {
        Throwable wrapped = thrown instanceof UndeclaredThrowableException ? thrown.getCause() : null;
        return RemoteFailureException.unforeseen(
                "the call failed in a way that nobody foresaw; its cause tells more",
                Outcome.REFUSED,
                wrapped == null ? thrown : wrapped);
    }
}
