package dev.attacca.walk;

import dev.attacca.Attacca;
import dev.attacca.compute.Flavor;
import dev.attacca.compute.Instance;
import dev.attacca.error.AttaccaException;
import dev.attacca.fleet.ConductorProcess;
import dev.attacca.object.ObjectContext;
import dev.attacca.object.RequestContext;
import dev.attacca.registry.ObjectRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Writes all the time, whatever happens to the conductor, and notes what it was told: each round stores a new row and saves one
 * field of an instance. An answer that does not come is not an acknowledgement; the client then looks how far it came, and goes on.
 *
 * <p>Thread safety: its own thread writes; anybody may read what is noted.
 */
final class CountingClient implements AutoCloseable {
    private final Attacca client;
    private final String host;
    private final UUID instance;
    private final Thread thread;
    private final List<String> stored = new ArrayList<>();
    private final AtomicInteger saved = new AtomicInteger();
    private final AtomicInteger tried = new AtomicInteger();
    private final ConcurrentLinkedQueue<String> troubles = new ConcurrentLinkedQueue<>();
    private volatile boolean stopping;
    private volatile long lastAnswer = System.nanoTime();

    private CountingClient(ConductorProcess conductor, String host) {
        this.host = host;
        this.client = Attacca.remote(
                ObjectRegistry.load(), Served.options(conductor).peer(host).callTimeout(Duration.ofSeconds(3)));
        this.instance = Sample.instance(context(), "project-" + host, host).getUuid();
        this.thread = new Thread(this::run, "counting-client");
    }

    static CountingClient start(ConductorProcess conductor, String host) {
        CountingClient counting = new CountingClient(conductor, host);
        counting.thread.start();
        return counting;
    }

    private ObjectContext context() {
        return client.context(RequestContext.create());
    }

    private void run() {
        Instance object = null;
        while (!stopping) {
            int round = tried.incrementAndGet();
            try {
                if (object == null) {
                    object = Objects.requireNonNull(Instance.query(context()).byUuid(instance));
                }
                store(host + "-" + round);
                object.setVcpus(round);
                object.save();
                saved.incrementAndGet();
                lastAnswer = System.nanoTime();
            } catch (AttaccaException trouble) {
                troubles.add(trouble.code());
                object = null;
            }
        }
    }

    private void store(String id) {
        Flavor flavor = context().create(Flavor.class);
        flavor.setFlavorId(id);
        flavor.setName(host);
        flavor.setMemoryMb(1);
        flavor.setVcpus(1);
        flavor.setRootGb(1);
        flavor.create();
        synchronized (stored) {
            stored.add(id);
        }
    }

    /** The keys of the rows that were acknowledged, in their order. */
    List<String> stored() {
        synchronized (stored) {
            return List.copyOf(stored);
        }
    }

    /** How many saves of the instance were acknowledged. */
    int saved() {
        return saved.get();
    }

    /** How many rounds were tried. */
    int tried() {
        return tried.get();
    }

    /** The codes of the errors it met, in their order. */
    List<String> troubles() {
        return List.copyOf(troubles);
    }

    /** When the last save was acknowledged, as {@link System#nanoTime()}. */
    long lastAnswer() {
        return lastAnswer;
    }

    /** The name of all rows that it stores. */
    String host() {
        return host;
    }

    UUID instance() {
        return instance;
    }

    /** Ends it after the round at hand. */
    void stop() {
        stopping = true;
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    @Override
    public void close() {
        stop();
        client.close();
    }
}
