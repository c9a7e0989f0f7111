package dev.attacca.version;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attacca.annotation.Added;
import dev.attacca.annotation.Remotable;
import dev.attacca.annotation.Upgrade;
import dev.attacca.annotation.Versioned;
import dev.attacca.codec.Agreement;
import dev.attacca.codec.CodecKind;
import dev.attacca.codec.Loss;
import dev.attacca.object.ObjectQuery;
import dev.attacca.object.VersionedObject;
import dev.attacca.registry.ObjectRegistry;
import dev.attacca.registry.SchemaSet;
import dev.attacca.testing.LoopbackIndirection;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Data keeps the version it came in, wherever it is sent, until somebody sets what only a newer version has. */
class OlderDataTest extends BothCodecsTest {
    @Versioned(value = "1.1", name = "Parcel")
    abstract static class Older extends VersionedObject {
        public abstract String getName();

        public abstract void setName(String name);

        @Added(in = "1.1")
        public abstract @Nullable String getShelf();

        public abstract void setShelf(@Nullable String shelf);

        @Remotable
        public void leave() {}

        @Remotable
        public Older leaveAnd() {
            return this;
        }

        abstract static class Query extends ObjectQuery<Older> {
            @Remotable(readOnly = true)
            public List<Older> left() {
                return List.of();
            }
        }
    }

    @Versioned(value = "1.2", name = "Parcel")
    abstract static class Newer extends VersionedObject {
        static final List<Newer> LEFT = new ArrayList<>();

        public abstract String getName();

        public abstract void setName(String name);

        @Added(in = "1.1")
        public abstract @Nullable String getShelf();

        public abstract void setShelf(@Nullable String shelf);

        @Added(in = "1.2")
        public abstract @Nullable String getSeal();

        public abstract void setSeal(@Nullable String seal);

        @Remotable
        public void leave() {
            LEFT.add(this);
        }

        @Remotable
        public Newer leaveAnd() {
            LEFT.add(this);
            Newer copy = copyOf(this);
            copy.setName("copy");
            return copy;
        }

        abstract static class Query extends ObjectQuery<Newer> {
            @Remotable(readOnly = true)
            public List<Newer> left() {
                return LEFT;
            }
        }
    }

    /** The newest, a patch later. */
    @Versioned(value = "1.2.4", name = "Parcel")
    abstract static class Patched extends VersionedObject {
        public abstract String getName();

        public abstract void setName(String name);

        @Added(in = "1.1")
        public abstract @Nullable String getShelf();

        @Added(in = "1.2")
        public abstract @Nullable String getSeal();

        @Remotable
        public void leave() {}

        @Remotable
        public @Nullable Patched leaveAnd() {
            return null;
        }

        abstract static class Query extends ObjectQuery<Patched> {
            @Remotable(readOnly = true)
            public List<Patched> left() {
                return List.of();
            }
        }
    }

    private static final ObjectRegistry NEWER = Releases.of(List.of(Newer.class));

    private final LoopbackIndirection olderCaller = between(Older.class, Newer.class);
    private final LoopbackIndirection newerCaller = between(Newer.class, Newer.class);

    private Newer left() {
        Newer.LEFT.clear();
        Older parcel = olderCaller.context().create(Older.class);
        parcel.setName("books");
        parcel.setShelf("A");
        parcel.leave();
        return Newer.LEFT.get(0);
    }

    private Newer fetched() {
        return newerCaller.context().query(Newer.Query.class).left().get(0);
    }

    OlderDataTest(CodecKind codec) {
        super(codec);
    }

    @Test
    void an_object_received_at_an_older_version_has_that_version() {
        assertThat(left().version()).isEqualTo(Version.of(1, 1));
    }

    @Test
    void it_stays_there_when_it_is_sent_on_to_a_peer_that_knows_more() {
        left();

        Newer received = fetched();

        assertThat(received.version()).isEqualTo(Version.of(1, 1));
        assertThat(received.isSet("seal")).isFalse();
        assertThat(received.getShelf()).isEqualTo("A");
    }

    @Test
    void it_stays_there_when_it_goes_back_to_where_it_came_from() {
        left();

        Older back = olderCaller.context().query(Older.Query.class).left().get(0);

        assertThat(back.version()).isEqualTo(Version.of(1, 1));
        assertThat(back.getName()).isEqualTo("books");
        assertThat(olderCaller.losses()).isEmpty();
    }

    @Test
    void it_stays_there_over_two_hops_and_in_copies() {
        left();
        Newer once = fetched();

        Newer twice = once.leaveAnd();

        assertThat(VersionedObject.copyOf(once).version()).isEqualTo(Version.of(1, 1));
        assertThat(twice.version()).isEqualTo(Version.of(1, 1));
        assertThat(Newer.LEFT.get(1).version()).isEqualTo(Version.of(1, 1));
    }

    @Test
    void setting_what_only_a_newer_version_has_makes_it_newer_data() {
        Newer parcel = left();

        parcel.setSeal("red");

        assertThat(parcel.version()).isEqualTo(Version.of(1, 2));
        assertThat(fetched().version()).isEqualTo(Version.of(1, 2));
        assertThat(fetched().getSeal()).isEqualTo("red");
    }

    @Test
    void what_was_set_in_a_newer_field_never_reaches_an_older_reader_and_is_told() {
        left().setSeal("red");

        Older back = olderCaller.context().query(Older.Query.class).left().get(0);

        assertThat(back.version()).isEqualTo(Version.of(1, 1));
        assertThat(olderCaller.losses()).map(Loss::toString).containsExactly("Parcel.seal: not in 1.1");
    }

    @Test
    void an_upgrade_step_that_completes_the_data_makes_it_newer_data() {
        Older parcel = between(Older.class, FillingParcel.class).context().create(Older.class);
        parcel.setName("books");

        parcel.leave();

        assertThat(Objects.requireNonNull(FillingParcel.seen)).isEqualTo("1.2 unbroken");
    }

    /** Fills at once what older data lacks. */
    @Versioned(value = "1.2", name = "Parcel")
    abstract static class FillingParcel extends VersionedObject {
        static @Nullable String seen;

        public abstract String getName();

        public abstract void setName(String name);

        @Added(in = "1.1")
        public abstract @Nullable String getShelf();

        @Added(in = "1.2")
        public abstract @Nullable String getSeal();

        @Remotable
        public void leave() {
            seen = version() + " " + getSeal();
        }

        @Upgrade(from = "1.1", to = "1.2")
        static void seal(SnapshotEditor snapshot) {
            if (!snapshot.isSet("seal")) {
                snapshot.set("seal", "unbroken");
            }
        }
    }

    @Test
    void a_new_object_has_the_newest_version_from_the_start() {
        assertThat(newerCaller.context().create(Newer.class).version()).isEqualTo(Version.of(1, 2));
        assertThat(NEWER.type(Newer.class).version()).isEqualTo(Version.of(1, 2));
    }

    @Test
    void a_patch_changes_nothing_between_peers_in_either_direction() {
        LoopbackIndirection patchedCaller = between(Patched.class, Newer.class);
        LoopbackIndirection patchedConductor = between(Newer.class, Patched.class);
        Newer.LEFT.clear();
        Patched patched = patchedCaller.context().create(Patched.class);
        patched.setName("books");

        patched.leave();
        patchedConductor.context().create(Newer.class).leave();

        assertThat(patched.version()).isEqualTo(Version.parse("1.2.4"));
        assertThat(Newer.LEFT.get(0).version()).isEqualTo(Version.of(1, 2));
        assertThat(patchedCaller
                        .context()
                        .query(Patched.Query.class)
                        .left()
                        .get(0)
                        .version())
                .isEqualTo(Version.parse("1.2.4"));
        assertThat(patchedCaller.agreement().skew()).isEmpty();
        assertThat(patchedConductor.agreement().skew()).isEmpty();
    }

    @Test
    void a_patch_in_a_peers_schema_set_is_passed_over() {
        String text = NEWER.schemaSet().text().replace("type Parcel 1.2", "type Parcel 1.2.7");

        SchemaSet received = SchemaSet.parse(text.getBytes(StandardCharsets.UTF_8));

        assertThat(Objects.requireNonNull(received.typeNamed("Parcel")).version())
                .isEqualTo(Version.of(1, 2));
        assertThat(Agreement.between(NEWER, received).skew()).isEmpty();
    }
}
