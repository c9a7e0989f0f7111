package dev.attacca.conductor;

import dev.attacca.conductor.calllog.CallLog;
import dev.attacca.conductor.database.ConnectionPool;
import dev.attacca.conductor.database.DatabaseCheck;
import dev.attacca.conductor.database.DatabaseLogin;
import dev.attacca.conductor.database.JdbcAddress;
import dev.attacca.conductor.dispatch.ActionDispatcher;
import dev.attacca.conductor.dispatch.CallObserver;
import dev.attacca.conductor.dispatch.StatementTrace;
import dev.attacca.conductor.health.CallCounts;
import dev.attacca.conductor.health.Counters;
import dev.attacca.conductor.health.DomainHealth;
import dev.attacca.conductor.health.Health;
import dev.attacca.conductor.health.HealthPage;
import dev.attacca.postgres.EmbeddedPostgres;
import dev.attacca.registry.ObjectRegistry;
import dev.attacca.store.Migrator;
import dev.attacca.store.StoreUnitOfWorkFactory;
import dev.attacca.store.StoredDomains;
import dev.attacca.transport.ServerOptions;
import dev.attacca.transport.SessionFactory;
import dev.attacca.transport.TransportServer;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running conductor: the domains of the class path behind a port, over a database that is examined and migrated.
 *
 * <pre>{@code
 * try (Conductor conductor = Conductor.start(ConductorConfig.read(Map.of("listen", "127.0.0.1:0"), Map.of()))) {
 *     Attacca remote = Attacca.remote(ObjectRegistry.load(), RemoteOptions.to("127.0.0.1:" + conductor.port()));
 * }
 * }</pre>
 *
 * <p>When the database goes away later, a conductor stays: calls are refused with
 * {@link dev.attacca.error.DatabaseUnavailableException} until it is back, which needs nobody's help.
 *
 * <p>Thread safety: all methods may be called from any thread.
 */
public final class Conductor implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Conductor.class);

    /** What operators see in {@code pg_stat_activity}; between calls as the connections were opened. */
    private static final String APPLICATION = "attacca-conductor";

    /** How long the embedded server may take to stop in order; a client that holds a connection does not delay it. */
    private static final Duration EMBEDDED_STOP = Duration.ofSeconds(10);

    private final OpenParts parts;
    private final ObjectRegistry registry;
    private final DatabaseLogin database;
    private final boolean embedded;
    private final Map<String, DomainHealth> domains;
    private final ConnectionPool pool;
    private final TransportServer transport;
    private final CallCounts counts;
    private final @Nullable CallLog callLog;
    private final @Nullable HealthPage page;
    private final @Nullable ReadyFile readyFile;
    private final long readyNanos;
    private volatile boolean stopping;

    /** What {@link #start} has opened so far. Confined to its thread. */
    private static final class Starting {
        final OpenParts parts = new OpenParts();
        final CallCounts counts = new CallCounts();
        final StatementTrace trace = new StatementTrace();
        final ConductorConfig config;
        final Consumer<StartStage> stage;

        Starting(ConductorConfig config, Consumer<StartStage> stage) {
            this.config = config;
            this.stage = stage;
        }
    }

    private Conductor(Starting starting) {
        ConductorConfig config = starting.config;
        this.parts = starting.parts;
        this.counts = starting.counts;
        starting.stage.accept(StartStage.CONFIGURATION);
        String callLogTarget = config.callLog();
        this.callLog = callLogTarget == null ? null : parts.add(CallLog.open(callLogTarget));
        this.readyFile = config.readyFile() == null ? null : ReadyFile.prepare(config.readyFile());

        starting.stage.accept(StartStage.REGISTRY);
        this.registry = ObjectRegistry.load();
        LOG.info("{}", registry.schemaSet());

        DatabaseLogin external = config.database();
        this.embedded = external == null;
        if (external == null) {
            starting.stage.accept(StartStage.DATA_DIRECTORY);
            this.database = embedded(config, parts);
        } else {
            this.database = external;
        }
        starting.stage.accept(StartStage.DATABASE);
        DataSource unlimited = DatabaseCheck.examine(database);
        Migrator.migrate(unlimited, StoredDomains.load());
        this.domains = ServedDomains.read(registry, unlimited);
        this.pool = parts.add(ConnectionPool.open(database, config.poolSize()));

        starting.stage.accept(StartStage.LISTENING);
        Integer healthPort = config.healthPort();
        this.page = healthPort == null ? null : parts.add(HealthPage.open(healthPort));
        this.transport = parts.add(TransportServer.start(options(config), sessions(starting)));
        this.readyNanos = System.nanoTime();
    }

    private void announce() {
        if (page != null) {
            page.show(this::health, this::counters);
        }
        if (readyFile != null) {
            parts.add(readyFile).write(readyContent());
        }
    }

    /**
     * Starts a conductor; when this returns, callers are served.
     *
     * @throws dev.attacca.error.ConfigurationException if an address cannot be listened on, a file cannot be written, or the data
     *     directory or its server cannot be used
     * @throws dev.attacca.error.RegistryException with all problems of the domains on the class path
     * @throws dev.attacca.error.DatabaseUnavailableException if the database cannot be reached
     * @throws dev.attacca.conductor.database.DatabaseRefusedException if it can, but not be used as it stands
     * @throws dev.attacca.store.MigrationException if its migrations do not fit this release
     */
    public static Conductor start(ConductorConfig config) {
        return start(config, stage -> LOG.debug("{}", stage));
    }

    /** As {@link #start(ConductorConfig)}, telling how far it has come. */
    static Conductor start(ConductorConfig config, Consumer<StartStage> stage) {
        Starting starting = new Starting(config, stage);
        try {
            Conductor conductor = new Conductor(starting);
            stage.accept(StartStage.CONFIGURATION);
            conductor.announce();
            return conductor;
        } catch (RuntimeException | Error failure) {
            starting.parts.close();
            throw failure;
        }
    }

    private static DatabaseLogin embedded(ConductorConfig config, OpenParts parts) {
        EmbeddedPostgres server = parts.add(EmbeddedPostgres.start(
                EmbeddedPostgres.Options.of(config.dataDirectory()).withStopTimeout(EMBEDDED_STOP)));
        JdbcAddress address = Objects.requireNonNull(JdbcAddress.parse(server.jdbcUrl()));
        return new DatabaseLogin(address, server.user(), server.password(), server.passwordFile());
    }

    private static ServerOptions options(ConductorConfig config) {
        InetSocketAddress listen = config.listen();
        return ServerOptions.builder(new InetSocketAddress(listen.getHostString(), listen.getPort()))
                .workers(config.workers())
                .backlog(config.backlog())
                .closeGrace(config.drainGrace())
                .tls(config.tls())
                .build();
    }

    private SessionFactory sessions(Starting starting) {
        CallLog log = callLog;
        CallObserver observer = log == null
                ? counts
                : call -> {
                    counts.called(call);
                    log.called(call);
                };
        return counts.counting(new ActionDispatcher(
                registry,
                StoreUnitOfWorkFactory.over(pool)
                        .listener(starting.trace)
                        .applicationName(APPLICATION)
                        .build(),
                starting.trace,
                observer,
                starting.config.name()));
    }

    private Map<String, @Nullable Object> readyContent() {
        Map<String, @Nullable Object> content = new LinkedHashMap<>();
        content.put("pid", ProcessHandle.current().pid());
        content.put("host", address().getAddress().getHostAddress());
        content.put("port", port());
        content.put("healthPort", page == null ? null : page.port());
        content.put("database", embedded ? "embedded" : "external");
        content.put("jdbcUrl", database.address().shown());
        content.put("jdbcUser", database.shownUser());
        content.put(
                "passwordFile",
                database.passwordFile() == null
                        ? null
                        : database.passwordFile().toAbsolutePath().toString());
        return content;
    }

    /** Where callers find it. */
    public InetSocketAddress address() {
        return transport.localAddress();
    }

    /** The port where callers find it: with a configured port of 0, the one that was free. */
    public int port() {
        return address().getPort();
    }

    /** Where its health page is, or null when there is none. */
    public @Nullable String healthUrl() {
        return page == null ? null : page.url();
    }

    /** Where its database is, without user, password and parameters. */
    public String databaseUrl() {
        return database.address().shown();
    }

    /** How it is now. Asks the database, so it may take two seconds when that is away. */
    public Health health() {
        Health.Status status;
        if (stopping) {
            status = Health.Status.STOPPING;
        } else {
            status = pool.answers() ? Health.Status.UP : Health.Status.DATABASE_DOWN;
        }
        return new Health(
                status,
                version(),
                ProcessHandle.current().pid(),
                Duration.ofNanos(System.nanoTime() - readyNanos),
                HexFormat.of().formatHex(registry.schemaSet().hash()),
                domains,
                embedded,
                database.address().shown(),
                pool.use(),
                transport.counters(),
                counts.inFlight(),
                counts.outcomes(),
                callLog == null ? null : new Health.CallLogHealth(callLog.written(), callLog.dropped()));
    }

    /** What it has counted. Never waits. */
    public Counters counters() {
        return new Counters(transport.counters(), counts.outcomes());
    }

    /** The release that this class is of; {@code development} outside a jar. */
    public static String version() {
        return Objects.requireNonNullElse(Conductor.class.getPackage().getImplementationVersion(), "development");
    }

    /**
     * Ends in order: no new connections, running calls may finish for the configured grace, then the pool and, if it is the
     * conductor's own, the database are closed. A second call does nothing but wait for the first.
     */
    @Override
    public void close() {
        stopping = true;
        parts.close();
    }
}
