package dev.attacca.error;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Every code that the framework's own errors have, and how each of them is made again from what a peer says about it. For the
 * framework.
 *
 * <p>Thread safety: stateless.
 */
public final class KnownErrors {
    private static final Map<String, Rebuild> KNOWN = known();

    private KnownErrors() {}

    /** Makes one of our exceptions again from what a fault says about it. */
    @FunctionalInterface
    private interface Rebuild {
        AttaccaException from(
                String message, Outcome outcome, Map<String, String> details, @Nullable AttaccaException cause);
    }

    /** The codes. */
    public static Set<String> codes() {
        return KNOWN.keySet();
    }

    /** The error of that code, or {@code null} for a code that is not one of ours. */
    public static @Nullable AttaccaException again(
            String code,
            String message,
            Outcome outcome,
            Map<String, String> details,
            @Nullable AttaccaException cause) {
        Rebuild rebuild = KNOWN.get(code);
        return rebuild == null ? null : rebuild.from(message, outcome, details, cause);
    }

    /**
     * The error of that code, or one without a class that keeps everything: for a code that is not one of ours, and where a peer
     * means something else by it, who is believed, not corrected.
     *
     * @param type the code of an error of a domain that has no class here, or {@code null} for one of the framework
     */
    public static AttaccaException againOrUnknown(
            String code,
            String message,
            boolean retryable,
            Outcome outcome,
            Map<String, String> details,
            @Nullable String type,
            @Nullable AttaccaException cause) {
        AttaccaException known = again(code, message, outcome, details, cause);
        return known != null && known.retryable() == retryable && known.outcome() == outcome
                ? known
                : new RemoteFailureException(code, message, retryable, outcome, details, type, cause);
    }

    /** An error of a domain as a caller gets it who has no class for it: as what it refines, else as one that keeps everything. */
    public static AttaccaException withoutClass(DomainException error) {
        ErrorCode declared = error.getClass().getAnnotation(ErrorCode.class);
        boolean refines = declared != null && !declared.refines().isEmpty();
        AttaccaException told = againOrUnknown(
                refines ? declared.refines() : error.code(),
                String.valueOf(error.getMessage()),
                error.retryable(),
                error.outcome(),
                error.details(),
                error.code(),
                error.getCause() instanceof AttaccaException cause ? cause : null);
        told.setStackTrace(error.getStackTrace());
        return told;
    }

    private static Map<String, Rebuild> known() {
        Map<String, Rebuild> known = new HashMap<>();
        known.put(AlreadyExistsException.CODE, (m, o, d, c) -> new AlreadyExistsException(m, d, c));
        known.put(BatchFailedException.CODE, (m, o, d, c) -> new BatchFailedException(m, d, c));
        known.put(BusyException.CODE, (m, o, d, c) -> new BusyException(m, d, c));
        known.put(CallCancelledException.CODE, CallCancelledException::new);
        known.put(ConductorUnavailableException.CODE, (m, o, d, c) -> new ConductorUnavailableException(m, d, c));
        known.put(ConfigurationException.CODE, (m, o, d, c) -> new ConfigurationException(m, d, c));
        known.put(ConflictException.CODE, (m, o, d, c) -> new ConflictException(m, d, c));
        known.put(ConnectionLostException.CODE, ConnectionLostException::new);
        known.put(DatabaseUnavailableException.CODE, DatabaseUnavailableException::new);
        known.put(DeadlineExceededException.CODE, DeadlineExceededException::new);
        known.put(InvalidCallException.CODE, (m, o, d, c) -> new InvalidCallException(m, d, c));
        known.put(InvalidValueException.CODE, (m, o, d, c) -> new InvalidValueException(m, d, c));
        known.put(LazyLoadForbiddenException.CODE, (m, o, d, c) -> new LazyLoadForbiddenException(m, d, c));
        known.put(NotFoundException.CODE, (m, o, d, c) -> new NotFoundException(m, d, c));
        known.put(OrphanedObjectException.CODE, (m, o, d, c) -> new OrphanedObjectException(m, d, c));
        known.put(ReadOnlyViolationException.CODE, (m, o, d, c) -> new ReadOnlyViolationException(m, d, c));
        known.put(StillReferencedException.CODE, (m, o, d, c) -> new StillReferencedException(m, d, c));
        known.put(StoreFailureException.CODE, (m, o, d, c) -> new StoreFailureException(m, d, c));
        known.put(TooManyResultsException.CODE, (m, o, d, c) -> new TooManyResultsException(m, d, c));
        known.put(TransactionAbortedException.CODE, (m, o, d, c) -> new TransactionAbortedException(m, d, c));
        known.put(UnknownMethodException.CODE, (m, o, d, c) -> new UnknownMethodException(m, d, c));
        known.put(UnknownTypeException.CODE, (m, o, d, c) -> new UnknownTypeException(m, d, c));
        known.put(UnsetFieldException.CODE, (m, o, d, c) -> new UnsetFieldException(m, d, c));
        known.put(VersionStepException.CODE, (m, o, d, c) -> new VersionStepException(m, d, c));
        for (String code : List.of(OverloadedException.CODE, OverloadedException.TOO_MANY_IN_FLIGHT)) {
            known.put(code, (m, o, d, c) -> new OverloadedException(code, m, d, c));
        }
        for (String code : List.of(
                ProtocolException.BAD_FRAME,
                ProtocolException.FRAME_TOO_LARGE,
                ProtocolException.BAD_PROTOCOL,
                ProtocolException.BAD_METHOD,
                ProtocolException.BAD_DEADLINE,
                ProtocolException.BAD_NUMBER,
                ProtocolException.HELLO_REQUIRED,
                ProtocolException.UNSUPPORTED)) {
            known.put(code, (m, o, d, c) -> new ProtocolException(code, m, o, d, c));
        }
        for (String code : List.of(
                TlsRefusedException.TLS_MISMATCH,
                TlsRefusedException.CONDUCTOR_UNTRUSTED,
                TlsRefusedException.REFUSED_BY_CONDUCTOR)) {
            known.put(code, (m, o, d, c) -> new TlsRefusedException(code, m, d, c));
        }
        for (String code : List.of(
                VersionMismatchException.CODE, VersionMismatchException.TOO_NEW, VersionMismatchException.TOO_OLD)) {
            known.put(code, (m, o, d, c) -> new VersionMismatchException(code, m, d, c));
        }
        for (String code : List.of(
                DecodeException.CODE,
                DecodeException.BAD_SIZE,
                DecodeException.TOO_DEEP,
                DecodeException.WRONG_TYPE,
                DecodeException.BAD_ENUM,
                DecodeException.NOT_NULL,
                DecodeException.RANGE,
                DecodeException.READ_ONLY,
                DecodeException.TRAILING_BYTES)) {
            known.put(code, (m, o, d, c) -> new DecodeException(code, m, d, c));
        }
        return Map.copyOf(known);
    }
}
