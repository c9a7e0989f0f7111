package dev.attacca.agent.state;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How far this agent came with each delete. A delete is several calls, and an agent can be killed between any two. All of them can
 * be made again without harm but one: giving quotas back counts, and counting twice would give away what others use. So each step
 * is noted here before it is taken.
 *
 * <p>Thread safety: confined to the reconciler's thread; one agent per folder.
 */
public final class DeleteJournal {
    private static final String TERMINATED_AT = "terminated-at";
    private static final String QUOTAS = "quotas";
    private static final String QUOTAS_ROW_VERSION = "quotas-row-version";

    private final Path folder;

    /** Where the quotas of an instance stand. */
    public enum QuotasStep {
        /** Not given back yet. */
        PENDING,
        /** The call was sent, or was just about to be: {@link Entry#quotasRowVersion()} tells which, if nobody wrote since. */
        RELEASING,
        /** Given back, or deliberately not. */
        SETTLED
    }

    /**
     * One delete that is under way. Immutable.
     *
     * @param uuid the instance
     * @param terminatedAt what this agent writes, or wrote, into the row's {@code terminatedAt}: a row that shows exactly this
     *     moment was marked by this agent and by no other
     * @param quotas where its quotas stand
     * @param quotasRowVersion the row version of the quotas before they were given back; 0 unless {@code RELEASING}
     */
    public record Entry(UUID uuid, Instant terminatedAt, QuotasStep quotas, long quotasRowVersion) {}

    /** The journal in a folder, which it creates when it is first needed. */
    public DeleteJournal(Path folder) {
        this.folder = folder.resolve("deletes");
    }

    /** Notes that a delete begins. */
    public Entry begin(UUID uuid, Instant terminatedAt) {
        return write(new Entry(uuid, terminatedAt, QuotasStep.PENDING, 0));
    }

    /** Notes a step with the quotas. */
    public Entry quotas(Entry entry, QuotasStep step, long quotasRowVersion) {
        return write(new Entry(entry.uuid, entry.terminatedAt, step, quotasRowVersion));
    }

    private Entry write(Entry entry) {
        StateFile.write(
                folder,
                entry.uuid.toString(),
                Map.of(
                        TERMINATED_AT,
                        entry.terminatedAt.toString(),
                        QUOTAS,
                        entry.quotas.name(),
                        QUOTAS_ROW_VERSION,
                        Long.toString(entry.quotasRowVersion)));
        return entry;
    }

    /** What was noted about a delete, or null when nothing was. */
    public @Nullable Entry find(UUID uuid) {
        Map<String, String> content = StateFile.read(file(uuid));
        return content == null
                ? null
                : new Entry(
                        uuid,
                        Instant.parse(content.getOrDefault(TERMINATED_AT, "")),
                        QuotasStep.valueOf(content.getOrDefault(QUOTAS, "")),
                        Long.parseLong(content.getOrDefault(QUOTAS_ROW_VERSION, "")));
    }

    /** Forgets a delete: it is done, or somebody else's. */
    public void forget(UUID uuid) {
        try {
            Files.deleteIfExists(file(uuid));
        } catch (IOException refused) {
            throw new UncheckedIOException(refused);
        }
    }

    /** The instances with an entry; a copy. */
    public Set<UUID> list() {
        Set<UUID> known = new TreeSet<>();
        if (Files.isDirectory(folder)) {
            try (Stream<Path> files = Files.list(folder)) {
                files.map(file -> file.getFileName().toString())
                        .filter(name -> !name.endsWith(".new"))
                        .forEach(name -> known.add(UUID.fromString(name)));
            } catch (IOException unreadable) {
                throw new UncheckedIOException(unreadable);
            }
        }
        return known;
    }

    private Path file(UUID uuid) {
        return folder.resolve(uuid.toString());
    }
}
