package dev.attacca.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attacca.Attacca;
import dev.attacca.error.InvalidValueException;
import dev.attacca.error.UnsetFieldException;
import dev.attacca.indirection.UnitOfWorkFactory;
import dev.attacca.object.ObjectContext;
import dev.attacca.object.RequestContext;
import dev.attacca.registry.Sample.Disk;
import dev.attacca.registry.Sample.Machine;
import dev.attacca.registry.Sample.Mood;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class VersionedObjectTest {
    private final ObjectRegistry registry = Sample.registry();
    private final ObjectContext context =
            Attacca.local(registry, UnitOfWorkFactory.NONE).context(RequestContext.create());
    private final Machine machine = context.create(Machine.class);

    @Test
    void every_kind_of_field_keeps_its_value() {
        machine.setName("a");
        machine.setMemory(1L << 40);
        machine.setOn(true);
        machine.setLoad(0.25);
        machine.setMood(Mood.BUSY);
        machine.setTags(Map.of("b", "2", "a", "1"));

        assertThat(machine.getName()).isEqualTo("a");
        assertThat(machine.getMemory()).isEqualTo(1L << 40);
        assertThat(machine.isOn()).isTrue();
        assertThat(machine.getLoad()).isEqualTo(0.25);
        assertThat(machine.getMood()).isEqualTo(Mood.BUSY);
        assertThat(machine.getTags()).containsExactly(Map.entry("a", "1"), Map.entry("b", "2"));
    }

    @Test
    void unset_null_and_value_are_three_things() {
        assertThat(machine.isSet("seen")).isFalse();
        assertThatThrownBy(machine::getSeen)
                .isInstanceOf(UnsetFieldException.class)
                .hasMessage("Machine.seen: not set (expected: a field that was set or loaded; load the object with it,"
                        + " or make it @Lazy)");

        machine.setSeen(null);
        assertThat(machine.isSet("seen")).isTrue();
        assertThat(machine.getSeen()).isNull();

        machine.setSeen(Instant.parse("2026-11-20T10:15:30.123456789Z"));
        assertThat(machine.getSeen()).isEqualTo("2026-11-20T10:15:30.123456Z");
    }

    @Test
    void setting_an_equal_value_is_not_a_change() {
        machine.setName("a");
        machine.setOn(false);
        assertThat(machine.changes()).containsExactly("name", "on");
        machine.resetChanges();

        machine.setName(new String("a"));
        machine.setOn(false);

        assertThat(machine.changes()).isEmpty();
    }

    @Test
    void a_changed_nested_object_makes_its_holder_changed() {
        Disk disk = context.create(Disk.class);
        disk.setLabel("d");
        machine.setDisks(List.of(disk));
        machine.setRoot(disk);
        machine.resetChanges();
        assertThat(machine.changes()).isEmpty();

        disk.setLabel("e");

        assertThat(machine.changes()).containsExactly("disks", "root");
    }

    @Test
    void collections_are_copied_and_cannot_be_changed_behind_the_object() {
        List<Disk> disks = new ArrayList<>();
        machine.setDisks(disks);
        disks.add(context.create(Disk.class));

        assertThat(machine.getDisks()).isEmpty();
    }

    @Test
    void a_bad_value_names_the_field_and_leaves_the_object_untouched() {
        machine.setName("a");
        machine.resetChanges();

        assertThatThrownBy(() -> machine.setName(nothing()))
                .isInstanceOf(InvalidValueException.class)
                .hasMessage("Machine.name: null (expected: a value; mark the getter @Nullable to allow null)");

        assertThat(machine.getName()).isEqualTo("a");
        assertThat(machine.changes()).isEmpty();
    }

    @Test
    void to_string_marks_changed_and_unset_and_hides_secrets() {
        machine.setSecret("s3cret");
        machine.setName("a");
        machine.resetChanges();
        machine.setOn(true);

        assertThat(machine)
                .hasToString("Machine 1.2[disks=-, load=-, memory=-, mood=-, motto=-, name=a, *on=true, root=-,"
                        + " secret=***, seen=-, tags=-, uuid=-]");
    }

    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"
    }) // The point is to pass what the compiler would refuse.
    private static <T> T nothing() {
        return null;
    }
}
