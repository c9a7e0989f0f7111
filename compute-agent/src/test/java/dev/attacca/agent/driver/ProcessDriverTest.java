package dev.attacca.agent.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.attacca.agent.driver.OsProcess.State;
import dev.attacca.compute.PowerState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every process here is a real one. */
class ProcessDriverTest {
    private static final List<String> SLEEP = List.of("setsid", "sleep", "2147483647");

    @TempDir
    private Path state;

    private final UUID uuid = UUID.randomUUID();
    private final InstanceSpec spec = new InstanceSpec(uuid, "web 1", 2, 2048);

    @AfterEach
    void nothingStaysBehind() {
        ProcessDriver cleaner = driver(SLEEP);
        cleaner.list().forEach(cleaner::destroy);
        assertThat(OsProcess.carrying(folder(uuid).marks())).isEmpty();
    }

    @Test
    void anInstanceIsARealProcessWithItsUuidInItsEnvironment() {
        ProcessDriver driver = driver(SLEEP);
        assertThat(driver.powerState(uuid)).isEqualTo(PowerState.NOSTATE);

        driver.spawn(spec);

        assertThat(driver.powerState(uuid)).isEqualTo(PowerState.RUNNING);
        assertThat(driver.list()).containsExactly(uuid);
        await().untilAsserted(() ->
                assertThat(OsProcess.carrying(folder(uuid).marks())).containsExactly(process()));
    }

    @Test
    void theInstanceSeesItsSpecificationAndNothingOfTheAgent() throws IOException {
        ProcessDriver driver = driver(List.of("sh", "-c", "env; exec sleep 2147483647"));

        driver.spawn(spec);

        Path console = folder(uuid).console();
        await().untilAsserted(() -> assertThat(Files.readString(console)).contains("ATTACCA_INSTANCE_VCPUS=2"));
        assertThat(Files.readAllLines(console))
                .contains(
                        "ATTACCA_INSTANCE_UUID=" + uuid,
                        "ATTACCA_INSTANCE_NAME=web 1",
                        "ATTACCA_INSTANCE_MEMORY_MB=2048")
                .noneMatch(line -> line.startsWith("HOME="));
    }

    @Test
    void spawningTwiceLeavesOneProcess() {
        ProcessDriver driver = driver(SLEEP);
        driver.spawn(spec);
        OsProcess first = process();

        driver.spawn(spec);
        driver(SLEEP).spawn(spec);

        assertThat(process()).isEqualTo(first);
        await().untilAsserted(() ->
                assertThat(OsProcess.carrying(folder(uuid).marks())).containsExactly(first));
    }

    @Test
    void aDestroyedInstanceIsGoneAndLeavesNoZombie() {
        ProcessDriver driver = driver(SLEEP);
        driver.spawn(spec);
        OsProcess process = process();

        driver.destroy(uuid);

        assertThat(process.state()).isEqualTo(State.GONE);
        assertThat(driver.powerState(uuid)).isEqualTo(PowerState.NOSTATE);
        assertThat(driver.list()).isEmpty();
        await().untilAsserted(() -> assertThat(OsProcess.at(process.pid())).isNotEqualTo(process));
        driver.destroy(uuid);
    }

    @Test
    void aProcessThatIgnoresTheRequestToEndIsKilledWithItsChildren() {
        ProcessDriver driver = new ProcessDriver(
                state, List.of("sh", "-c", "trap '' TERM; sleep 2147483647 & wait; wait"), Duration.ofMillis(50));
        driver.spawn(spec);
        await().until(() -> process().tree().size() == 2);
        List<OsProcess> tree = process().tree();

        driver.destroy(uuid);

        assertThat(tree).allMatch(process -> process.state() == State.GONE);
    }

    @Test
    void aLaterDriverFindsARunningInstanceAndStopsIt() {
        driver(SLEEP).spawn(spec);
        OsProcess process = process();

        ProcessDriver later = driver(SLEEP);

        assertThat(later.list()).containsExactly(uuid);
        assertThat(later.powerState(uuid)).isEqualTo(PowerState.RUNNING);
        later.destroy(uuid);
        assertThat(process.state()).isEqualTo(State.GONE);
    }

    @Test
    void aLaterDriverFindsAProcessWhoseNumberWasNeverWrittenDown() throws IOException {
        driver(SLEEP).spawn(spec);
        OsProcess process = process();
        await().until(() -> process.carries(folder(uuid).marks()));
        Files.delete(folder(uuid).path().resolve("process"));

        ProcessDriver later = driver(SLEEP);
        later.spawn(spec);

        assertThat(process()).isEqualTo(process);
        assertThat(later.powerState(uuid)).isEqualTo(PowerState.RUNNING);
    }

    @Test
    void aFolderMadeForAProcessThatWasNeverStartedIsNoInstanceThatRuns() throws IOException {
        folder(uuid).create();

        assertThat(driver(SLEEP).powerState(uuid)).isEqualTo(PowerState.NOSTATE);
    }

    @Test
    void aStrangerThatGotTheNumberIsNeverTouched() throws IOException {
        Process stranger = new ProcessBuilder(SLEEP).start();
        try {
            OsProcess foreign = OsProcess.at(stranger.pid());
            assertThat(foreign).isNotNull();
            folder(uuid).create();
            // Even the start time agrees, as it can after the machine was started anew.
            folder(uuid).record(new OsProcess(foreign.pid(), foreign.startTicks()));
            ProcessDriver driver = driver(SLEEP);

            assertThat(driver.powerState(uuid)).isEqualTo(PowerState.CRASHED);
            driver.destroy(uuid);

            assertThat(stranger.isAlive()).isTrue();
            assertThat(driver.list()).isEmpty();
        } finally {
            stranger.destroyForcibly();
        }
    }

    @Test
    void aLaterProcessWithTheSameNumberIsNotTheInstance() {
        driver(SLEEP).spawn(spec);
        OsProcess process = process();
        OsProcess earlier = new OsProcess(process.pid(), process.startTicks() - 1);

        assertThat(earlier.state()).isEqualTo(State.GONE);
        earlier.terminate();
        earlier.kill();

        assertThat(process.state()).isEqualTo(State.RUNNING);
    }

    @Test
    void anInstanceThatDiesIsCrashedAndStaysSoForALaterDriver() {
        ProcessDriver driver = driver(SLEEP);
        driver.spawn(spec);

        process().kill();

        await().until(() -> driver.powerState(uuid) == PowerState.CRASHED);
        assertThat(driver(SLEEP).powerState(uuid)).isEqualTo(PowerState.CRASHED);
    }

    @Test
    void anInstanceThatEndsInOrderIsShutDown() throws IOException {
        Path stop = state.resolve("stop");
        ProcessDriver driver =
                driver(List.of("sh", "-c", "while [ ! -e '" + stop + "' ]; do sleep 0.02; done; exit 0"));
        driver.spawn(spec);
        assertThat(driver.powerState(uuid)).isEqualTo(PowerState.RUNNING);

        Files.createFile(stop);

        await().until(() -> driver.powerState(uuid) == PowerState.SHUTDOWN);
        assertThat(driver(SLEEP).powerState(uuid)).isEqualTo(PowerState.SHUTDOWN);
    }

    @Test
    void aStoppedProcessIsPaused() throws IOException, InterruptedException {
        ProcessDriver driver = driver(SLEEP);
        driver.spawn(spec);

        new ProcessBuilder("kill", "-STOP", Long.toString(process().pid()))
                .start()
                .waitFor();

        await().until(() -> driver.powerState(uuid) == PowerState.PAUSED);
    }

    @Test
    void aProgramThatDoesNotExistIsRefusedAndNothingIsLeft() {
        ProcessDriver driver = driver(List.of("/nowhere/hypervisor"));

        assertThatThrownBy(() -> driver.spawn(spec))
                .isInstanceOf(InstanceDriverException.class)
                .hasMessageStartingWith("instance " + uuid + ": '/nowhere/hypervisor' was not started: ")
                .hasMessageEndingWith("(expected: a program that can be run; change instance-command)");
        assertThat(driver.list()).isEmpty();
    }

    private ProcessDriver driver(List<String> command) {
        return new ProcessDriver(state, command, Duration.ofSeconds(5));
    }

    private InstanceFolder folder(UUID instance) {
        return new InstanceFolder(
                instance,
                state.toAbsolutePath().normalize().resolve("instances").resolve(instance.toString()));
    }

    private OsProcess process() {
        OsProcess process = folder(uuid).process();
        assertThat(process).isNotNull();
        return process;
    }
}
