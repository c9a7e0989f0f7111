package dev.attacca.version;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attacca.annotation.Added;
import dev.attacca.annotation.Remotable;
import dev.attacca.annotation.Renamed;
import dev.attacca.annotation.Versioned;
import dev.attacca.error.RegistryException;
import dev.attacca.object.VersionedObject;
import dev.attacca.registry.LayoutField;
import dev.attacca.registry.ObjectRegistry;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A class has its own versions, so what its base or a mixin says of theirs is nothing it may inherit. */
class InheritedHistoryTest {
    /** Something that can be painted. */
    interface Painted {
        @Added(in = "1.1")
        @Nullable
        String getColour();
    }

    @Versioned("1.3")
    abstract static class Animal extends VersionedObject {
        public abstract String getName();

        @Renamed(from = "paws", in = "1.3")
        public abstract int getLegs();

        @Remotable(since = "1.2")
        public void run() {}
    }

    @Versioned("1.0")
    abstract static class Cat extends Animal implements Painted {}

    @Versioned("1.1")
    abstract static class Dog extends Animal implements Painted {
        @Override
        public abstract int getLegs();

        @Override
        @Added(in = "1.1")
        public abstract @Nullable String getColour();

        @Override
        @Remotable
        public void run() {}
    }

    @Test
    void inherited_history_is_a_problem_that_names_getter_and_owner() {
        assertThatThrownBy(() -> Releases.of(List.of(Animal.class, Cat.class)))
                .isInstanceOfSatisfying(
                        RegistryException.class,
                        refused -> assertThat(refused.problems())
                                .contains(
                                        "Cat.legs: inherits @Renamed from Animal, whose versions are others (expected: its"
                                                + " own history; override getLegs() with what Cat's versions say, or with"
                                                + " none)",
                                        "Cat.colour: inherits @Added from Painted, whose versions are others (expected: its"
                                                + " own history; override getColour() with what Cat's versions say, or with"
                                                + " none)",
                                        "Cat.run: inherits since = \"1.2\" from Animal, whose versions are others (expected:"
                                                + " its own history; override it)"));
    }

    @Test
    void a_subclass_that_overrides_has_a_history_and_a_version_of_its_own() {
        ObjectRegistry registry = Releases.of(List.of(Animal.class, Dog.class));
        var history = registry.history(registry.type(Dog.class));

        assertThat(Objects.requireNonNull(history.at(Version.of(1, 0))).fields())
                .extracting(LayoutField::name)
                .containsExactly("legs", "name");
        assertThat(history.newest().fields()).extracting(LayoutField::name).containsExactly("colour", "legs", "name");
        assertThat(registry.type(Dog.class).version()).isEqualTo(Version.of(1, 1));
        assertThat(registry.type(Animal.class).version()).isEqualTo(Version.of(1, 3));
    }
}
