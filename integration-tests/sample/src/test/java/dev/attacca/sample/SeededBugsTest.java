package dev.attacca.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attacca.annotation.Downgrade;
import dev.attacca.annotation.Remotable;
import dev.attacca.annotation.Removed;
import dev.attacca.annotation.Upgrade;
import dev.attacca.annotation.Versioned;
import dev.attacca.annotation.Widened;
import dev.attacca.contract.ObjectsLock;
import dev.attacca.indirection.UnitOfWorkFactory;
import dev.attacca.object.ObjectContext;
import dev.attacca.object.VersionedObject;
import dev.attacca.registry.ObjectDomain;
import dev.attacca.registry.ObjectRegistry;
import dev.attacca.testing.BackportMatrix;
import dev.attacca.testing.FingerprintAssert;
import dev.attacca.testing.LazyLoadDetector;
import dev.attacca.testing.LoopbackIndirection;
import dev.attacca.version.SnapshotEditor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What each tool says to a domain that is broken in the way it looks for. */
class SeededBugsTest {
    private record Domain(Class<? extends VersionedObject> type) implements ObjectDomain {
        @Override
        public String name() {
            return "broken";
        }

        @Override
        public List<Class<? extends VersionedObject>> types() {
            return List.of(type);
        }

        ObjectRegistry registry() {
            return ObjectRegistry.builder().add(this).build();
        }
    }

    /** Hands a body something that only shared memory has. */
    @Versioned("1.0")
    abstract static class Usher extends VersionedObject {
        private final transient List<String> notes = new ArrayList<>();

        public abstract String getName();

        public abstract void setName(String name);

        void note(String text) {
            notes.add(text);
        }

        @Remotable
        public int countNotes() {
            return notes.size();
        }
    }

    @Test
    void what_works_only_in_one_process_fails_over_the_loopback() {
        ObjectRegistry registry = new Domain(Usher.class).registry();
        ObjectContext context =
                LoopbackIndirection.of(registry, UnitOfWorkFactory.NONE).context();
        Usher usher = context.create(Usher.class);
        usher.note("late");

        assertThat(usher.countNotes()).isZero();
    }

    @Versioned("1.1")
    abstract static class Forgetful extends VersionedObject {
        @Widened(from = int.class, in = "1.1")
        public abstract long getEarned();

        public abstract void setEarned(long earned);

        @Downgrade(from = "1.1", to = "1.0", loses = "what does not fit an int")
        static void narrow(SnapshotEditor snapshot) {
            if (snapshot.isSet("earned")) {
                snapshot.set("earned", (long) (int) snapshot.getLong("earned"));
            }
        }
    }

    @Test
    void a_loss_that_nobody_tells_fails_the_matrix() {
        assertThatThrownBy(() -> BackportMatrix.of(new Domain(Forgetful.class).registry())
                        .check())
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining(
                        "Forgetful.narrow (1.1 -> 1.0): changes 'earned' and nothing brings it back (expected:"
                                + " snapshot.lose(\"earned\", \"...\") in the step");
    }

    @Versioned("1.1")
    @Removed(field = "first", type = String.class, in = "1.1")
    abstract static class Broken extends VersionedObject {
        public abstract String getName();

        public abstract void setName(String name);

        @Upgrade(from = "1.0", to = "1.1")
        static void join(SnapshotEditor snapshot) {
            snapshot.set("name", snapshot.get("first") + " " + snapshot.get("name"));
        }
    }

    @Test
    void a_step_that_needs_what_is_not_there_fails_the_matrix() {
        assertThatThrownBy(() ->
                        BackportMatrix.of(new Domain(Broken.class).registry()).check())
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("Broken.join (1.0 -> 1.1): ")
                .hasMessageContaining("not set (expected: ask isSet first)");
    }

    @Test
    void a_list_read_object_by_object_fails_the_detector() {
        LazyLoadDetector detector = LazyLoadDetector.start();
        ObjectContext context =
                detector.watch(LoopbackIndirection.of(ObjectRegistry.load(), new Hall("Messiah", "Winterreise"))
                        .context());

        Concert.query(context).all().forEach(Concert::getSeats);

        assertThatThrownBy(detector::close)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("Concert.seats was fetched from 2 objects, one by one, at dev.attacca.sample.")
                .hasMessageContaining("context.load(list, \"seats\")");
    }

    @Test
    void a_stale_lock_fails(@TempDir Path module) throws IOException {
        String stale = ObjectsLock.of(OldHall.registry()).text();
        Files.writeString(module.resolve("objects.lock"), stale);

        assertThatThrownBy(() -> FingerprintAssert.assertAgrees(module, new HallDomain()))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("LOCK_OUT_OF_DATE");
    }
}
