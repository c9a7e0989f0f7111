package dev.attacca.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attacca.Attacca;
import dev.attacca.annotation.Added;
import dev.attacca.annotation.Downgrade;
import dev.attacca.annotation.Remotable;
import dev.attacca.annotation.Removed;
import dev.attacca.annotation.Upgrade;
import dev.attacca.annotation.Versioned;
import dev.attacca.error.VersionStepException;
import dev.attacca.indirection.UnitOfWorkFactory;
import dev.attacca.object.ObjectContext;
import dev.attacca.object.ObjectSnapshot;
import dev.attacca.object.RemotableMethod;
import dev.attacca.object.RequestContext;
import dev.attacca.object.VersionedObject;
import dev.attacca.registry.ObjectDomain;
import dev.attacca.registry.ObjectRegistry;
import dev.attacca.version.SnapshotEditor;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class WrittenStepsTest {
    record Domain(List<Class<? extends VersionedObject>> types) implements ObjectDomain {
        @Override
        public String name() {
            return "boxes";
        }
    }

    /** A box before colour became paint, and shade went away. */
    static final class Before {
        enum Shade {
            LIGHT,
            GREY,
            DARK
        }

        @Versioned("1.0")
        abstract static class Box extends VersionedObject {
            public abstract String getName();

            public abstract void setName(String name);

            public abstract @Nullable String getColour();

            public abstract void setColour(@Nullable String colour);

            public abstract Before.Shade getShade();

            public abstract void setShade(Before.Shade shade);

            @Remotable
            public void save() {}
        }
    }

    /** A box since then. */
    static final class Since {
        enum Shade {
            LIGHT,
            DARK
        }

        @Versioned("1.1")
        @Removed(field = "colour", type = String.class, in = "1.1")
        @Removed(field = "shade", type = Since.Shade.class, nullable = false, in = "1.1")
        abstract static class Box extends VersionedObject {
            public abstract String getName();

            public abstract void setName(String name);

            @Added(in = "1.1")
            public abstract @Nullable String getPaint();

            public abstract void setPaint(@Nullable String paint);

            @Added(in = "1.1")
            public abstract String getFinish();

            public abstract void setFinish(String finish);

            @Remotable
            public void save() {}

            @Upgrade(from = "1.0", to = "1.1")
            static void paintFromColour(SnapshotEditor snapshot) {
                if (snapshot.isSet("colour")) {
                    snapshot.set("paint", snapshot.get("colour"));
                }
            }

            @Upgrade(from = "1.0", to = "1.1")
            static void finishWhatHasNone(SnapshotEditor snapshot) {
                if (snapshot.isSet("shade") && snapshot.get("shade") == Since.Shade.DARK) {
                    snapshot.set("finish", 5);
                } else if (!snapshot.isSet("finish")) {
                    snapshot.set("finish", "matt");
                }
            }

            @Downgrade(from = "1.1", to = "1.0", loses = "")
            static void colourFromPaint(SnapshotEditor snapshot) {
                if (snapshot.isSet("paint")) {
                    snapshot.set("colour", snapshot.get("paint"));
                }
            }
        }
    }

    private static final class Side {
        final ObjectContext context;
        final BinaryCallCodec codec;
        final RemotableMethod save;

        Side(Class<? extends VersionedObject> mine, Class<? extends VersionedObject> theirs) {
            ObjectRegistry registry = registry(mine);
            context = Attacca.local(registry, UnitOfWorkFactory.NONE).context(RequestContext.create());
            codec = new BinaryCallCodec(
                    Agreement.between(registry, registry(theirs).schemaSet()));
            save = Objects.requireNonNull(registry.typeNamed("Box"))
                    .remotables()
                    .get(0);
        }

        private static ObjectRegistry registry(Class<? extends VersionedObject> type) {
            return ObjectRegistry.builder().add(new Domain(List.of(type))).build();
        }

        byte[] request(VersionedObject box) {
            return codec.writeRequest(box, save, new Object[0]);
        }

        VersionedObject receive(byte[] request) {
            AgreedType type = codec.agreement().typed("Box");
            return Objects.requireNonNull(
                    codec.readRequest(request, type, save, context).receiver());
        }

        byte[] answer(byte[] request, Consumer<VersionedObject> body) {
            VersionedObject received = receive(request);
            ObjectSnapshot before = ObjectSnapshot.of(received);
            body.accept(received);
            received.resetChanges();
            return codec.writeReply(received, before, save, null).body();
        }

        void apply(byte[] answer, VersionedObject receiver) {
            codec.readReply(answer, receiver, save, context).updates().forEach(Runnable::run);
        }
    }

    private final Side oldAgent = new Side(Before.Box.class, Since.Box.class);
    private final Side newConductor = new Side(Since.Box.class, Before.Box.class);
    private final Side newAgent = new Side(Since.Box.class, Before.Box.class);
    private final Side oldConductor = new Side(Before.Box.class, Since.Box.class);

    @Test
    void what_an_older_caller_changed_in_a_removed_field_is_a_change_of_the_field_a_step_sets_from_it() {
        Before.Box box = oldAgent.context.create(Before.Box.class);
        box.setColour("red");

        Since.Box received = (Since.Box) newConductor.receive(oldAgent.request(box));

        assertThat(received.getPaint()).isEqualTo("red");
        assertThat(received.getFinish()).isEqualTo("matt");
        assertThat(received.changes()).containsExactly("paint");
    }

    @Test
    void an_older_caller_is_told_in_the_removed_field_what_changed_in_its_successor() {
        Before.Box box = oldAgent.context.create(Before.Box.class);
        box.setColour("red");

        byte[] answer = newConductor.answer(oldAgent.request(box), there -> ((Since.Box) there).setPaint("blue"));
        oldAgent.apply(answer, box);

        assertThat(box.getColour()).isEqualTo("blue");
        assertThat(box.changes()).isEmpty();
    }

    @Test
    void a_step_that_fills_unset_fields_leaves_alone_what_the_newer_caller_has_in_them() {
        Since.Box box = newAgent.context.create(Since.Box.class);
        box.setName("n");
        box.setFinish("gloss");
        box.resetChanges();

        byte[] answer = oldConductor.answer(newAgent.request(box), there -> ((Before.Box) there).setName("new"));
        newAgent.apply(answer, box);

        assertThat(box.getName()).isEqualTo("new");
        assertThat(box.getFinish()).isEqualTo("gloss");
    }

    @Test
    void the_enum_of_a_removed_field_crosses_by_the_constants_both_sides_know() {
        Before.Box box = oldAgent.context.create(Before.Box.class);
        box.setShade(Before.Shade.LIGHT);

        Since.Box received = (Since.Box) newConductor.receive(oldAgent.request(box));

        assertThat(received.getFinish()).isEqualTo("matt");
    }

    @Test
    void a_step_that_sets_a_value_of_another_type_is_told_so_at_once() {
        Before.Box box = oldAgent.context.create(Before.Box.class);
        box.setShade(Before.Shade.DARK);
        byte[] request = oldAgent.request(box);

        assertThatThrownBy(() -> newConductor.receive(request))
                .isInstanceOf(VersionStepException.class)
                .hasMessage("Box.finishWhatHasNone (1.0 -> 1.1): Box 1.1.finish: a Integer (expected: string)");
    }
}
