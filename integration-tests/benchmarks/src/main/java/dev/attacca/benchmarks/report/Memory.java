package dev.attacca.benchmarks.report;

import dev.attacca.benchmarks.record.PlainServer;
import dev.attacca.benchmarks.subject.AttaccaSubject;
import dev.attacca.object.ObjectField;
import dev.attacca.object.Slots;
import dev.attacca.object.VersionedObject;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.openjdk.jol.info.ClassLayout;
import org.openjdk.jol.info.GraphLayout;

/**
 * Bytes of heap that the record takes in one JVM: the object itself with those it holds, and what strings, identifiers and
 * moments take besides, which is the same for every class that holds them.
 */
final class Memory {
    private final double plainObjects;
    private final double trackedObjects;
    private final double values;

    private Memory(double[] bytes) {
        this.plainObjects = bytes[0];
        this.trackedObjects = bytes[1];
        this.values = bytes[2];
    }

    /** Asks a JVM of its own, which the layout library can look into. */
    static Memory measure() throws IOException, InterruptedException {
        return new Memory(
                FreshJvm.ask(Memory.class, "-Djdk.attach.allowAttachSelf=true", "-XX:+EnableDynamicAgentLoading"));
    }

    Figure plain() {
        return Figure.exact("memory of a plain class", "B", plainObjects + values);
    }

    Figure tracked() {
        return Figure.exact("memory of a versioned class", "B", trackedObjects + values);
    }

    /** Without the values that both hold. */
    double plainObjects() {
        return plainObjects;
    }

    /** Without the values that both hold. */
    double trackedObjects() {
        return trackedObjects;
    }

    /** In the JVM that was asked: prints the bytes of plain objects, of versioned ones, and of the values in either. */
    public static void main(String[] arguments) {
        PlainServer server = PlainServer.sample();
        VersionedObject versioned = AttaccaSubject.sameRelease().server();
        long plain = shallow(server) + shallow(server.flavor) + shallow(server.volume) + shallow(server.port);
        System.out.println(plain + " " + tracked(versioned) + " " + values(versioned));
    }

    private static long tracked(VersionedObject object) {
        long bytes = shallow(object);
        for (ObjectField field : object.type().fields()) {
            if (Slots.value(object, field) instanceof VersionedObject held) {
                bytes += tracked(held);
            }
        }
        return bytes;
    }

    private static long values(VersionedObject object) {
        long bytes = 0;
        for (ObjectField field : object.type().fields()) {
            Object value = field.primitive() ? null : Slots.value(object, field);
            bytes += value instanceof VersionedObject held ? values(held) : deep(value);
        }
        return bytes;
    }

    private static long deep(@Nullable Object value) {
        return value == null || value instanceof Enum<?>
                ? 0
                : GraphLayout.parseInstance(value).totalSize();
    }

    private static long shallow(Object object) {
        return ClassLayout.parseInstance(object).instanceSize();
    }
}
