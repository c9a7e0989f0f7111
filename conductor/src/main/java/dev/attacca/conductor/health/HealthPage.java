package dev.attacca.conductor.health;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.attacca.error.ConfigurationException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers {@code GET /health}, {@code /metrics} (the text format of Prometheus) and {@code /counters} (JSON) on the loopback
 * interface, and nowhere else: they say more than strangers should know.
 *
 * <p>Thread safety: all methods may be called from any thread.
 */
public final class HealthPage implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HealthPage.class);
    private static final String PATH = "/health";
    private static final String METRICS = "/metrics";
    private static final String COUNTERS = "/counters";
    private static final String JSON = "application/json; charset=utf-8";
    private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";
    private static final String STARTING = "{\"status\":\"starting\"}";
    /** More than one, so that a client which sends half a request does not hide the page from the others. */
    private static final int THREADS = 4;

    private static final int QUEUE = 64;
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;
    private static final int NOT_ALLOWED = 405;
    private static final int UNAVAILABLE = 503;

    private final HttpServer server;
    private final ThreadPoolExecutor threads;
    private volatile @Nullable Sources sources;

    /** Whom to ask; all at once, so that there is one moment in which the page comes to life. */
    private record Sources(Supplier<Health> health, Supplier<Counters> counters) {}

    private HealthPage(HttpServer server) {
        this.server = server;
        AtomicInteger numbers = new AtomicInteger();
        this.threads = new ThreadPoolExecutor(
                THREADS, THREADS, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(QUEUE), task -> {
                    Thread thread = new Thread(task, "conductor-health-" + numbers.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
    }

    /**
     * Starts to answer, with {@code starting} until {@link #show}.
     *
     * @param port on the loopback interface; 0 takes any free one
     * @throws ConfigurationException if the port is in use
     */
    public static HealthPage open(int port) {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        try {
            HealthPage page = new HealthPage(HttpServer.create(address, 0));
            page.server.start();
            return page;
        } catch (IOException refused) {
            throw new ConfigurationException(
                    "health-port: " + port + " cannot be listened on: " + refused.getMessage()
                            + " (expected: a free port); stop the process that listens there, or choose another port, 0 for"
                            + " any, or off",
                    Map.of("port", Integer.toString(port)),
                    refused);
        }
    }

    /** From now on, asks these for each answer. */
    public void show(Supplier<Health> health, Supplier<Counters> counters) {
        sources = new Sources(health, counters);
    }

    /** The port it answers on. */
    public int port() {
        return server.getAddress().getPort();
    }

    /** Where to ask. */
    public String url() {
        return "http://" + server.getAddress().getAddress().getHostAddress() + ":" + port() + PATH;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            if (!path.equals(PATH) && !path.equals(METRICS) && !path.equals(COUNTERS)) {
                exchange.sendResponseHeaders(NOT_FOUND, -1);
            } else if (!exchange.getRequestMethod().equals("GET")) {
                exchange.getResponseHeaders().set("Allow", "GET");
                exchange.sendResponseHeaders(NOT_ALLOWED, -1);
            } else {
                answer(exchange, path);
            }
        } catch (RuntimeException unforeseen) {
            LOG.warn("health: no answer could be made", unforeseen);
            throw unforeseen;
        }
    }

    private void answer(HttpExchange exchange, String path) throws IOException {
        Sources asked = sources;
        if (asked == null) {
            send(exchange, UNAVAILABLE, JSON, STARTING + "\n");
        } else if (path.equals(METRICS)) {
            send(exchange, OK, TEXT, asked.counters().get().toText());
        } else if (path.equals(COUNTERS)) {
            send(exchange, OK, JSON, asked.counters().get().toJson() + "\n");
        } else {
            Health now = asked.health().get();
            send(exchange, now.status() == Health.Status.UP ? OK : UNAVAILABLE, JSON, now.toJson() + "\n");
        }
    }

    private static void send(HttpExchange exchange, int status, String type, String content) throws IOException {
        byte[] body = content.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        exchange.sendResponseHeaders(status, body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
