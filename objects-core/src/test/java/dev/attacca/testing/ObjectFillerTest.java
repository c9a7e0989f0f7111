package dev.attacca.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attacca.Attacca;
import dev.attacca.indirection.UnitOfWorkFactory;
import dev.attacca.object.ObjectContext;
import dev.attacca.object.RequestContext;
import dev.attacca.registry.ObjectRegistry;
import dev.attacca.registry.Sample;
import dev.attacca.registry.Sample.Disk;
import dev.attacca.registry.Sample.Machine;
import org.junit.jupiter.api.Test;

class ObjectFillerTest {
    private final ObjectRegistry registry = Sample.registry();
    private final ObjectContext context =
            Attacca.local(registry, UnitOfWorkFactory.NONE).context(RequestContext.create());

    @Test
    void every_field_is_set_nested_ones_too() {
        Machine machine = ObjectFiller.of(registry).filled(Machine.class, context);

        assertThat(machine.toString()).doesNotContain("=-");
        assertThat(machine.getDisks()).isNotEmpty();
        assertThat(machine.getDisks().get(0).getLabel()).startsWith("Disk.label~");
        assertThat(machine.changes()).contains("name", "root").doesNotContain("uuid", "motto");
    }

    @Test
    void a_seed_says_which_object() {
        Machine once = ObjectFiller.of(registry).seed(3).filled(Machine.class, context);
        Machine again = ObjectFiller.of(registry).seed(3).filled(Machine.class, context);
        Machine other = ObjectFiller.of(registry).seed(4).filled(Machine.class, context);

        assertThat(again).hasToString(once.toString());
        assertThat(other.toString()).isNotEqualTo(once.toString());
    }

    @Test
    void what_may_be_null_can_be_null() {
        Machine machine = ObjectFiller.of(registry).nulled(Machine.class, context);

        assertThat(machine.getSeen()).isNull();
        assertThat(machine.getRoot()).isNull();
        assertThat(machine.getName()).isNotEmpty();
    }

    @Test
    void a_field_can_be_given_its_values() {
        Machine machine = ObjectFiller.of(registry)
                .setting("Machine.name", random -> "m" + random.nextInt(10))
                .filled(Machine.class, context);

        assertThat(machine.getName()).matches("m\\d");
    }

    @Test
    void objects_nest_as_deep_as_asked() {
        Machine machine = ObjectFiller.of(registry).depth(1).filled(Machine.class, context);

        assertThat(machine.getDisks()).isEmpty();
        assertThat(machine.getRoot()).isNull();
        assertThat(ObjectFiller.of(registry)
                        .depth(1)
                        .filled(Disk.class, context)
                        .getLabel())
                .isNotEmpty();
    }
}
