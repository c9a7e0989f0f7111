package dev.attacca.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attacca.annotation.Added;
import dev.attacca.annotation.NowNotNull;
import dev.attacca.annotation.NowNullable;
import dev.attacca.annotation.Removed;
import dev.attacca.annotation.Renamed;
import dev.attacca.annotation.Versioned;
import dev.attacca.error.RegistryException;
import dev.attacca.object.VersionedObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Histories that no release can have had, or that need a step nobody wrote: all told at once, when a process starts. */
class HistoryProblemsTest {
    private record Domain(List<Class<? extends VersionedObject>> types) implements ObjectDomain {
        @Override
        public String name() {
            return "histories";
        }
    }

    private static void refused(Class<? extends VersionedObject> type, String... problems) {
        assertThatThrownBy(() ->
                        ObjectRegistry.builder().add(new Domain(List.of(type))).build())
                .isInstanceOfSatisfying(
                        RegistryException.class,
                        refused -> assertThat(refused.problems()).containsExactlyInAnyOrder(problems));
    }

    @Versioned("1.3")
    abstract static class Names extends VersionedObject {
        @Renamed(from = "a", in = "1.2")
        @Renamed(from = "b", in = "1.2")
        public abstract String getTwice();

        @Renamed(from = "same", in = "1.2")
        public abstract String getSame();

        @Renamed(from = "c", in = "1.0")
        public abstract String getEarly();

        @Added(in = "1.2")
        @Renamed(from = "d", in = "1.1")
        public abstract String getBorn();
    }

    @Test
    void renamings_happen_once_a_version_after_the_first_and_to_another_name() {
        refused(
                Names.class,
                "Names.twice: renamed twice in 1.2 (expected: once for each version)",
                "Names.same: renamed in 1.2 from 'same' to the same (expected: another name, or no @Renamed)",
                "Names.early: renamed in 1.0, the first version (expected: a later one, or nothing said)",
                "Names.born: renamed in 1.1 but added in 1.2 (expected: later)");
    }

    @Versioned("1.2")
    abstract static class Nulls extends VersionedObject {
        @NowNullable(in = "1.1")
        public abstract @Nullable String getLoose();

        @NowNotNull(in = "1.2")
        public abstract String getTight();

        @NowNullable(in = "1.2")
        public abstract String getWrong();
    }

    @Test
    void a_null_that_some_version_does_not_know_needs_a_default_or_a_step() {
        refused(
                Nulls.class,
                "Nulls 1.1 -> 1.0: 'loose' may be null, which it is not in 1.0, without a rule (add @Downgrade(from = \"1.1\", to ="
                        + " \"1.0\", loses = \"...\") or @Default(\"...\")) [BACKPORT_LOSS_UNDECLARED]",
                "Nulls 1.1 -> 1.2: 'tight' may be null in older data, and nothing says what it is then (add @Upgrade(from ="
                        + " \"1.1\", to = \"1.2\") or @Default(\"...\")) [FIELD_NOW_NOT_NULL]",
                "Nulls 1.2 -> 1.1: 'wrong' may be null, which it is not in 1.1, without a rule (add @Downgrade(from = \"1.2\", to ="
                        + " \"1.1\", loses = \"...\") or @Default(\"...\")) [BACKPORT_LOSS_UNDECLARED]",
                "Nulls.wrong: nullable since 1.2, but its getter is not @Nullable (expected: what the getter says today)");
    }

    @Versioned("1.2")
    @Removed(in = "1.1")
    @Removed(field = "tags", type = List.class, in = "1.1")
    @Removed(field = "size", type = String.class, in = "1.1")
    abstract static class Gone extends VersionedObject {
        interface Past {
            @Removed(in = "1.1")
            Optional<String> getMaybe();

            @Removed(in = "1.1")
            Map<String, Integer> counts();

            @Removed(since = "1.1", in = "1.1")
            String getNever();
        }

        @Removed(in = "1.2")
        public abstract String getStill();

        @Added(in = "1.1")
        public abstract int getSize();
    }

    @Test
    void what_is_gone_was_a_field_and_left_its_name_for_a_version() {
        refused(
                Gone.class,
                "Gone: @Removed without a field (expected: field and type; or @Removed on its former getter)",
                "Gone.tags: removed field of type List (expected: a scalar, an enum, a @Versioned class or a type of its"
                        + " domain's values(); for any other, @Removed on its former getter in an interface nested in Gone)",
                "Gone.counts: @Removed on what was no getter of a field (expected: getX() or isX() as it was, with a return type"
                        + " of " + ValueTypes.SUPPORTED + ")",
                "Gone.getMaybe: @Removed on what was no getter of a field (expected: getX() or isX() as it was, with a return"
                        + " type of " + ValueTypes.SUPPORTED + ")",
                "Gone.never: removed in 1.1 but added in 1.1 (expected: later)",
                "Gone.getStill: @Removed, and still there (expected: its getter in an interface nested in Gone that nobody"
                        + " implements)",
                "Gone.size: removed in 1.1, and another field of that name is there in 1.1 (expected: a version between them"
                        + " without the name; give the new field another one)");
    }
}
