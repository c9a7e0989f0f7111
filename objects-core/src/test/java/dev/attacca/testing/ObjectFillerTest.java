package dev.attacca.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attacca.Attacca;
import dev.attacca.annotation.Length;
import dev.attacca.annotation.Matches;
import dev.attacca.annotation.Max;
import dev.attacca.annotation.Min;
import dev.attacca.annotation.NonNegative;
import dev.attacca.annotation.Versioned;
import dev.attacca.indirection.UnitOfWorkFactory;
import dev.attacca.object.ObjectContext;
import dev.attacca.object.RequestContext;
import dev.attacca.object.VersionedObject;
import dev.attacca.registry.ObjectDomain;
import dev.attacca.registry.ObjectRegistry;
import dev.attacca.registry.Sample;
import dev.attacca.registry.Sample.Disk;
import dev.attacca.registry.Sample.Machine;
import java.util.List;
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

    @Versioned("1.0")
    abstract static class Limited extends VersionedObject {
        @Min(3)
        @Max(5)
        public abstract int getSize();

        public abstract void setSize(int size);

        @NonNegative
        public abstract long getCount();

        public abstract void setCount(long count);

        @Length(min = 2, max = 6)
        public abstract String getName();

        public abstract void setName(String name);

        @Matches("[a-z]{3}")
        public abstract String getCode();

        public abstract void setCode(String code);

        @Length(min = 4, max = 5)
        public abstract List<String> getParts();

        public abstract void setParts(List<String> parts);
    }

    @Versioned("1.0")
    abstract static class Picky extends VersionedObject {
        @Matches("v\\d+-(alpha|beta)")
        public abstract String getTag();

        public abstract void setTag(String tag);
    }

    private record Only(Class<? extends VersionedObject> type) implements ObjectDomain {
        @Override
        public String name() {
            return "only";
        }

        @Override
        public List<Class<? extends VersionedObject>> types() {
            return List.of(type);
        }

        ObjectRegistry registry() {
            return ObjectRegistry.builder().add(this).build();
        }
    }

    @Test
    void values_are_within_their_limits() {
        ObjectRegistry limited = new Only(Limited.class).registry();
        ObjectContext there = Attacca.local(limited, UnitOfWorkFactory.NONE).context(RequestContext.create());
        for (int seed = 0; seed < 50; seed++) {
            Limited made = ObjectFiller.of(limited).seed(seed).filled(Limited.class, there);
            Limited again = there.create(Limited.class);

            again.setSize(made.getSize());
            again.setCount(made.getCount());
            again.setName(made.getName());
            again.setCode(made.getCode());
            again.setParts(made.getParts());

            assertThat(again.equalsByValue(made)).isTrue();
        }
    }

    @Test
    void a_pattern_that_cannot_be_guessed_asks_for_a_maker() {
        ObjectRegistry picky = new Only(Picky.class).registry();
        ObjectContext there = Attacca.local(picky, UnitOfWorkFactory.NONE).context(RequestContext.create());

        assertThatThrownBy(() -> ObjectFiller.of(picky).filled(Picky.class, there))
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith("Picky.tag: no value found (expected: ")
                .hasMessageEndingWith("; say how it is made: .setting(\"Picky.tag\", random -> ...)");
        assertThat(ObjectFiller.of(picky)
                        .setting("Picky.tag", random -> "v" + random.nextInt(9) + "-beta")
                        .filled(Picky.class, there)
                        .getTag())
                .endsWith("-beta");
    }
}
