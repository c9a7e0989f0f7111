package dev.attacca.agent.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attacca.agent.state.DeleteJournal.Entry;
import dev.attacca.agent.state.DeleteJournal.QuotasStep;
import dev.attacca.error.ConfigurationException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeleteJournalTest {
    private final UUID uuid = UUID.randomUUID();
    private final Instant terminatedAt = Instant.parse("2026-11-20T12:00:00.123456Z");

    @TempDir
    private Path folder;

    @Test
    void aLaterJournalKnowsHowFarTheOneBeforeCame() {
        DeleteJournal journal = new DeleteJournal(folder);
        assertThat(journal.find(uuid)).isNull();
        assertThat(journal.list()).isEmpty();

        Entry begun = journal.begin(uuid, terminatedAt);
        assertThat(new DeleteJournal(folder).find(uuid))
                .isEqualTo(begun)
                .isEqualTo(new Entry(uuid, terminatedAt, QuotasStep.PENDING, 0));

        journal.quotas(begun, QuotasStep.RELEASING, 7);
        assertThat(new DeleteJournal(folder).find(uuid))
                .isEqualTo(new Entry(uuid, terminatedAt, QuotasStep.RELEASING, 7));
        assertThat(journal.list()).containsExactly(uuid);

        journal.forget(uuid);
        journal.forget(uuid);
        assertThat(new DeleteJournal(folder).list()).isEmpty();
    }

    @Test
    void whatHasHappenedIsNotedByAnInterruptedThreadToo() {
        DeleteJournal journal = new DeleteJournal(folder);

        Thread.currentThread().interrupt();
        Entry begun = journal.begin(uuid, terminatedAt);

        assertThat(Thread.interrupted()).isTrue();
        assertThat(journal.find(uuid)).isEqualTo(begun);
    }

    @Test
    void aSecondAgentIsKeptOffTheFolderUntilTheFirstIsGone() {
        StateLock first = StateLock.take(folder);

        assertThatThrownBy(() -> StateLock.take(folder))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("state-directory: " + folder + " is in use by process "
                        + ProcessHandle.current().pid()
                        + " (expected: one agent per folder; stop that one or choose another state-directory)");

        first.close();
        StateLock.take(folder).close();
    }

    @Test
    void aFolderThatCannotBeMadeIsRefused() {
        Path impossible = Path.of("/proc/attacca");

        assertThatThrownBy(() -> StateLock.take(impossible))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("state-directory: /proc/attacca cannot be used: ")
                .hasMessageEndingWith("(expected: a folder that this user may create and write to)");
    }
}
