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
 * Answers {@code GET /health} on the loopback interface, and nowhere else: it says more than strangers should know.
 *
 * <p>Thread safety: all methods may be called from any thread.
 */
public final class HealthPage implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HealthPage.class);
    private static final String PATH = "/health";
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
    private volatile @Nullable Supplier<Health> health;

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

    /** From now on, asks this for each answer. */
    public void show(Supplier<Health> asked) {
        health = asked;
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
            if (!exchange.getRequestURI().getPath().equals(PATH)) {
                exchange.sendResponseHeaders(NOT_FOUND, -1);
            } else if (!exchange.getRequestMethod().equals("GET")) {
                exchange.getResponseHeaders().set("Allow", "GET");
                exchange.sendResponseHeaders(NOT_ALLOWED, -1);
            } else {
                send(exchange);
            }
        } catch (RuntimeException unforeseen) {
            LOG.warn("health: no answer could be made", unforeseen);
            throw unforeseen;
        }
    }

    private void send(HttpExchange exchange) throws IOException {
        Supplier<Health> asked = health;
        Health now = asked == null ? null : asked.get();
        String json = now == null ? STARTING : now.toJson();
        byte[] body = (json + "\n").getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json; charset=utf-8");
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        boolean up = now != null && now.status() == Health.Status.UP;
        exchange.sendResponseHeaders(up ? OK : UNAVAILABLE, body.length);
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
