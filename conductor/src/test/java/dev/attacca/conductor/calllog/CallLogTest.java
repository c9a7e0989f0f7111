package dev.attacca.conductor.calllog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.attacca.conductor.dispatch.CallRecord;
import dev.attacca.error.ConfigurationException;
import dev.attacca.object.RequestContext;
import dev.attacca.store.Statement;
import dev.attacca.store.StatementListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CallLogTest {
    private static final Clock NOON = Clock.fixed(Instant.parse("2026-11-20T12:00:00.123456789Z"), ZoneOffset.UTC);
    private static final Statement UPDATE = new Statement(
            "UPDATE instances SET vm_state = ? WHERE uuid = ?", List.of("instances"), "compute", Statement.Kind.UPDATE);

    private static final String LAST = "after the disk came back";

    @TempDir
    private Path folder;

    private record Told(
            String requestId,
            String callId,
            String peer,
            @Nullable String identity,
            String method,
            String version,
            List<String> changed,
            List<String> updated,
            String backport,
            List<String> lost,
            String outcome,
            @Nullable String message,
            int requestBytes,
            int replyBytes,
            long nanos,
            List<StatementListener.Run> statements)
            implements CallRecord {}

    private static CallRecord call(String peer, String outcome, @Nullable String message) {
        StatementListener.Run run = new StatementListener.Run(RequestContext.create(), UPDATE, 1, 612_345);
        return new Told(
                "req-1",
                "5f1d9c3ab2e40718-2a",
                peer,
                "spiffe://example.org/agent/host-1",
                "Instance.save",
                "1.0",
                List.of("vmState"),
                List.of("rowVersion", "updatedAt"),
                "Instance 1.2 -> 1.0",
                List.of("Instance.flavor: not in 1.0"),
                outcome,
                message,
                71,
                33,
                1_843_999,
                List.of(run));
    }

    @Test
    void a_call_is_one_line_with_every_key() throws IOException {
        Path file = folder.resolve("calls.jsonl");

        try (CallLog log = CallLog.open(file.toString(), NOON, 10)) {
            log.called(call("agent host-1", "ok", null));
        }

        assertThat(file).hasContent("""
                {"time":"2026-11-20T12:00:00.123456Z","request":"req-1","call":"5f1d9c3ab2e40718-2a",\
                "peer":"agent host-1","identity":"spiffe://example.org/agent/host-1","method":"Instance.save",\
                "version":"1.0","outcome":"ok","message":null,"changed":["vmState"],"updated":["rowVersion","updatedAt"],\
                "backport":"Instance 1.2 -> 1.0","lost":["Instance.flavor: not in 1.0"],"requestBytes":71,"replyBytes":33,\
                "micros":1843,"sql":[{"text":"UPDATE instances SET vm_state = ? WHERE uuid = ?","tables":["instances"],\
                "rows":1,"micros":612}]}
                """);
    }

    @Test
    void a_peer_cannot_forge_a_line_nor_make_it_endless() throws IOException {
        Path file = folder.resolve("calls.jsonl");

        try (CallLog log = CallLog.open(file.toString())) {
            log.called(call("x\n{\"outcome\":\"ok\"}" + "y".repeat(10_000), "CONFLICT", "line one\nline two"));
        }

        assertThat(Files.readAllLines(file))
                .singleElement()
                .satisfies(line -> assertThat(line)
                        .contains("\"peer\":\"x\\u000a{\\\"outcome", "…\",\"identity\"", "line one\\u000aline two")
                        .hasSizeLessThan(1_500));
    }

    @Test
    void an_existing_file_is_appended_to() throws IOException {
        Path file = Files.writeString(folder.resolve("calls.jsonl"), "before\n");

        try (CallLog log = CallLog.open(file.toString())) {
            log.called(call("agent", "ok", null));
        }

        assertThat(Files.readAllLines(file)).hasSize(2).startsWith("before");
    }

    @Test
    void a_file_that_cannot_be_opened_is_refused() {
        Path file = folder.resolve("missing").resolve("calls.jsonl");

        assertThatThrownBy(() -> CallLog.open(file.toString()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("call-log: " + file + " cannot be written: java.nio.file.NoSuchFileException: " + file
                        + " (expected: a file that may be created or appended to); name another file, or -");
    }

    @Test
    void a_disk_that_hangs_holds_up_no_call_and_what_was_dropped_is_told_when_it_goes_on() throws Exception {
        Path pipe = folder.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        int calls = 2_000;
        // Open for both, so that neither side waits for the other; nobody reads until all calls are made.
        try (FileChannel reader = FileChannel.open(pipe, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            CallLog log = CallLog.open(pipe.toString(), NOON, 100);

            long begun = System.nanoTime();
            for (int i = 0; i < calls; i++) {
                log.called(call("agent", "ok", null));
            }
            Duration took = Duration.ofNanos(System.nanoTime() - begun);

            assertThat(took).isLessThan(Duration.ofSeconds(2));
            assertThat(log.dropped()).isPositive();
            CompletableFuture<String> read = CompletableFuture.supplyAsync(() -> readUntil(reader, LAST));
            await().until(() -> log.written() + log.dropped() == calls);
            log.called(call(LAST, "ok", null));
            List<String> lines = read.get(10, TimeUnit.SECONDS).lines().toList();
            log.close();

            assertThat(lines).filteredOn(line -> line.contains("\"method\"")).hasSize((int) log.written());
            assertThat(droppedIn(lines)).isEqualTo(log.dropped());
            assertThat(lines.get(lines.size() - 1)).contains(LAST);
        }
    }

    private static String readUntil(FileChannel pipe, String word) {
        StringBuilder read = new StringBuilder();
        ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
        try {
            while (read.indexOf(word) < 0 || read.charAt(read.length() - 1) != '\n') {
                pipe.read(buffer.clear());
                read.append(StandardCharsets.UTF_8.decode(buffer.flip()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return read.toString();
    }

    private static long droppedIn(List<String> lines) {
        Pattern dropped = Pattern.compile("\\{\"time\":\"2026-11-20T12:00:00.123456Z\",\"dropped\":(\\d+)}");
        List<Long> told = new ArrayList<>();
        for (String line : lines) {
            Matcher matcher = dropped.matcher(line);
            if (matcher.matches()) {
                told.add(Long.valueOf(matcher.group(1)));
            }
        }
        return told.stream().mapToLong(Long::longValue).sum();
    }

    @Test
    void a_disk_that_hangs_does_not_hold_up_the_end_either() throws Exception {
        Path pipe = folder.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        try (FileChannel neverRead = FileChannel.open(pipe, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            CallLog log = CallLog.open(pipe.toString());
            for (int i = 0; i < 2_000; i++) {
                log.called(call("agent", "ok", null));
            }

            long begun = System.nanoTime();
            log.close();

            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(6));
            assertThat(log.written() + log.dropped()).isEqualTo(2_000);
            assertThat(Thread.getAllStackTraces().keySet())
                    .extracting(Thread::getName)
                    .doesNotContain("conductor-call-log");
            assertThat(neverRead.isOpen()).isTrue();
        }
    }

    @Test
    void a_full_disk_costs_lines_and_not_calls() {
        try (CallLog log = CallLog.open("/dev/full")) {
            log.called(call("agent", "ok", null));

            await().until(() -> log.dropped() == 1);
            assertThat(log.written()).isZero();
        }
    }
}
