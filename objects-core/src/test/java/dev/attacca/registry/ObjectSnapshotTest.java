package dev.attacca.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attacca.object.ObjectContext;
import dev.attacca.object.ObjectField;
import dev.attacca.object.ObjectSnapshot;
import dev.attacca.object.Slots;
import dev.attacca.registry.Sample.Disk;
import dev.attacca.registry.Sample.Machine;
import dev.attacca.testing.LoopbackIndirection;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ObjectSnapshotTest {
    private final ObjectContext context =
            LoopbackIndirection.of(Sample.registry()).context();

    private Machine machine() {
        Machine machine = context.create(Machine.class);
        machine.setName("old");
        machine.setMemory(1);
        machine.setRoot(disk("root"));
        machine.resetChanges();
        return machine;
    }

    private Disk disk(String label) {
        Disk disk = context.create(Disk.class);
        disk.setLabel(label);
        return disk;
    }

    private static ObjectSnapshot.State stateOf(ObjectSnapshot snapshot, Object object) {
        return Objects.requireNonNull(snapshot.stateOf(object));
    }

    private static @Nullable Object value(ObjectSnapshot snapshot, Machine machine, String field) {
        return Slots.value(stateOf(snapshot, machine).values(), field(machine, field));
    }

    private static ObjectField field(Machine machine, String name) {
        return Objects.requireNonNull(machine.type().field(name));
    }

    static Stream<Named<Consumer<Machine>>> writes() {
        return Stream.of(
                Named.of("a setter", machine -> {
                    machine.setName("new");
                    machine.setMemory(2);
                }),
                Named.of("slots", machine -> {
                    Slots.reference(machine, field(machine, "name"), "new");
                    Slots.bits(machine, field(machine, "memory"), 2);
                }),
                Named.of("loading", machine -> {
                    Slots.load(machine, field(machine, "name"), "new");
                    Slots.load(machine, field(machine, "memory"), 2L);
                }),
                Named.of("unsetting", machine -> {
                    Slots.unset(machine, field(machine, "name"));
                    Slots.bits(machine, field(machine, "memory"), 2);
                }),
                Named.of("a setter after everything was marked as changed", machine -> {
                    Slots.masks(machine, Slots.present(machine), -1L);
                    machine.setName("new");
                    machine.setMemory(2);
                }),
                Named.of("putting back another snapshot", machine -> {
                    ObjectSnapshot same = ObjectSnapshot.of(machine);
                    machine.setName("between");
                    machine.setMemory(3);
                    same.restore();
                    machine.setName("new");
                    machine.setMemory(2);
                }));
    }

    @ParameterizedTest
    @MethodSource("writes")
    void holds_what_was_there_before_a_write_and_puts_it_back(Consumer<Machine> write) {
        Machine machine = machine();
        ObjectSnapshot before = ObjectSnapshot.of(machine);

        write.accept(machine);

        assertThat(value(before, machine, "name")).isEqualTo("old");
        assertThat(value(before, machine, "memory")).isEqualTo(1L);
        before.restore();
        assertThat(machine.getName()).isEqualTo("old");
        assertThat(machine.getMemory()).isEqualTo(1);
        assertThat(machine.changes()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("writes")
    void holds_it_for_objects_with_changes_too(Consumer<Machine> write) {
        Machine machine = machine();
        machine.setName("changed");
        machine.setMemory(7);
        ObjectSnapshot before = ObjectSnapshot.of(machine);

        write.accept(machine);
        before.restore();

        assertThat(machine.getName()).isEqualTo("changed");
        assertThat(machine.getMemory()).isEqualTo(7);
        assertThat(machine.changes()).containsExactly("memory", "name");
    }

    @Test
    void copies_nothing_of_an_object_that_nobody_writes() {
        Machine machine = machine();

        ObjectSnapshot before = ObjectSnapshot.of(machine);

        assertThat(stateOf(before, machine).values()).isSameAs(machine);
        assertThat(before.firstChange()).isNull();
        machine.setName("old");
        assertThat(stateOf(before, machine).values()).isSameAs(machine);
    }

    @Test
    void those_of_one_moment_share_their_copy_and_later_ones_have_their_own() {
        Machine machine = machine();
        ObjectSnapshot first = ObjectSnapshot.of(machine);
        ObjectSnapshot again = ObjectSnapshot.of(machine);
        machine.setName("new");
        machine.resetChanges();
        ObjectSnapshot later = ObjectSnapshot.of(machine);
        machine.setName("newest");

        assertThat(stateOf(first, machine).values())
                .isSameAs(stateOf(again, machine).values());
        assertThat(value(first, machine, "name")).isEqualTo("old");
        assertThat(value(later, machine, "name")).isEqualTo("new");
        later.restore();
        assertThat(machine.getName()).isEqualTo("new");
        first.restore();
        assertThat(machine.getName()).isEqualTo("old");
    }

    @Test
    void holds_each_object_for_itself() {
        Machine machine = machine();
        Disk root = Objects.requireNonNull(machine.getRoot());
        ObjectSnapshot before = ObjectSnapshot.of(machine);

        root.setLabel("new");

        assertThat(stateOf(before, machine).values()).isSameAs(machine);
        assertThat(stateOf(before, root).values()).isNotSameAs(root);
        before.restore();
        assertThat(root.getLabel()).isEqualTo("root");
    }

    @Test
    void knows_many_objects() {
        Machine machine = machine();
        machine.setDisks(Stream.generate(() -> disk("d")).limit(100).toList());
        machine.resetChanges();
        ObjectSnapshot before = ObjectSnapshot.of(machine);

        machine.getDisks().get(99).setLabel("new");

        assertThat(before.stateOf(machine.getDisks().get(50))).isNotNull();
        assertThat(before.stateOf(disk("other"))).isNull();
        assertThat(before.firstChange()).isEqualTo("Disk.label");
        before.restore();
        assertThat(machine.getDisks().get(99).getLabel()).isEqualTo("d");
    }
}
