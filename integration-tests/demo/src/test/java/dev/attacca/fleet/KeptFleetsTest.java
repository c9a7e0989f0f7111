package dev.attacca.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class KeptFleetsTest {
    private final String name = "test" + UUID.randomUUID().toString().substring(0, 8);

    private static Process sleeper() throws IOException {
        return new ProcessBuilder("sleep", "600").start();
    }

    private static Path room(Fleet fleet, String name) throws IOException {
        return Files.createDirectories(fleet.folder().resolve(name));
    }

    @Test
    void leavesAFleetAloneWhoseOwnerLives() {
        try (Fleet fleet = Fleet.temporary(name)) {
            assertThat(KeptFleets.stop(name)).isEmpty();
            assertThat(fleet.folder()).isDirectory();
        }
    }

    @Test
    void endsWhatWasKept() throws IOException {
        Fleet fleet = Fleet.temporary(name);
        Process agent = sleeper();
        Files.createDirectories(room(fleet, "agent").resolve("state"));
        KeptFleets.record(room(fleet, "agent"), agent.toHandle());
        Process conductor = sleeper();
        KeptFleets.record(room(fleet, "conductor"), conductor.toHandle());
        fleet.keep();

        assertThat(KeptFleets.stop(name)).containsExactly(fleet.folder());

        assertThat(OsProcesses.lives(agent.toHandle())).isFalse();
        assertThat(OsProcesses.lives(conductor.toHandle())).isFalse();
        assertThat(fleet.folder()).doesNotExist();
    }

    @Test
    void endsWhatLostItsOwner() throws IOException {
        Fleet fleet = Fleet.temporary(name);
        Process dead = sleeper();
        Files.writeString(fleet.folder().resolve("owner"), dead.pid() + " " + start(dead));
        OsProcesses.kill(List.of(dead.toHandle()));

        assertThat(KeptFleets.stop(name)).containsExactly(fleet.folder());
        assertThat(fleet.folder()).doesNotExist();
        fleet.close();
    }

    private static long start(Process process) {
        return process.info().startInstant().orElseThrow().toEpochMilli();
    }

    @Test
    void doesNotEndAStrangerThatGotTheNumber() throws IOException {
        Fleet fleet = Fleet.temporary(name);
        Process stranger = sleeper();
        Files.writeString(
                room(fleet, "conductor").resolve("process"), stranger.pid() + " " + (start(stranger) - 60_000));
        fleet.keep();

        assertThat(KeptFleets.stop(name)).containsExactly(fleet.folder());
        assertThat(stranger.isAlive()).isTrue();
        stranger.destroyForcibly();
    }

    @Test
    void aFolderIsOpenForTheUserOfTheDatabaseServer() throws IOException {
        try (Fleet fleet = Fleet.temporary(name)) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(fleet.folder())))
                    .isEqualTo("rwx--x--x");
        }
    }

    @Test
    void aClosedFleetLeavesNothingAndStartsNothing() {
        Fleet fleet = Fleet.temporary(name);
        fleet.close();

        assertThat(fleet.folder()).doesNotExist();
        assertThatThrownBy(() -> fleet.launch(ConductorProcess.Options.named("conductor")))
                .hasMessage("conductor: the fleet has ended (expected: a fleet that is open)");
        fleet.close();
    }
}
