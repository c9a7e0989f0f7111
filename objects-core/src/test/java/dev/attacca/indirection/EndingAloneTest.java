package dev.attacca.indirection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.attacca.Attacca;
import dev.attacca.annotation.Added;
import dev.attacca.annotation.Downgrade;
import dev.attacca.annotation.Remotable;
import dev.attacca.annotation.Versioned;
import dev.attacca.codec.Agreement;
import dev.attacca.codec.BodyMemory;
import dev.attacca.codec.CallCodec;
import dev.attacca.codec.CodecKind;
import dev.attacca.codec.InboundCall;
import dev.attacca.error.InvalidValueException;
import dev.attacca.error.Outcome;
import dev.attacca.error.RemoteFailureException;
import dev.attacca.object.ActionRequest;
import dev.attacca.object.ObjectContext;
import dev.attacca.object.ObjectSnapshot;
import dev.attacca.object.RemotableMethod;
import dev.attacca.object.RequestContext;
import dev.attacca.object.VersionedObject;
import dev.attacca.registry.ObjectDomain;
import dev.attacca.registry.ObjectRegistry;
import dev.attacca.testing.LoopbackIndirection;
import dev.attacca.version.SnapshotEditor;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** When the one write of a call may be a transaction of its own: only where nothing that follows it can fail. */
class EndingAloneTest {
    private static final ObjectRegistry V1_0 = registry(First.Note.class);
    private static final ObjectRegistry V1_1 = registry(Second.Note.class);
    private static final ObjectRegistry V1_2 = registry(Third.Note.class);

    private final List<String> events = new ArrayList<>();

    record Notes(List<Class<? extends VersionedObject>> types) implements ObjectDomain {
        @Override
        public String name() {
            return "notes";
        }
    }

    /** The first release. */
    static final class First {
        @Versioned("1.0")
        abstract static class Note extends VersionedObject {
            public abstract long getRevision();

            public abstract void setRevision(long revision);

            @Remotable
            public String save(int length) {
                return "n".repeat(length);
            }
        }
    }

    /** A field more. */
    static final class Second {
        @Versioned("1.1")
        abstract static class Note extends VersionedObject {
            public abstract long getRevision();

            public abstract void setRevision(long revision);

            @Added(in = "1.1")
            public abstract @Nullable String getText();

            public abstract void setText(@Nullable String text);

            @Remotable
            public String save(int length) {
                return "n".repeat(length);
            }
        }
    }

    /** A step of a domain's own on the way down. */
    static final class Third {
        @Versioned("1.2")
        abstract static class Note extends VersionedObject {
            public abstract long getRevision();

            public abstract void setRevision(long revision);

            @Added(in = "1.1")
            public abstract @Nullable String getText();

            public abstract void setText(@Nullable String text);

            @Remotable
            public String save(int length) {
                return "n".repeat(length);
            }

            @Downgrade(from = "1.2", to = "1.1", loses = "")
            static void nothing(SnapshotEditor snapshot) {}
        }
    }

    private static ObjectRegistry registry(Class<? extends VersionedObject> type) {
        return ObjectRegistry.builder().add(new Notes(List.of(type))).build();
    }

    /** Units whose bodies leave one write to the end. */
    private UnitOfWorkFactory units() {
        return (context, method) -> new UnitOfWorkFactory.OpenUnit() {
            @Override
            public <S> S service(Class<S> serviceType) {
                throw new AssertionError(serviceType);
            }

            @Override
            public boolean endsAlone() {
                return true;
            }

            @Override
            public void finish(boolean alone) {
                events.add(alone ? "write alone" : "write");
            }

            @Override
            public void commit() {
                events.add("commit");
            }

            @Override
            public void close() {
                events.add("close");
            }
        };
    }

    private List<String> saved(ObjectContext context, int length) {
        VersionedObject note =
                context.create(context.factory().types().get(0).javaType().asSubclass(VersionedObject.class));
        if (note instanceof First.Note first) {
            first.save(length);
        } else if (note instanceof Second.Note second) {
            second.save(length);
        } else if (note instanceof Third.Note third) {
            third.save(length);
        }
        return List.copyOf(events);
    }

    private List<String> saved(ObjectRegistry caller, ObjectRegistry conductor, CodecKind codec, int length) {
        return saved(
                LoopbackIndirection.between(caller, conductor, units(), codec).context(), length);
    }

    @Test
    void in_place() {
        assertThat(saved(Attacca.local(V1_0, units()).context(RequestContext.create()), 1))
                .containsExactly("write alone", "close");
    }

    @Test
    void for_a_caller_of_the_same_release() {
        assertThat(saved(V1_2, V1_2, CodecKind.BINARY, 1)).containsExactly("write alone", "close");
    }

    @Test
    void for_a_caller_who_knows_less_or_more() {
        assertThat(saved(V1_0, V1_1, CodecKind.BINARY, 1)).containsExactly("write alone", "close");
        events.clear();
        assertThat(saved(V1_1, V1_0, CodecKind.BINARY, 1)).containsExactly("write alone", "close");
    }

    @Test
    void not_where_a_step_of_the_domain_lies_between() {
        assertThat(saved(V1_1, V1_2, CodecKind.BINARY, 1)).containsExactly("write", "commit", "close");
        events.clear();
        assertThat(saved(V1_0, V1_2, CodecKind.BINARY, 1)).containsExactly("write", "commit", "close");
    }

    @Test
    void not_where_the_answer_is_long() {
        assertThat(saved(V1_0, V1_0, CodecKind.BINARY, 5_000)).containsExactly("write", "commit", "close");
    }

    @Test
    void not_in_json() {
        assertThat(saved(V1_0, V1_0, CodecKind.JSON, 1)).containsExactly("write", "commit", "close");
    }

    @Test
    void what_would_undo_the_call_comes_before_the_write() {
        ObjectContext context = Attacca.local(V1_0, UnitOfWorkFactory.NONE).context(RequestContext.create());
        RemotableMethod save =
                Objects.requireNonNull(V1_0.typeNamed("Note")).remotables().get(0);
        CallCodec codec = CallCodec.binary(Agreement.between(V1_0, V1_0.schemaSet()));
        byte[] body = codec.writeRequest(context.create(First.Note.class), save, new Object[] {1});
        InboundCall call = new InboundCall(codec, 0, 0, false, ByteBuffer.wrap(body)).decode(context);

        assertThatThrownBy(() -> call.run(new LocalIndirection(units()), BodyMemory.NEW, reply -> {
                    throw new InvalidValueException("cancelled");
                }))
                .hasMessage("cancelled");
        assertThat(events).containsExactly("close");
    }

    @Test
    void whatever_goes_wrong_after_it_does_not_look_like_a_refusal() {
        ObjectContext context = Attacca.local(V1_0, units()).context(RequestContext.create());
        RemotableMethod save =
                Objects.requireNonNull(V1_0.typeNamed("Note")).remotables().get(0);
        ActionRequest request = new ActionRequest(context.create(First.Note.class), save, new Object[] {1});

        RemoteFailureException broken = catchThrowableOfType(
                RemoteFailureException.class, () -> new LocalIndirection(units()).perform(request, new Breaking()));

        assertThat(broken.outcome()).isEqualTo(Outcome.UNKNOWN);
        assertThat(broken)
                .hasMessage(
                        "Note.save: applied, but its answer cannot be given (expected: one that was certain before);"
                                + " read what is stored");
        assertThat(events).containsExactly("write alone", "close");
    }

    /** Is certain, and breaks. */
    private static final class Breaking implements LocalIndirection.Completion<@Nullable Object, String> {
        @Override
        public String complete(@Nullable Object returned, ObjectSnapshot before) {
            throw new IllegalStateException("cannot");
        }

        @Override
        public LocalIndirection.@Nullable Completion<@Nullable Object, String> certain(
                @Nullable Object returned, ObjectSnapshot before) {
            return this;
        }
    }
}
