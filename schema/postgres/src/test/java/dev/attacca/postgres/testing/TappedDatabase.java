package dev.attacca.postgres.testing;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/**
 * A database behind a relay that counts round trips: how often the driver spoke after the server had, whatever it said at once. On
 * demand it cuts a connection when the server has answered and before the driver hears of it.
 *
 * <p>Source: PostgreSQL 15, "Message Flow"; each message from the server is a letter, its length and its content.
 */
public final class TappedDatabase implements AutoCloseable {
    private static final int READY_FOR_QUERY = 'Z';
    private static final int NO_CUT = -1;

    /** The message "command complete" of a COMMIT. */
    private static final byte[] COMMITTED = "C\0\0\0\13COMMIT\0".getBytes(StandardCharsets.ISO_8859_1);

    private final TestDatabase database;
    private final URI server;
    private final ServerSocket door;
    private final Queue<Socket> open = new ConcurrentLinkedQueue<>();
    private final AtomicInteger roundTrips = new AtomicInteger();
    private final AtomicInteger commits = new AtomicInteger();
    private final AtomicInteger questionsUntilCut = new AtomicInteger(NO_CUT);

    /** A tap before a database, which stays the caller's to close. */
    public TappedDatabase(TestDatabase database) {
        this.database = database;
        this.server = URI.create(database.jdbcUrl().substring("jdbc:".length()));
        try {
            this.door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
        start("tap-door", this::accept);
    }

    /** The database as it is reached through the tap; not to be closed. */
    public TestDatabase tapped() {
        return new TestDatabase(
                "jdbc:postgresql://" + door.getInetAddress().getHostAddress() + ":" + door.getLocalPort()
                        + server.getPath() + "?sslmode=disable&gssEncMode=disable",
                database.user(),
                database.password());
    }

    /** Opens a new connection through the tap each time: no pool. */
    public DataSource dataSource() {
        return tapped().dataSource();
    }

    /** How many round trips there were since this was last asked, logins included. */
    public int roundTrips() {
        return roundTrips.getAndSet(0);
    }

    /** How often the server carried out COMMIT since this was last asked: a transaction of one statement needs none. */
    public int commits() {
        return commits.getAndSet(0);
    }

    /**
     * Lets the server answer a question, and cuts the connection before the driver gets anything of it.
     *
     * @param which question from now, the next being 1
     */
    public void cutBeforeAnswer(int which) {
        questionsUntilCut.set(which);
    }

    private void accept() {
        try {
            while (true) {
                Socket driver = door.accept();
                Socket backend = new Socket(server.getHost(), server.getPort());
                open.add(driver);
                open.add(backend);
                driver.setTcpNoDelay(true);
                backend.setTcpNoDelay(true);
                AtomicBoolean serverSpoke = new AtomicBoolean(true);
                start("tap-questions", () -> questions(driver, backend, serverSpoke));
                start("tap-answers", () -> answers(backend, driver, serverSpoke));
            }
        } catch (IOException closed) {
            // Nobody comes any more.
        }
    }

    private static void start(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }

    private void questions(Socket driver, Socket backend, AtomicBoolean serverSpoke) {
        try (driver;
                backend) {
            InputStream from = driver.getInputStream();
            OutputStream to = backend.getOutputStream();
            byte[] buffer = new byte[65_536];
            for (int read = from.read(buffer); read >= 0; read = from.read(buffer)) {
                if (serverSpoke.getAndSet(false)) {
                    roundTrips.incrementAndGet();
                    questionsUntilCut.updateAndGet(left -> left > 0 ? left - 1 : left);
                }
                to.write(buffer, 0, read);
            }
        } catch (IOException ended) {
            // By whichever side.
        }
    }

    private void answers(Socket backend, Socket driver, AtomicBoolean serverSpoke) {
        try (backend;
                driver) {
            DataInputStream from = new DataInputStream(backend.getInputStream());
            OutputStream to = driver.getOutputStream();
            for (int type = from.read(); type >= 0; type = from.read()) {
                byte[] message = message(type, from);
                if (Arrays.equals(message, COMMITTED)) {
                    commits.incrementAndGet();
                }
                boolean withheld = questionsUntilCut.get() == 0;
                if (withheld && type == READY_FOR_QUERY) {
                    questionsUntilCut.set(NO_CUT);
                    return;
                }
                if (!withheld) {
                    serverSpoke.set(true);
                    to.write(message);
                }
            }
        } catch (IOException ended) {
            // By whichever side.
        }
    }

    private static byte[] message(int type, DataInputStream from) throws IOException {
        int length = from.readInt();
        ByteBuffer message = ByteBuffer.allocate(1 + length).put((byte) type).putInt(length);
        from.readFully(message.array(), message.position(), message.remaining());
        return message.array();
    }

    @Override
    public void close() {
        try {
            door.close();
            for (Socket each : open) {
                each.close();
            }
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
