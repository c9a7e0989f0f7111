package dev.attacca.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.attacca.annotation.Key;
import dev.attacca.annotation.Lazy;
import dev.attacca.annotation.Loads;
import dev.attacca.annotation.Remotable;
import dev.attacca.annotation.Versioned;
import dev.attacca.error.RegistryException;
import dev.attacca.object.ObjectQuery;
import dev.attacca.object.VersionedObject;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BulkLoadersTest {
    @Versioned("1.0")
    abstract static class Wrong extends VersionedObject {
        @Key
        public abstract int getId();

        public abstract @Nullable String getMaybe();

        @Lazy
        public abstract String getText();

        @Remotable(readOnly = true)
        protected String loadText() {
            return "";
        }

        abstract static class Query extends ObjectQuery<Wrong> {
            @Remotable(readOnly = true)
            @Loads(field = "id")
            public List<Integer> ofNoLazyField(List<Integer> ids) {
                return ids;
            }

            @Remotable(readOnly = true)
            @Loads(field = "text", by = "colour")
            public List<String> byNoField(List<String> colours) {
                return colours;
            }

            @Remotable(readOnly = true)
            @Loads(field = "text", by = "maybe")
            public List<String> byWhatMayBeNull(List<String> maybes) {
                return maybes;
            }

            @Remotable(readOnly = true)
            @Loads(field = "text")
            public List<String> ofAnotherType(List<String> ids) {
                return ids;
            }

            @Remotable
            @Loads(field = "text")
            public List<String> writing(List<Integer> ids) {
                return List.of();
            }

            @Remotable(readOnly = true)
            @Loads(field = "text")
            public List<String> good(List<Integer> ids) {
                return List.of();
            }

            @Remotable(readOnly = true)
            @Loads(field = "text")
            public List<String> second(List<Integer> ids) {
                return List.of();
            }
        }
    }

    private record Domain() implements ObjectDomain {
        @Override
        public String name() {
            return "wrong";
        }

        @Override
        public List<Class<? extends VersionedObject>> types() {
            return List.of(Wrong.class);
        }
    }

    @Test
    void what_does_not_fit_its_field_is_a_problem_at_the_start() {
        RegistryException refused = catchThrowableOfType(
                RegistryException.class,
                () -> ObjectRegistry.builder().add(new Domain()).build());

        assertThat(refused.problems())
                .containsExactlyInAnyOrder(
                        "Wrong.Query.ofNoLazyField: @Loads of id (expected: a @Lazy field of Wrong with its loader)",
                        "Wrong.Query.byNoField: @Loads by colour (expected: a field of Wrong)",
                        "Wrong.Query.byWhatMayBeNull: @Loads by maybe, which may be null (expected: a field that is not,"
                                + " or a nullable text)",
                        "Wrong.Query.ofAnotherType: @Loads with ofAnotherType(list<string>) list<string> (expected: one"
                                + " list<int>, a list<string> as result)",
                        "Wrong.Query.writing: @Loads on a method that may write (expected: readOnly = true)",
                        "Wrong.Query.second: @Loads of text, as another method does (expected: one of them)");
    }
}
