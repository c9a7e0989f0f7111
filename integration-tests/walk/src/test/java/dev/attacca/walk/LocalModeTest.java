package dev.attacca.walk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attacca.Attacca;
import dev.attacca.fleet.ConductorProcess;
import dev.attacca.fleet.JsonLine;
import dev.attacca.object.RequestContext;
import dev.attacca.registry.ObjectRegistry;
import dev.attacca.store.StoreUnitOfWorkFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.postgresql.ds.PGSimpleDataSource;

/** The same calls, once through the conductor and once in this JVM on the same database. */
@ExtendWith(SharedFleet.Resolver.class)
class LocalModeTest {
    private static List<String> seenRemotely = List.of();
    private static List<String> seenLocally = List.of();
    private static List<String> rowsOfRemote = List.of();
    private static List<String> rowsOfLocal = List.of();
    private static long calls;

    @BeforeAll
    static void playInBothModes(SharedFleet shared) {
        // The first run of the two must not be the one that makes the flavor.
        Sample.flavor(shared.served().context());
        Script remote = Script.play(shared.served().context(), "mode-a");
        calls = shared.conductor().health().object("calls").number("executed");
        try (Attacca attacca =
                Attacca.local(ObjectRegistry.load(), StoreUnitOfWorkFactory.of(dataSource(shared.conductor())))) {
            Script local = Script.play(attacca.context(RequestContext.create()), "mode-b");
            calls -= shared.conductor().health().object("calls").number("executed");
            seenRemotely = remote.seen();
            seenLocally = local.seen();
            rowsOfRemote = rows(shared.rows(), remote);
            rowsOfLocal = rows(shared.rows(), local);
        }
    }

    private static PGSimpleDataSource dataSource(ConductorProcess conductor) {
        JsonLine ready = conductor.ready();
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(ready.text("jdbcUrl"));
        source.setUser(ready.text("jdbcUser"));
        try {
            source.setPassword(
                    Files.readString(Path.of(ready.text("passwordFile"))).strip());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return source;
    }

    private static List<String> rows(Rows rows, Script script) {
        Stream<Map<String, @Nullable Object>> all = Stream.of(
                        List.of(rows.instance(script.uuid())),
                        rows.devices(script.uuid()),
                        List.of(rows.quotas(script.project())))
                .flatMap(List::stream);
        return all.map(row -> Script.withoutNature(row.toString())).toList();
    }

    @Test
    void theCallerSeesTheSameInBothModes() {
        assertThat(sameHost(seenLocally)).isEqualTo(sameHost(seenRemotely));
        assertThat(seenRemotely)
                .anySatisfy(line -> assertThat(line)
                        .startsWith("saved by somebody with an old view: CONFLICT REFUSED")
                        .contains("rowVersion=4 (expected: rowVersion=3)"))
                .anySatisfy(line -> assertThat(line)
                        .startsWith("expected another task: CONFLICT REFUSED")
                        .contains("taskState=DELETING (expected: taskState=null)"))
                .anySatisfy(line -> assertThat(line).startsWith("destroyed again: NOT_FOUND REFUSED"))
                .anySatisfy(line -> assertThat(line).startsWith("a flavor twice: ALREADY_EXISTS REFUSED"));
    }

    @Test
    void theRowsAreTheSameInBothModes() {
        assertThat(rowsOfRemote).hasSize(4);
        assertThat(sameHost(rowsOfLocal)).isEqualTo(sameHost(rowsOfRemote));
        assertThat(rowsOfRemote.get(0)).contains("deleted=TRANSACTION", "memory_mb=3000000000", "vm_state=DELETED");
    }

    @Test
    void localModeCallsNobody() {
        assertThat(calls).isZero();
    }

    /** Each run had a host and a project of its own. */
    private static List<String> sameHost(List<String> lines) {
        return lines.stream().map(line -> line.replaceAll("mode-[ab]", "mode")).toList();
    }
}
