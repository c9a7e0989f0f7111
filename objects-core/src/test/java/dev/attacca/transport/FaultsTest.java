package dev.attacca.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attacca.error.AttaccaException;
import dev.attacca.error.ConflictException;
import dev.attacca.error.DatabaseUnavailableException;
import dev.attacca.error.DecodeException;
import dev.attacca.error.Outcome;
import dev.attacca.error.OverloadedException;
import dev.attacca.error.ProtocolException;
import dev.attacca.error.RegistryException;
import dev.attacca.error.RemoteFailureException;
import dev.attacca.error.StoreFailureException;
import dev.attacca.error.TlsRefusedException;
import dev.attacca.error.VersionMismatchException;
import dev.attacca.transport.thrift.FaultCause;
import dev.attacca.transport.thrift.WireFault;
import java.lang.reflect.Constructor;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.apache.thrift.TDeserializer;
import org.apache.thrift.TSerializer;
import org.apache.thrift.protocol.TCompactProtocol;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FaultsTest {
    private static final Map<String, String> DETAILS = Map.of("entity", "Instance[7]", "column", "vm_state");

    /** Every error class there is, with each of its codes: one that is added later is tested without being named here. */
    static Stream<AttaccaException> everyError() throws Exception {
        Path classes = Path.of(AttaccaException.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        try (Stream<Path> files = Files.list(classes.resolve("dev/attacca/error"))) {
            return files
                    .map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith("Exception.class"))
                    .map(name -> named("dev.attacca.error." + name.substring(0, name.length() - ".class".length())))
                    .filter(type -> !Modifier.isAbstract(type.getModifiers()))
                    // A registry's problems are told at start-up; the one of another process stays data.
                    .filter(type -> type != RegistryException.class && type != RemoteFailureException.class)
                    .flatMap(FaultsTest::instances)
                    .toList()
                    .stream();
        }
    }

    @ParameterizedTest
    @MethodSource("everyError")
    void everyErrorCrossesTheWireAsItself(AttaccaException error) throws Exception {
        AttaccaException there = Faults.toException(overTheWire(Faults.toWire(error)));

        assertThat(there).isExactlyInstanceOf(error.getClass()).hasMessage(error.getMessage());
        assertThat(there.code()).isEqualTo(error.code());
        assertThat(there.retryable()).isEqualTo(error.retryable());
        assertThat(there.outcome()).isEqualTo(error.outcome());
        assertThat(there.details()).isEqualTo(error.details());
    }

    @Test
    void aCodeOfANewerReleaseKeepsEverything() throws Exception {
        WireFault newer = new WireFault("QUOTA_BORROWED", "quota: borrowed (expected: own); give it back", true, 0)
                .setDetails(Map.of("lender", "p-1"))
                .setType("compute.QuotaBorrowed")
                .setCauses(List.of(new FaultCause("A", "a"), new FaultCause("B", "b")));

        AttaccaException here = Faults.toException(overTheWire(newer));

        assertThat(here).isInstanceOfSatisfying(RemoteFailureException.class, remote -> {
            assertThat(remote.code()).isEqualTo("QUOTA_BORROWED");
            assertThat(remote.type()).isEqualTo("compute.QuotaBorrowed");
            assertThat(remote.retryable()).isTrue();
            assertThat(remote.outcome()).isEqualTo(Outcome.REFUSED);
            assertThat(remote.details()).containsExactly(Map.entry("lender", "p-1"));
        });
        assertThat(here).hasMessage("quota: borrowed (expected: own); give it back");
        assertThat(here).cause().hasMessage("a").cause().hasMessage("b").hasNoCause();
        assertThat(Faults.toWire(here).getType()).isEqualTo("compute.QuotaBorrowed");
    }

    @Test
    void anOutcomeThatThisReleaseDoesNotKnowIsUnknown() throws Exception {
        WireFault fault = new WireFault("CONFLICT", "x", false, 2);

        assertThat(Faults.toException(overTheWire(fault)).outcome()).isEqualTo(Outcome.UNKNOWN);
    }

    @Test
    void whatNobodyForesawCrossesAsAnIncidentNumberOnly() {
        Throwable failure = new CompletionException(new IllegalStateException(
                "password=geheim", new SQLException("SELECT secret FROM vault WHERE id = 7")));

        WireFault fault = Faults.toWire(failure);

        assertThat(fault.toString()).doesNotContain("geheim", "SELECT", "vault", "IllegalState");
        assertThat(fault.getCode()).isEqualTo("INTERNAL");
        assertThat(fault.getMessage())
                .matches(
                        "the call failed in a way that nobody foresaw; the peer's log tells more under incident \\w{8}");
        assertThat(fault.getDetails()).containsOnlyKeys("incident");
        assertThat(fault.getOutcome()).isEqualTo(Outcome.UNKNOWN.wireCode());
        assertThat(Faults.toWire(failure, Outcome.REFUSED).getOutcome()).isZero();
    }

    /** What a server could tell by accident, each with a canary in it. */
    static Stream<Throwable> leaks() {
        SQLException sql = new SQLException("CANARY: relation \"vault\" does not exist", "42P01");
        ConflictException suppressing = new ConflictException("ours", Map.of(), null);
        suppressing.addSuppressed(sql);
        return Stream.of(
                new NullPointerException("CANARY"),
                new NoClassDefFoundError("dev/attacca/CANARY"),
                new ExceptionInInitializerError(sql),
                new java.lang.reflect.UndeclaredThrowableException(sql),
                new StackOverflowError("CANARY"),
                new StoreFailureException("ours", Map.of("sqlState", "42P01"), sql),
                new ConflictException("ours", Map.of(), new IllegalStateException("CANARY", suppressing)),
                suppressing);
    }

    @ParameterizedTest
    @MethodSource("leaks")
    void noWordOfTheServersOwnCrosses(Throwable failure) throws Exception {
        WireFault fault = Faults.toWire(failure);
        AttaccaException there = Faults.toException(overTheWire(fault));

        assertThat(fault.toString()).doesNotContain("CANARY", "vault", "java.", "\tat ");
        assertThat(there).hasNoCause();
        assertThat(there.getSuppressed()).isEmpty();
    }

    @Test
    void aForeignCauseStaysAtHomeAndOneOfOursCrosses() {
        ConflictException own = new ConflictException("inner", Map.of(), new SQLException("UPDATE vault"));
        DatabaseUnavailableException outer = new DatabaseUnavailableException("outer", Outcome.UNKNOWN, Map.of(), own);

        WireFault fault = Faults.toWire(outer);

        assertThat(fault.getCauses()).containsExactly(new FaultCause("CONFLICT", "inner"));
    }

    @Test
    void aFaultWithNothingInItIsStillAnError() {
        AttaccaException here = Faults.toException(new WireFault());

        assertThat(here.code()).isEqualTo("INTERNAL");
        assertThat(here.outcome()).isEqualTo(Outcome.UNKNOWN);
        assertThat(here).hasMessage("");
    }

    @Test
    void anEndlessMessageIsCut() {
        WireFault fault = Faults.toWire(new ConflictException("x".repeat(100_000), Map.of(), null));

        assertThat(fault.getMessage()).hasSize(4097).endsWith("…");
    }

    private static WireFault overTheWire(WireFault fault) throws Exception {
        WireFault read = new WireFault();
        new TDeserializer(new TCompactProtocol.Factory())
                .deserialize(read, new TSerializer(new TCompactProtocol.Factory()).serialize(fault));
        return read;
    }

    private static Class<?> named(String name) {
        try {
            return Class.forName(name);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    /** One instance for each code that the class declares, made by its most general constructor. */
    private static Stream<AttaccaException> instances(Class<?> type) {
        Constructor<?> constructor = Stream.of(type.getConstructors())
                .max((a, b) -> a.getParameterCount() - b.getParameterCount())
                .orElseThrow();
        boolean takesCode =
                List.of(constructor.getParameterTypes()).subList(0, 2).equals(List.of(String.class, String.class));
        Set<String> codes = takesCode ? codesOf(type) : Set.of("");
        return codes.stream().map(code -> {
            @Nullable
            Object[] arguments = Stream.of(constructor.getParameterTypes())
                    .map(parameter -> argument(parameter))
                    .toArray();
            if (takesCode) {
                arguments[0] = code;
            }
            try {
                return (AttaccaException) constructor.newInstance(arguments);
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(type + ": " + e, e);
            }
        });
    }

    private static Set<String> codesOf(Class<?> type) {
        Map<Class<?>, Set<String>> codes = Map.of(
                OverloadedException.class, Set.of("OVERLOADED", "TOO_MANY_IN_FLIGHT"),
                ProtocolException.class,
                        Set.of(
                                "BAD_FRAME",
                                "FRAME_TOO_LARGE",
                                "BAD_PROTOCOL",
                                "BAD_METHOD",
                                "BAD_DEADLINE",
                                "BAD_NUMBER",
                                "HELLO_REQUIRED",
                                "UNSUPPORTED"),
                TlsRefusedException.class, Set.of("TLS_MISMATCH", "CONDUCTOR_UNTRUSTED", "REFUSED_BY_CONDUCTOR"),
                VersionMismatchException.class, Set.of("VERSION_MISMATCH", "VERSION_TOO_NEW", "VERSION_TOO_OLD"),
                DecodeException.class,
                        Set.of(
                                "BAD_PAYLOAD",
                                "BAD_SIZE",
                                "TOO_DEEP",
                                "WRONG_TYPE",
                                "BAD_ENUM",
                                "NOT_NULL",
                                "RANGE",
                                "TRAILING_BYTES"));
        Set<String> known = codes.get(type);
        if (known == null) {
            throw new IllegalStateException(type + ": takes a code (expected: its codes listed here)");
        }
        return known;
    }

    private static @Nullable Object argument(Class<?> parameter) {
        if (parameter == String.class) {
            return "vmState: DELETED (expected: ACTIVE); read it again";
        }
        if (parameter == Outcome.class) {
            return Outcome.UNKNOWN;
        }
        return parameter == Map.class ? DETAILS : null;
    }
}
