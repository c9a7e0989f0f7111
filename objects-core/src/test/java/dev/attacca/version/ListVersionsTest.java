package dev.attacca.version;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attacca.annotation.Added;
import dev.attacca.annotation.Remotable;
import dev.attacca.annotation.Versioned;
import dev.attacca.codec.CodecKind;
import dev.attacca.error.VersionMismatchException;
import dev.attacca.object.ObjectContext;
import dev.attacca.object.ObjectList;
import dev.attacca.object.ObjectQuery;
import dev.attacca.object.VersionedObject;
import dev.attacca.testing.LoopbackIndirection;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The version of a list and those of its objects are agreed one by one, whichever side is the newer one of each. */
class ListVersionsTest extends BothCodecsTest {
    /** Its list is the newer one. */
    static final class Ours {
        @Versioned("1.0")
        abstract static class Port extends VersionedObject {
            public abstract int getNumber();

            public abstract void setNumber(int number);
        }

        @Versioned("1.2")
        abstract static class PortList extends ObjectList<Ours.Port> {
            @Added(in = "1.2")
            public abstract @Nullable String getPlace();

            public abstract void setPlace(@Nullable String place);

            @Remotable
            public void renumber(int from) {}

            abstract static class Query extends ObjectQuery<Ours.PortList> {
                @Remotable(readOnly = true)
                public Ours.PortList list(int size) {
                    throw new IllegalStateException("here?");
                }

                @Remotable(readOnly = true)
                public String described(Ours.PortList list) {
                    throw new IllegalStateException("here?");
                }
            }
        }
    }

    /** Its objects are the newer ones. */
    static final class Theirs {
        @Versioned("1.3")
        abstract static class Port extends VersionedObject {
            public abstract int getNumber();

            public abstract void setNumber(int number);

            @Added(in = "1.3")
            public abstract @Nullable String getSpeed();

            public abstract void setSpeed(@Nullable String speed);
        }

        @Versioned("1.1")
        abstract static class PortList extends ObjectList<Theirs.Port> {
            @Remotable
            public void renumber(int from) {
                int number = from;
                for (Theirs.Port port : this) {
                    port.setNumber(number++);
                    port.setSpeed("10G");
                }
            }

            abstract static class Query extends ObjectQuery<Theirs.PortList> {
                @Remotable(readOnly = true)
                public Theirs.PortList list(int size) {
                    Theirs.PortList list = context().create(Theirs.PortList.class);
                    list.setObjects(IntStream.range(0, size)
                            .mapToObj(number -> {
                                Theirs.Port port = context().create(Theirs.Port.class);
                                port.setNumber(number);
                                port.setSpeed("1G");
                                return port;
                            })
                            .toList());
                    list.resetChanges();
                    return list;
                }

                @Remotable(readOnly = true)
                public String described(Theirs.PortList list) {
                    return list + " of " + list.getObjects();
                }
            }
        }
    }

    private final LoopbackIndirection loopback =
            between(List.of(Ours.PortList.class, Ours.Port.class), List.of(Theirs.PortList.class, Theirs.Port.class));
    private final ObjectContext context = loopback.context();

    ListVersionsTest(CodecKind codec) {
        super(codec);
    }

    private Ours.PortList list(int size) {
        return context.query(Ours.PortList.Query.class).list(size);
    }

    @Test
    void a_list_comes_in_its_version_and_its_objects_in_theirs() {
        Ours.PortList list = list(2);

        assertThat(list.version()).isEqualTo(Version.of(1, 1));
        assertThat(list.isSet("place")).isFalse();
        assertThat(list).extracting(Ours.Port::getNumber).containsExactly(0, 1);
        assertThat(list).extracting(VersionedObject::version).containsOnly(Version.of(1, 0));
    }

    @Test
    void what_goes_there_has_neither_more_nor_less_than_they_know() {
        Ours.PortList list = list(1);
        Ours.PortList.Query query = context.query(Ours.PortList.Query.class);

        assertThat(query.described(list)).isEqualTo("PortList 1.1[objects=1 object] of [Port 1.0[number=0, speed=-]]");
        list.setPlace("rack 7");
        assertThatThrownBy(() -> query.described(list))
                .isInstanceOf(VersionMismatchException.class)
                .hasMessageContaining("would lose [PortList.place: not in 1.1]");
    }

    @Test
    void a_call_of_the_list_brings_its_objects_up_to_date_in_their_version() {
        Ours.PortList list = list(2);
        Ours.Port first = list.get(0);

        list.renumber(7);

        assertThat(list.get(0)).isSameAs(first);
        assertThat(list).extracting(Ours.Port::getNumber).containsExactly(7, 8);
        assertThat(first.changes()).containsExactly("number");
        assertThat(first.version()).isEqualTo(Version.of(1, 0));
        assertThat(list.changes()).containsExactly("objects");
    }
}
