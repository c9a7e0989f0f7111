package dev.attacca.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.attacca.annotation.Added;
import dev.attacca.annotation.Downgrade;
import dev.attacca.annotation.Lazy;
import dev.attacca.annotation.Remotable;
import dev.attacca.annotation.Removed;
import dev.attacca.annotation.Renamed;
import dev.attacca.annotation.RowVersion;
import dev.attacca.annotation.Versioned;
import dev.attacca.annotation.Widened;
import dev.attacca.error.RegistryException;
import dev.attacca.error.UnknownTypeException;
import dev.attacca.object.VersionedObject;
import dev.attacca.registry.Sample.Machine;
import dev.attacca.version.SnapshotEditor;
import dev.attacca.version.TypeKey;
import dev.attacca.version.Version;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ObjectRegistryTest {
    private record Domain(List<Class<? extends VersionedObject>> types) implements ObjectDomain {
        @Override
        public String name() {
            return "domain";
        }
    }

    private static ObjectRegistry registry(List<Class<? extends VersionedObject>> types) {
        return ObjectRegistry.builder().add(new Domain(types)).build();
    }

    enum Colour {
        RED,
        @Added(in = "1.1")
        GREEN,
        @Added(in = "1.1", fallback = "PURPLE")
        BLUE,
        @Added(in = "1.2", fallback = "GREEN")
        GREY
    }

    @Versioned("1.0")
    abstract static class Unregistered extends VersionedObject {}

    @Versioned("1.2")
    abstract static class Broken extends VersionedObject {
        public abstract Date getDate();

        public abstract String getText();

        public abstract void setText(int text);

        public abstract void setAlone(int alone);

        public abstract void compute();

        @Lazy
        public abstract String getLazy();

        @RowVersion
        public abstract int getRevision();

        @Widened(from = int.class, in = "1.1")
        public abstract long getSize();

        @Renamed(from = "before", in = "1.1")
        @Added(in = "1.2")
        public abstract String getAfter();

        @Added(in = "2.0")
        public abstract String getFuture();

        public abstract Unregistered getChild();

        public abstract Colour getColour();

        @Remotable
        @SuppressWarnings("UnusedMethod") // The registry is expected to refuse it.
        private void hidden() {}

        @Remotable
        public Map<Double, String> odd() {
            return Map.of();
        }

        @Remotable(maxResults = 10)
        public String uncountable() {
            return "";
        }

        @Remotable(maxResults = -1)
        public List<String> negative() {
            return List.of();
        }

        @Downgrade(from = "1.2", to = "1.0", loses = "")
        static void farStep(SnapshotEditor snapshot) {}
    }

    @Test
    void every_problem_is_listed_at_once_with_its_remedy() {
        assertThatThrownBy(() -> registry(List.of(Broken.class)))
                .isInstanceOf(RegistryException.class)
                .satisfies(thrown -> assertThat(((RegistryException) thrown).problems())
                        .containsExactlyInAnyOrder(
                                "Broken.uncountable: maxResults on string (expected: a List, Set, Map, ObjectList or Page)",
                                "Broken.negative: maxResults -1 (expected: at least 1, or 0 for any number)",
                                "Broken.compute: abstract, but neither getX(), isX() nor setX(value) (give it a body, or"
                                        + " name it so)",
                                "Broken.alone: a setter without a getter (add the abstract getter)",
                                "Broken.date: java.util.Date is no field type (expected: " + ValueTypes.SUPPORTED + ")",
                                "Broken.text: the setter takes int (expected: java.lang.String, as the getter returns)",
                                "Broken.lazy: @Lazy without a loader (expected: @Remotable protected String loadLazy())",
                                "Broken.revision: @RowVersion on int (expected: long)",
                                "Broken 1.1 -> 1.0: 'size' narrows long to int without a rule (add @Downgrade(from ="
                                        + " \"1.1\", to = \"1.0\", loses = \"...\")) [BACKPORT_LOSS_UNDECLARED]",
                                "Broken.after: renamed in 1.1 but added in 1.2 (expected: later)",
                                "Broken.future: version 2.0 (expected: 1.0 to 1.2)",
                                "Broken.child: Unregistered is not registered (add it to its ObjectDomain's types())"
                                        + " [CHILD_VERSION_MISSING]",
                                "Colour.GREEN: added in 1.1 without a fallback for older readers (add fallback ="
                                        + " \"...\") [ENUM_CONSTANT_WITHOUT_FALLBACK]",
                                "Colour.BLUE: fallback PURPLE (expected one of: [RED, GREEN, BLUE, GREY])",
                                "Colour.GREY: fallback GREEN was itself added later (expected: a constant that was there"
                                        + " from the start)",
                                "Broken.hidden: @Remotable on a method that is private (expected: public or protected, not"
                                        + " static, not final, with a body)",
                                "Broken.odd: result of type java.util.Map<java.lang.Double, java.lang.String> (expected:"
                                        + " void, " + ValueTypes.SUPPORTED_IN_CALLS + ")",
                                "Broken.farStep: from 1.2 to 1.0 (expected: a step between neighbouring minors)"))
                .hasMessageStartingWith("registry: 18 problems\n  ");
    }

    @Versioned("1.0")
    abstract static class Alike extends VersionedObject {
        public abstract String getName();

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Alike alike && alike.getName().equals(getName());
        }

        @Override
        public int hashCode() {
            return getName().hashCode();
        }
    }

    @Test
    void objects_that_would_equal_others_are_refused() {
        assertThatThrownBy(() -> registry(List.of(Alike.class)))
                .isInstanceOf(RegistryException.class)
                .hasMessage("registry: 2 problems\n"
                        + "  Alike: declares equals(Object) (expected: not to, an object equals only itself; use"
                        + " equalsByValue)\n"
                        + "  Alike: declares hashCode() (expected: not to, an object equals only itself; use"
                        + " equalsByValue)");
    }

    @Test
    void a_registry_without_a_class_says_where_it_looked() {
        assertThatThrownBy(() -> registry(List.of()))
                .isInstanceOf(RegistryException.class)
                .hasMessage("registry: 1 problem\n  no versioned class (expected: at least one ObjectDomain, named in"
                        + " META-INF/services/dev.attacca.registry.ObjectDomain)");
    }

    @Test
    void a_class_that_is_not_registered_is_a_typed_error() {
        assertThatThrownBy(() -> Sample.registry().type(Unregistered.class))
                .isInstanceOf(UnknownTypeException.class)
                .hasMessage(
                        "dev.attacca.registry.ObjectRegistryTest$Unregistered: not registered (expected one of: [Disk,"
                                + " Machine]; add it to its ObjectDomain)");
    }

    @Test
    void two_registries_share_the_generated_classes() {
        Machine one = Sample.registry().type(Machine.class).newObject(null);
        Machine other = Sample.registry().type(Machine.class).newObject(null);

        assertThat(one.getClass()).isSameAs(other.getClass()).isNotSameAs(Machine.class);
    }

    @Test
    void older_shapes_are_derived_from_the_declared_history() {
        ObjectRegistry registry = Sample.registry();
        TypeHistory history = registry.history(Objects.requireNonNull(registry.typeNamed("Machine")));

        assertThat(shape(history, "1.0"))
                .contains("colour string?", "label string", "memory int")
                .doesNotContain("root object(Disk)?", "name string", "memory long");
        assertThat(shape(history, "1.1"))
                .contains("name string", "memory int", "root object(Disk)?")
                .doesNotContain("colour string?", "label string", "memory long");
        assertThat(shape(history, "1.2")).contains("memory long").doesNotContain("memory int");
        assertThat(history.at(Version.of(1, 3))).isNull();
        assertThat(history.at(Version.of(2, 0))).isNull();
    }

    private static List<String> shape(TypeHistory history, String version) {
        Layout layout = Objects.requireNonNull(history.at(Version.parse(version)));
        return layout.fields().stream().map(LayoutField::schemaText).toList();
    }

    @Test
    void the_schema_set_is_readable_sorted_and_survives_the_way_to_a_peer() {
        SchemaSet sent = Sample.registry().schemaSet();
        SchemaSet received = SchemaSet.parse(sent.sent());

        assertThat(sent.text()).startsWith("""
                        enum Mood IDLE|BUSY|OVERWORKED
                        type Disk 1.0
                          field label string
                          field size int
                        type Machine 1.2
                          field disks list<object(Disk)>
                        """).contains("  query count(list<string>, enum(Mood)) int\n");
        assertThat(received.text()).isEqualTo(sent.text());
        assertThat(received.hash()).isEqualTo(sent.hash()).hasSize(32);
    }

    @Versioned("1.1")
    @Removed(field = "old", type = String.class, in = "1.1")
    abstract static class Impossible extends VersionedObject {
        @Widened(from = int.class, in = "1.0")
        public abstract long getSize();

        @Renamed(from = "old", in = "1.1")
        public abstract String getFresh();

        public abstract boolean isFlag();

        public abstract boolean getFlag();

        @Remotable
        public void grow(int by) {}

        @Remotable
        public void grow(Integer by) {}
    }

    @Test
    void what_no_version_can_have_is_a_problem_and_not_a_surprise() {
        assertThatThrownBy(() -> registry(List.of(Impossible.class)))
                .isInstanceOfSatisfying(
                        RegistryException.class,
                        refused -> assertThat(refused.problems())
                                .anySatisfy(
                                        problem -> assertThat(problem)
                                                .matches(
                                                        "Impossible\\.flag: both (isFlag and getFlag|getFlag and isFlag) with another"
                                                                + " parameter or prefix \\(expected: one getter and one setter\\)"))
                                .contains(
                                        "Impossible.size: widened in 1.0, the first version (expected: a later one, or"
                                                + " nothing said)",
                                        "Impossible 1.0: two fields named 'old' (expected: one; look at @Renamed, @Removed and"
                                                + " @Added of that name)",
                                        "Impossible.grow: two remotables with the signature grow(int) void (give one of them"
                                                + " another name)"));
    }

    @Test
    void lines_that_only_a_newer_peer_knows_are_passed_over() {
        String newer = Sample.registry().schemaSet().text() + "policy Machine.rename operators\n";

        SchemaSet received = SchemaSet.parse(newer.getBytes(java.nio.charset.StandardCharsets.UTF_8));

        assertThat(received.types().keySet()).map(TypeKey::toString).containsExactly("Disk", "Machine");
        assertThat(received.text()).isEqualTo(newer);
        assertThat(received.hash()).isNotEqualTo(Sample.registry().schemaSet().hash());
    }

    interface Archivable {
        @Remotable
        default void archive() {}
    }

    @Versioned("1.0")
    abstract static class Archived extends VersionedObject implements Archivable {}

    /** Overrides what the interface offers, and so can be called. */
    @Versioned("1.0")
    abstract static class ArchivedItself extends VersionedObject implements Archivable {
        @Override
        @Remotable
        public void archive() {}
    }

    @Test
    void a_remotable_of_an_interface_would_never_leave_and_is_a_problem() {
        assertThat(catchThrowableOfType(RegistryException.class, () -> registryOf(Archived.class))
                        .problems())
                .containsExactly("Archived.archive: @Remotable in the interface Archivable (expected: in a class;"
                        + " override it with @Remotable)");
        assertThat(registryOf(ArchivedItself.class).types()).hasSize(1);
    }

    private static ObjectRegistry registryOf(Class<? extends VersionedObject> type) {
        return ObjectRegistry.builder()
                .add(new ObjectDomain() {
                    @Override
                    public String name() {
                        return "archive";
                    }

                    @Override
                    public List<Class<? extends VersionedObject>> types() {
                        return List.of(type);
                    }
                })
                .build();
    }
}
