package dev.attacca.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attacca.Attacca;
import dev.attacca.annotation.Remotable;
import dev.attacca.annotation.Versioned;
import dev.attacca.error.DecodeException;
import dev.attacca.error.InvalidValueException;
import dev.attacca.error.Outcome;
import dev.attacca.indirection.UnitOfWorkFactory;
import dev.attacca.object.ObjectContext;
import dev.attacca.object.ObjectSnapshot;
import dev.attacca.object.RemotableMethod;
import dev.attacca.object.RequestContext;
import dev.attacca.object.VersionedObject;
import dev.attacca.registry.ObjectDomain;
import dev.attacca.registry.ObjectRegistry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a reader would refuse is refused by its writer: of an answer, the reader's refusal comes after the commit. */
class WriterRefusalsTest {
    static final class Nodes implements ObjectDomain {
        @Override
        public String name() {
            return "nodes";
        }

        @Override
        public List<Class<? extends VersionedObject>> types() {
            return List.of(Node.class, Leaf.class);
        }
    }

    @Versioned("1.0")
    abstract static class Node extends VersionedObject {
        public abstract String getName();

        public abstract void setName(String name);

        public abstract @Nullable Node getChild();

        public abstract void setChild(@Nullable Node child);

        public abstract @Nullable Node getParent();

        public abstract void setParent(@Nullable Node parent);

        @Remotable
        public List<String> mark(Map<String, String> marks) {
            return List.copyOf(marks.keySet());
        }
    }

    @Versioned("1.0")
    abstract static class Leaf extends Node {
        public abstract String getColour();

        public abstract void setColour(String colour);
    }

    private final ObjectRegistry registry =
            ObjectRegistry.builder().add(new Nodes()).build();
    private final ObjectContext context =
            Attacca.local(registry, UnitOfWorkFactory.NONE).context(RequestContext.create());
    private final BinaryCallCodec codec = new BinaryCallCodec(Agreement.between(registry, registry.schemaSet()));
    private final AgreedType type = codec.agreement().typed("Node");
    private final RemotableMethod mark =
            Objects.requireNonNull(registry.typeNamed("Node")).remotables().get(0);
    private final Node node = context.create(Node.class);

    private byte[] request(@Nullable Object marks) {
        return codec.writeRequest(node, mark, new @Nullable Object[] {marks});
    }

    private byte[] reply(@Nullable Object result) {
        return codec.writeReply(node, ObjectSnapshot.of(node), mark, result).body();
    }

    @Test
    void a_map_given_as_an_argument_may_have_any_order() {
        Map<String, String> marks = new LinkedHashMap<>();
        marks.put("b", "2");
        marks.put("a", "1");

        CallCodec.Request read = codec.readRequest(request(marks), type, mark, context);

        assertThat(read.arguments()).containsExactly(Map.of("a", "1", "b", "2"));
    }

    @Test
    void null_where_a_value_is_declared_is_refused_by_its_writer() {
        assertThatThrownBy(() -> request(null))
                .isInstanceOf(InvalidValueException.class)
                .hasMessage("Node.mark: argument 0: null (expected: a value; mark the parameter @Nullable to allow"
                        + " null)");
        assertThatThrownBy(() -> reply(null))
                .isInstanceOf(InvalidValueException.class)
                .hasMessage("Node.mark: result: null (expected: a value; mark the method @Nullable to allow null)");
        assertThatThrownBy(() -> reply(Arrays.asList("a", null)))
                .isInstanceOf(InvalidValueException.class)
                .hasMessage("Node.mark.result[1]: null (expected: a value; mark the element @Nullable to allow null)");
    }

    @Test
    void more_elements_than_a_reader_takes_are_refused_by_their_writer() {
        List<String> many = new ArrayList<>();
        for (int i = 0; i <= 100_000; i++) {
            many.add("");
        }

        assertThatThrownBy(() -> reply(many))
                .isInstanceOf(InvalidValueException.class)
                .hasMessage("Node.mark.result: 100001 elements (expected: at most 100000 here and 100000 in a message;"
                        + " ask for fewer at once)");
        assertThat(reply(many.subList(0, 100_000))).hasSize(1 + 1 + 1 + 3 + 100_000);
    }

    @Test
    void half_a_surrogate_pair_is_refused_and_never_sent_as_a_question_mark() {
        node.setName("cut \ud83d");

        assertThatThrownBy(() -> request(Map.of()))
                .isInstanceOf(InvalidValueException.class)
                .hasMessage("Node.name: half a surrogate pair (expected: text that UTF-8 can hold)");

        node.setName("whole \ud83d\ude00");
        Node read = (Node) Objects.requireNonNull(
                codec.readRequest(request(Map.of()), type, mark, context).receiver());
        assertThat(read.getName()).isEqualTo("whole \ud83d\ude00");
    }

    @Test
    void an_object_of_a_subclass_is_refused_and_never_read_from_the_wrong_slots() {
        Leaf leaf = context.create(Leaf.class);
        leaf.setColour("green");
        node.setChild(leaf);

        assertThatThrownBy(() -> request(Map.of()))
                .isInstanceOf(InvalidValueException.class)
                .hasMessage("Leaf: where a Node is declared (expected: exactly that class; mark it @Polymorphic to let"
                        + " subclasses stand there)");
    }

    @Test
    void a_cycle_of_changed_objects_is_refused_with_a_typed_error() {
        Node child = context.create(Node.class);
        child.setParent(node);
        node.setChild(child);

        assertThatThrownBy(() -> request(Map.of()))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("a cycle of objects cannot cross");
    }

    @Test
    void an_answer_that_cannot_be_read_does_not_say_that_its_call_was_not_applied() {
        assertThatThrownBy(() -> codec.readReply(new byte[] {0, 8}, node, mark, context))
                .isInstanceOfSatisfying(DecodeException.class, unreadable -> {
                    assertThat(unreadable.outcome()).isEqualTo(Outcome.UNKNOWN);
                    assertThat(unreadable.code()).isEqualTo(DecodeException.RANGE);
                })
                .hasMessage(
                        "Node.mark: shape 8 of updates (expected: 0, or odd and below 16); this was the answer, the call itself was carried"
                                + " out (load the object again)");
    }
}
