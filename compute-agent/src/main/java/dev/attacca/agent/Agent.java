package dev.attacca.agent;

import dev.attacca.Attacca;
import dev.attacca.RemoteOptions;
import dev.attacca.agent.driver.InstanceDriver;
import dev.attacca.agent.driver.ProcessDriver;
import dev.attacca.agent.event.AgentAction;
import dev.attacca.agent.event.EventLog;
import dev.attacca.agent.state.DeleteJournal;
import dev.attacca.agent.state.StateLock;
import dev.attacca.compute.Instance;
import dev.attacca.registry.ObjectRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An agent at work: one thread looks after the instances of the host, one reports that the agent lives. Neither needs a conductor to
 * start with, and both go on by themselves when one comes back.
 *
 * <p>Thread safety: safe for use by several threads.
 */
public final class Agent implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Agent.class);
    private static final Duration FINISH_STEP = Duration.ofMillis(500);
    private static final Duration GIVE_UP_CALLS = Duration.ofMillis(700);

    private final AgentConfig config;
    private final StateLock stateLock;
    private final EventLog events;
    private final InstanceDriver driver;
    private final Attacca attacca;
    private final Thread reconcilerThread;
    private final Thread heartbeatThread;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final CountDownLatch stopped = new CountDownLatch(1);

    private Agent(AgentConfig config, ObjectRegistry registry, StateLock stateLock, EventLog events, Attacca attacca) {
        this.config = config;
        this.stateLock = stateLock;
        this.events = events;
        this.attacca = attacca;
        this.driver = new ProcessDriver(config.stateDirectory(), config.instanceCommand(), config.stopTimeout());
        HostReconciler reconciler = reconciler(config, driver, events, () -> stopping.getCount() == 0);
        this.reconcilerThread = new Thread(
                new Repetition(
                        attacca,
                        config.pollInterval(),
                        stopping,
                        new ConductorWatch("the instances of " + config.host(), config.conductors(), events),
                        reconciler::pass),
                "agent-reconciler");
        ServiceReport report = new ServiceReport(config.host(), version(registry), events);
        this.heartbeatThread = new Thread(
                new Repetition(
                        attacca,
                        config.heartbeatInterval(),
                        stopping,
                        // One outage is one event: the reconciler's watch writes it.
                        new ConductorWatch(
                                "the heartbeat of " + config.host(),
                                config.conductors(),
                                EventLog.open(null, config.host(), version(registry))),
                        report::report),
                "agent-heartbeat");
    }

    private static HostReconciler reconciler(
            AgentConfig config, InstanceDriver driver, EventLog events, BooleanSupplier stopping) {
        DeleteJournal journal = new DeleteJournal(config.stateDirectory());
        QuotasRelease quotas = new QuotasRelease(journal, config.callTimeout(), events);
        return new HostReconciler(
                config.host(),
                driver,
                new InstanceLaunch(driver, events),
                new InstanceRemoval(driver, journal, quotas, config.takeoverAfter(), events),
                new PowerReport(driver, events),
                events,
                stopping);
    }

    /** The release of an agent is the version of the instances it knows. */
    static String version(ObjectRegistry registry) {
        return registry.type(Instance.class).version().toString();
    }

    /**
     * Starts an agent; returns at once, whether there is a conductor or not.
     *
     * @throws dev.attacca.error.ConfigurationException if another agent has the state directory, or the events cannot be written
     * @throws dev.attacca.error.RegistryException if the classes on the class path do not fit together
     */
    public static Agent start(AgentConfig config) {
        ObjectRegistry registry = ObjectRegistry.load();
        StateLock stateLock = StateLock.take(config.stateDirectory());
        EventLog events = EventLog.open(config.events(), config.host(), version(registry));
        Attacca attacca = Attacca.remote(
                registry,
                RemoteOptions.to(config.conductors().toArray(String[]::new))
                        .peer("agent " + config.host())
                        .callTimeout(config.callTimeout())
                        .tls(config.tls()));
        Agent agent = new Agent(config, registry, stateLock, events, attacca);
        log.info(
                "agent {} of host {} starts: conductors {}, state in {}",
                version(registry),
                config.host(),
                config.conductors(),
                config.stateDirectory());
        events.line(AgentAction.STARTED)
                .facts(Map.of("pid", Long.toString(ProcessHandle.current().pid())))
                .write();
        agent.reconcilerThread.start();
        agent.heartbeatThread.start();
        return agent;
    }

    /** Waits until the agent has been closed. */
    public void await() throws InterruptedException {
        stopped.await();
    }

    /**
     * Ends the agent within two seconds. The instance at hand is finished if that is quick; a call that still waits then is given up.
     * Instances go on unless configured otherwise.
     */
    @Override
    public void close() {
        if (stopping.getCount() == 0) {
            return;
        }
        stopping.countDown();
        join(FINISH_STEP, reconcilerThread, heartbeatThread);
        reconcilerThread.interrupt();
        heartbeatThread.interrupt();
        // It waits longer for answers than somebody who stops a process does.
        Thread closing = new Thread(attacca::close, "agent-closing");
        closing.setDaemon(true);
        closing.start();
        join(GIVE_UP_CALLS, closing, reconcilerThread, heartbeatThread);
        if (config.destroyOnExit()) {
            for (UUID uuid : driver.list()) {
                driver.destroy(uuid);
                events.line(AgentAction.PROCESS_DESTROYED).instance(uuid).write();
            }
        }
        events.line(AgentAction.STOPPED).write();
        events.close();
        stateLock.close();
        log.info("agent of host {} stopped", config.host());
        stopped.countDown();
    }

    private static void join(Duration atMost, Thread... threads) {
        long end = System.nanoTime() + atMost.toNanos();
        try {
            for (Thread thread : threads) {
                thread.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime())));
            }
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }
}
