package dev.attacca.transport;

import io.netty.util.concurrent.FastThreadLocalThread;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Makes threads, for what users wrote platform ones below JDK 24 and virtual ones from there, and tells them apart. */
final class Threads {
    /** Before JDK 24 a virtual thread that waits inside {@code synchronized} holds its carrier (JEP 491 ended that). */
    private static final int FIRST_RELEASE_WITHOUT_PINNING = 24;

    private static final @Nullable MethodHandle IS_VIRTUAL = isVirtual();

    private Threads() {}

    /** Whether a thread may wait for sockets: a virtual one would hold its carrier for as long. */
    static boolean mayDrive(Thread thread) {
        if (IS_VIRTUAL == null) {
            return true;
        }
        try {
            return !(boolean) IS_VIRTUAL.invokeExact(thread);
        } catch (Throwable e) {
            throw new LinkageError("Thread.isVirtual() throws", e);
        }
    }

    private static @Nullable MethodHandle isVirtual() {
        try {
            return MethodHandles.publicLookup()
                    .findVirtual(Thread.class, "isVirtual", MethodType.methodType(boolean.class));
        } catch (NoSuchMethodException | IllegalAccessException e) {
            // Below JDK 21 no thread is.
            return null;
        }
    }

    /** Daemon threads named prefix and a number that begins with 1; of Netty's kind, since it pools what it makes on these alone. */
    static ThreadFactory platform(String prefix) {
        AtomicInteger numbers = new AtomicInteger();
        return task -> {
            Thread thread = new FastThreadLocalThread(task, prefix + numbers.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    /** Threads for bodies that block: virtual where they are without a catch. */
    static ThreadFactory workers(String prefix) {
        return Runtime.version().feature() >= FIRST_RELEASE_WITHOUT_PINNING ? virtual(prefix) : platform(prefix);
    }

    /** {@code Thread.ofVirtual().name(prefix, 1).factory()}, written so that it compiles for Java 17. */
    private static ThreadFactory virtual(String prefix) {
        try {
            Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
            Class<?> type = Class.forName("java.lang.Thread$Builder$OfVirtual");
            Method name = type.getMethod("name", String.class, long.class);
            return (ThreadFactory) type.getMethod("factory").invoke(name.invoke(builder, prefix, 1L));
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("JDK " + Runtime.version() + " without Thread.ofVirtual()", e);
        }
    }
}
