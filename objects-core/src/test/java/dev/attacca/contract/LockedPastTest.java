package dev.attacca.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attacca.annotation.Default;
import dev.attacca.annotation.NowNotNull;
import dev.attacca.annotation.NowNullable;
import dev.attacca.annotation.Removed;
import dev.attacca.annotation.Renamed;
import dev.attacca.annotation.Sensitive;
import dev.attacca.annotation.Versioned;
import dev.attacca.object.VersionedObject;
import dev.attacca.registry.ObjectDomain;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Each version of a class can be read from its newest lock: every name, every type, every null. */
class LockedPastTest {
    @Versioned("1.4")
    @Removed(field = "mark", type = String.class, in = "1.1")
    @Removed(field = "mark", type = int.class, since = "1.2", in = "1.3")
    abstract static class Town extends VersionedObject {
        interface Past {
            @Removed(in = "1.2")
            @Sensitive
            Map<String, @Nullable String> getKeys();
        }

        @Renamed(from = "label", in = "1.4")
        @Renamed(from = "title", in = "1.2")
        public abstract String getName();

        @NowNullable(in = "1.1")
        @Default("nobody")
        public abstract @Nullable String getMayor();

        @NowNullable(in = "1.1")
        @NowNotNull(in = "1.3")
        @Default("0")
        public abstract int getSouls();
    }

    private static final String LOCK = """
            attacca objects lock 1
            class Town 1.4
              field mayor: string?; read-only; not-null until 1.1; default "nobody"
              field name: string; read-only; named label until 1.4; named title until 1.2
              field souls: int; read-only; nullable until 1.3; not-null until 1.1; default "0"
              removed keys: map<string, string?>; sensitive; gone 1.2
              removed mark: int; since 1.2; gone 1.3
              removed mark: string?; gone 1.1
            """;

    private static final ObjectDomain DOMAIN = new ObjectDomain() {
        @Override
        public String name() {
            return "towns";
        }

        @Override
        public List<Class<? extends VersionedObject>> types() {
            return List.of(Town.class);
        }
    };

    @Test
    void renamings_nulls_and_removed_fields_are_stated_a_line_each() {
        assertThat(ObjectsLock.of(DOMAIN).text()).isEqualTo(LOCK);
        assertThat(ObjectsLock.parse("towns.lock", LOCK).text()).isEqualTo(LOCK);
    }

    @Test
    void the_changelog_says_in_which_version_a_field_began_or_ceased_to_be_nullable() {
        ObjectsLock older = ObjectsLock.parse("1.0.lock", """
                        attacca objects lock 1
                        class Town 1.0
                          field keys: map<string, string?>; sensitive
                          field mark: string?
                          field mayor: string; read-only; default "nobody"
                          field souls: int; read-only; default "0"
                          field title: string; read-only
                        """);

        assertThat(ObjectsLock.of(DOMAIN).changelogSince(older)).isEqualTo("""
                        Town 1.1
                          - mayor may be null
                          - souls may be null
                          - field mark is gone
                        Town 1.2
                          - title is called label
                          - field keys is gone
                        Town 1.3
                          - souls is never null
                        Town 1.4
                          - label is called name
                        """);
    }
}
