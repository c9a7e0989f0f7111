package dev.attacca.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attacca.Attacca;
import dev.attacca.annotation.Remotable;
import dev.attacca.annotation.Versioned;
import dev.attacca.error.DecodeException;
import dev.attacca.error.InvalidValueException;
import dev.attacca.indirection.UnitOfWorkFactory;
import dev.attacca.object.ActionRequest;
import dev.attacca.object.ObjectContext;
import dev.attacca.object.ObjectQuery;
import dev.attacca.object.RemotableMethod;
import dev.attacca.object.RequestContext;
import dev.attacca.object.VersionedObject;
import dev.attacca.registry.ObjectDomain;
import dev.attacca.registry.ObjectRegistry;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Objects that come again in a message: only to what was there, and never meaning more than a message may hold. */
class HostileReferencesTest {
    /** A list with one object, in 3 bytes: the count, its shape, its fields. */
    private static final String ONE_EMPTY = "01 06 00";

    private static final class Trees implements ObjectDomain {
        @Override
        public String name() {
            return "trees";
        }

        @Override
        public List<Class<? extends VersionedObject>> types() {
            return List.of(Leaf.class, Tree.class);
        }
    }

    @Versioned("1.0")
    abstract static class Leaf extends VersionedObject {
        public abstract int getAge();
    }

    @Versioned("1.0")
    abstract static class Tree extends VersionedObject {
        public abstract @Nullable Tree getLeft();

        public abstract void setLeft(@Nullable Tree left);

        public abstract @Nullable Tree getRight();

        public abstract void setRight(@Nullable Tree right);

        abstract static class Query extends ObjectQuery<Tree> {
            @Remotable(readOnly = true)
            public int grow(List<Tree> trees) {
                return trees.size();
            }

            @Remotable(readOnly = true)
            public int prune(Set<Tree> trees) {
                return trees.size();
            }

            @Remotable(readOnly = true)
            public Set<Tree> forest() {
                return Set.of();
            }

            @Remotable(readOnly = true)
            public int shed(List<Tree> trees, List<Leaf> leaves) {
                return trees.size() + leaves.size();
            }
        }
    }

    private static final ObjectRegistry REGISTRY =
            ObjectRegistry.builder().add(new Trees()).build();
    private static final Agreement AGREEMENT = Agreement.between(REGISTRY, REGISTRY.schemaSet());

    private final ObjectContext context =
            Attacca.local(REGISTRY, UnitOfWorkFactory.NONE).context(RequestContext.create());
    private final CallCodec codec = CallCodec.binary(AGREEMENT);
    private final AgreedType type = AGREEMENT.typed("Tree");

    private static RemotableMethod method(String name) {
        return REGISTRY.queryType(Tree.Query.class).remotables().stream()
                .filter(remotable -> remotable.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private List<?> read(String name, byte[] body) {
        Object[] arguments = codec.open(type.id(), type.idOf(method(name)), true, ByteBuffer.wrap(body))
                .read(context)
                .arguments();
        return (List<?>) arguments[0];
    }

    private List<?> read(String name, String hex) {
        return read(name, HexFormat.of().parseHex("00" + hex.replace(" ", "")));
    }

    private void refused(String name, String hex, String code, String message) {
        assertThatThrownBy(() -> read(name, hex))
                .isInstanceOfSatisfying(
                        DecodeException.class,
                        refused -> assertThat(refused.code()).isEqualTo(code))
                .hasMessageEndingWith(message);
    }

    private byte[] written(Tree... trees) {
        return CallCodec.copy(codec.ask(
                        new ActionRequest(
                                context.query(Tree.Query.class), method("grow"), new Object[] {List.of(trees)}),
                        BodyMemory.NEW)
                .body());
    }

    private Tree tree(@Nullable Tree left, @Nullable Tree right) {
        Tree tree = context.create(Tree.class);
        tree.setLeft(left);
        tree.setRight(right);
        return tree;
    }

    @Test
    void an_object_comes_again_by_its_number() {
        List<?> trees = read("grow", "01 03 06 00 80 00 80 00");

        assertThat(trees).hasSize(3).allSatisfy(each -> assertThat(each).isSameAs(trees.get(0)));
    }

    @Test
    void only_what_was_there_and_may_stand_there_comes_again() {
        refused("grow", "01 02 06 00 80 01", DecodeException.RANGE, "object 1 again (expected: one that was there)");
        refused(
                "grow",
                "01 02 06 00 80 ff ff ff ff 0f",
                DecodeException.RANGE,
                "object 4294967295 again (expected: one that was there)");
        refused("grow", "01 02 06 00 81 00 00", DecodeException.RANGE, "object 0 again (expected: one that was there)");
        refused(
                "grow",
                "01 02 06 00 82 00",
                DecodeException.RANGE,
                "shape 130 of an object (expected: below 128, or 128 or 129)");
        refused(
                "shed",
                "01" + ONE_EMPTY + "01 01 80 00",
                DecodeException.WRONG_TYPE,
                "a Tree again (expected: a Leaf)");
        refused("grow", "01 02 06 00 80", DecodeException.BAD_SIZE, "the bytes end too early (expected: more)");
    }

    @Test
    void a_set_holds_no_object_that_came_before_in_it() {
        refused("prune", "01 02 06 00 80 00", DecodeException.WRONG_TYPE, "[1]: an object twice (expected: each once)");
        String tree = "{\"versioned_object.name\":\"Tree\",\"versioned_object.namespace\":\"attacca\","
                + "\"versioned_object.version\":\"1.0\",\"versioned_object.data\":{}}";
        byte[] twice = ("{\"result\":[" + tree + ",{\"$ref\":\"#/result/0\"}]}").getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> CallCodec.json(REGISTRY, AGREEMENT).readReply(twice, null, method("forest"), context))
                .isInstanceOf(DecodeException.class)
                .hasMessageStartingWith("Tree.Query.forest.result: an object twice (expected: each once)");
    }

    /** Every tree of a list holds the one before it twice: a few bytes each, twice as many objects each. */
    @Test
    void what_comes_again_is_charged_with_all_it_holds() {
        StringBuilder bomb = new StringBuilder("01 1c 06 00");
        for (int before = 0; before < 27; before++) {
            bomb.append(String.format("07 80 %02x 80 %02x", before, before));
        }

        refused(
                "grow",
                bomb.toString(),
                DecodeException.BAD_SIZE,
                "elements in all, with those that come again (expected: at most 100000)");
    }

    /** Every tree of a list holds the one before it once: no byte is nested, every object is. */
    @Test
    void what_comes_again_is_as_deep_as_it_is() {
        StringBuilder chain = new StringBuilder("01 28 06 00");
        for (int before = 0; before < 39; before++) {
            chain.append(String.format("06 01 80 %02x", before));
        }

        refused("grow", chain.toString(), DecodeException.TOO_DEEP, "nested deeper than 32 (expected: at most that)");
    }

    @Test
    void what_a_reader_would_refuse_is_not_written() {
        Tree[] trees = new Tree[30];
        for (int i = 0; i < trees.length; i++) {
            trees[i] = i == 0 ? tree(null, null) : tree(trees[i - 1], trees[i - 1]);
        }
        assertThatThrownBy(() -> written(trees))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageEndingWith("(expected: at most 100000 in a message; ask for fewer at once)");
        Tree[] chain = new Tree[40];
        for (int i = 0; i < chain.length; i++) {
            chain[i] = i == 0 ? tree(null, null) : tree(chain[i - 1], null);
        }
        assertThatThrownBy(() -> written(chain))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageStartingWith("Tree: objects nested deeper than 32");
        Tree cycle = tree(null, null);
        cycle.setLeft(cycle);
        assertThatThrownBy(() -> written(cycle))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageStartingWith("Tree: objects nested deeper than 32");
    }

    @Test
    void whatever_bytes_come_only_a_decode_exception_leaves() {
        Tree shared = tree(null, null);
        byte[] whole = written(tree(shared, shared), tree(shared, null), shared);
        assertThat(read("grow", whole)).hasSize(3);
        Random random = new Random(42);
        for (int round = 0; round < 20_000; round++) {
            byte[] body = whole.clone();
            for (int i = random.nextInt(3); i >= 0; i--) {
                body[random.nextInt(body.length)] = (byte) random.nextInt(256);
            }
            try {
                assertThat(read("grow", body)).isNotNull();
            } catch (DecodeException expected) {
                assertThat(expected.code()).isNotEmpty();
            }
        }
    }
}
