package dev.attacca.version;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attacca.annotation.Added;
import dev.attacca.annotation.Remotable;
import dev.attacca.annotation.Versioned;
import dev.attacca.codec.CodecKind;
import dev.attacca.object.ObjectContext;
import dev.attacca.object.VersionedObject;
import dev.attacca.testing.LoopbackIndirection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Objects in sets have the version that their reader knows, as in lists. */
class SetsOfObjectsTest extends BothCodecsTest {
    static final class Before {
        @Versioned("1.0")
        abstract static class Volume extends VersionedObject {
            public abstract int getSize();

            public abstract void setSize(int size);
        }

        @Versioned("1.0")
        abstract static class Machine extends VersionedObject {
            public abstract Set<Before.Volume> getVolumes();

            public abstract void setVolumes(Set<Before.Volume> volumes);

            @Remotable
            public void grow() {}

            @Remotable
            public Set<Before.Volume> detach() {
                return Set.of();
            }
        }
    }

    /** Volumes have a place since 1.1. */
    static final class Since {
        @Versioned("1.1")
        abstract static class Volume extends VersionedObject {
            public abstract int getSize();

            public abstract void setSize(int size);

            @Added(in = "1.1")
            public abstract @Nullable String getPlace();

            public abstract void setPlace(@Nullable String place);
        }

        @Versioned("1.0")
        abstract static class Machine extends VersionedObject {
            public abstract Set<Since.Volume> getVolumes();

            public abstract void setVolumes(Set<Since.Volume> volumes);

            @Remotable
            public void grow() {
                for (Since.Volume volume : getVolumes()) {
                    volume.setSize(volume.getSize() + 1);
                    volume.setPlace("rack 7");
                }
            }

            @Remotable
            public Set<Since.Volume> detach() {
                Set<Since.Volume> before = getVolumes();
                setVolumes(Set.of());
                return before;
            }
        }
    }

    private final LoopbackIndirection loopback = between(
            List.of(Before.Machine.class, Before.Volume.class), List.of(Since.Machine.class, Since.Volume.class));
    private final ObjectContext context = loopback.context();

    SetsOfObjectsTest(CodecKind codec) {
        super(codec);
    }

    private Before.Machine machine(int... sizes) {
        Set<Before.Volume> volumes = new LinkedHashSet<>();
        for (int size : sizes) {
            Before.Volume volume = context.create(Before.Volume.class);
            volume.setSize(size);
            volumes.add(volume);
        }
        Before.Machine machine = context.create(Before.Machine.class);
        machine.setVolumes(volumes);
        machine.resetChanges();
        return machine;
    }

    @Test
    void what_changed_in_them_comes_back_without_what_is_newer() {
        Before.Machine machine = machine(3, 1, 2);
        Set<Before.Volume> before = machine.getVolumes();

        machine.grow();

        assertThat(machine.getVolumes()).isSameAs(before);
        assertThat(before).extracting(Before.Volume::getSize).containsExactly(4, 2, 3);
        assertThat(before).allSatisfy(volume -> assertThat(volume.changes()).containsExactly("size"));
    }

    @Test
    void as_a_result_they_come_in_the_readers_version() {
        Before.Machine machine = machine(2, 1);
        machine.grow();

        Set<Before.Volume> detached = machine.detach();

        assertThat(detached).extracting(Before.Volume::getSize).containsExactly(3, 2);
        assertThat(detached).extracting(VersionedObject::version).containsOnly(Version.of(1, 0));
        assertThat(machine.getVolumes()).isEmpty();
    }
}
