package dev.attacca.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attacca.Attacca;
import dev.attacca.annotation.Remotable;
import dev.attacca.annotation.Versioned;
import dev.attacca.error.AttaccaException;
import dev.attacca.error.DecodeException;
import dev.attacca.indirection.UnitOfWorkFactory;
import dev.attacca.object.ActionRequest;
import dev.attacca.object.ObjectContext;
import dev.attacca.object.RequestContext;
import dev.attacca.object.VersionedObject;
import dev.attacca.registry.ObjectDomain;
import dev.attacca.registry.ObjectRegistry;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** References that no writer of ours makes. */
class HostileJsonReferencesTest {
    private record Knots() implements ObjectDomain {
        @Override
        public String name() {
            return "knots";
        }

        @Override
        public List<Class<? extends VersionedObject>> types() {
            return List.of(Knot.class, Rope.class);
        }
    }

    @Versioned("1.0")
    abstract static class Rope extends VersionedObject {}

    @Versioned("1.0")
    abstract static class Knot extends VersionedObject {
        public abstract List<Knot> getKnots();

        public abstract void setKnots(List<Knot> knots);

        public abstract Map<Integer, Knot> getByNumber();

        public abstract void setByNumber(Map<Integer, Knot> byNumber);

        @Remotable
        public void tie(Knot one, Knot other) {}

        @Remotable
        public void cut(Rope rope) {}
    }

    private final ObjectRegistry registry =
            ObjectRegistry.builder().add(new Knots()).build();
    private final ObjectContext context =
            Attacca.local(registry, UnitOfWorkFactory.NONE).context(RequestContext.create());
    private final CallCodec codec = CallCodec.jsonForStrangers(registry);

    private CallCodec.Request read(String json) {
        byte[] body = json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        return codec.open(0, 0, false, ByteBuffer.wrap(body)).read(context);
    }

    private static String knots(String... each) {
        return "{'versioned_object.name':'Knot','versioned_object.namespace':'attacca','versioned_object.version':'1.0',"
                + "'versioned_object.data':{'knots':[" + String.join(",", each) + "]}}";
    }

    private static String call(String object, String one, String other) {
        return "{'method':'tie','args':[" + one + "," + other + "],'object':" + object + "}";
    }

    @Test
    void an_object_may_stand_in_several_places() {
        CallCodec.Request read = read(call(
                knots(knots(), "{'$ref':'#/object/versioned_object.data/knots/0'}"),
                "{'$ref':'#/object/versioned_object.data/knots/0'}",
                "{'$ref':'#/object'}"));

        Knot knot = (Knot) Objects.requireNonNull(read.receiver());
        assertThat(knot.getKnots().get(1)).isSameAs(knot.getKnots().get(0));
        assertThat(read.arguments()[0]).isSameAs(knot.getKnots().get(0));
        assertThat(read.arguments()[1]).isSameAs(knot);
    }

    /** As texts, "10" comes before "2". */
    @Test
    void an_object_under_several_keys_is_one_object_in_whatever_order_the_keys_come() {
        Knot shared = context.create(Knot.class);
        Knot sent = context.create(Knot.class);
        sent.setByNumber(Map.of(2, shared, 10, shared));
        var method = registry.type(Knot.class).remotables().get(0);

        byte[] body = CallCodec.copy(CallCodec.json(registry, Agreement.between(registry, registry.schemaSet()))
                .ask(new ActionRequest(sent, method, new Object[] {context.create(Rope.class)}), BodyMemory.NEW)
                .body());
        Knot read = (Knot) Objects.requireNonNull(
                codec.open(0, 0, false, ByteBuffer.wrap(body)).read(context).receiver());

        assertThat(new String(body, StandardCharsets.UTF_8)).contains("\"10\":{\"$ref\"");
        assertThat(read.getByNumber().get(10)).isSameAs(read.getByNumber().get(2));
    }

    /** Sixteen levels of ten references each would be ten to the sixteenth ways through a document of some kilobytes. */
    @Test
    void few_bytes_cannot_mean_endless_ways_through_them() {
        StringBuilder several = new StringBuilder(knots());
        for (int level = 1; level < 16; level++) {
            String[] again = new String[10];
            Arrays.fill(again, "{'$ref':'#/object/versioned_object.data/knots/" + (level - 1) + "'}");
            several.append(',').append(knots(again));
        }
        String object = knots(several.toString());

        assertThatThrownBy(() -> read(call(object, knots(), knots())))
                .isInstanceOfSatisfying(
                        DecodeException.class,
                        refused -> assertThat(refused.code()).isEqualTo(DecodeException.BAD_SIZE))
                .hasMessageContaining("elements (expected: at most 100000)");
    }

    @Test
    void references_nest_no_deeper_than_objects_do() {
        StringBuilder several = new StringBuilder(knots());
        for (int level = 1; level < 40; level++) {
            several.append(',').append(knots("{'$ref':'#/object/versioned_object.data/knots/" + (level - 1) + "'}"));
        }

        assertThatThrownBy(() -> read(call(knots(several.toString()), knots(), knots())))
                .isInstanceOfSatisfying(
                        DecodeException.class,
                        refused -> assertThat(refused.code()).isEqualTo(DecodeException.TOO_DEEP));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{'$ref':'#/args/1'}|RANGE|Knot.tie.argument 0.$ref: no object stands there",
                "{'$ref':'#/args/0'}|RANGE|Knot.tie.argument 0.$ref: no object stands there",
                "{'$ref':'#/object/versioned_object.data'}|RANGE|Knot.tie.argument 0.$ref: no object",
                "{'$ref':'#/object/versioned_object.data/knots/00'}|RANGE|no object",
                "{'$ref':'#/object/versioned_object.data/knots/-1'}|RANGE|no object",
                "{'$ref':'#/object/versioned_object.data/knots/99999999999'}|RANGE|no object",
                "{'$ref':'#object'}|RANGE|no object",
                "{'$ref':''}|RANGE|no object",
                "{'$ref':'#'}|RANGE|no object",
                "{'$ref':'#//'}|RANGE|no object",
                "{'$ref':'request#/object'}|RANGE|no object",
                "{'$ref':null}|NOT_NULL|Knot.tie.argument 0.$ref: null",
                "{'$ref':7}|WRONG_TYPE|Knot.tie.argument 0.$ref: a number",
                "{'$ref':'#/object','updates':{}}|WRONG_TYPE|Knot.tie.argument 0.updates: unknown",
                "{'$ref':'#/object','versioned_object.name':'Knot'}|WRONG_TYPE|versioned_object.name: unknown"
            })
    void a_reference_to_nothing_before_it_is_refused_with_its_place(String reference, String code, String message) {
        assertThatThrownBy(() -> read(call(knots(), reference, knots())))
                .isInstanceOfSatisfying(
                        DecodeException.class,
                        refused -> assertThat(refused.code()).isEqualTo(code))
                .hasMessageContaining(message);
    }

    @Test
    void a_reference_to_an_object_of_another_class_is_refused() {
        assertThatThrownBy(() -> read("{'method':'cut','args':[{'$ref':'#/object'}],'object':" + knots() + "}"))
                .isInstanceOf(DecodeException.class)
                .hasMessage("Knot.cut.argument 0: a Knot (expected: Rope)");
    }

    @Test
    void an_answer_refers_to_what_came_with_the_receiver_and_to_nothing_else() {
        Knot receiver = context.create(Knot.class);
        receiver.setKnots(List.of());
        var method = registry.type(Knot.class).remotables().stream()
                .filter(each -> each.name().equals("tie"))
                .findFirst()
                .orElseThrow();
        CallCodec.Sent sent = CallCodec.json(registry, Agreement.between(registry, registry.schemaSet()))
                .ask(
                        new ActionRequest(receiver, method, new Object[] {context.create(Knot.class), receiver}),
                        BodyMemory.NEW);
        String answer = "{'updates':{'data':{'knots':[{'$ref':'request#/%s'}]},'changes':[]}}";

        CallCodec.Reply read = sent.read(ByteBuffer.wrap(bytes(String.format(answer, "object"))));
        assertThatThrownBy(() -> sent.read(ByteBuffer.wrap(bytes(String.format(answer, "args/0")))))
                .isInstanceOf(DecodeException.class)
                .hasMessageContaining("no object stands there");

        read.updates().forEach(Runnable::run);
        assertThat(receiver.getKnots()).containsExactly(receiver);
    }

    private static byte[] bytes(String json) {
        return json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void whatever_bytes_come_only_errors_of_ours_leave() {
        byte[] whole = bytes(call(
                knots(knots(), "{'$ref':'#/object/versioned_object.data/knots/0'}"),
                "{'$ref':'#/object'}",
                "{'$ref':'#/object/versioned_object.data/knots/0'}"));
        Random random = new Random(42);
        int refused = 0;
        for (int round = 0; round < 20_000; round++) {
            byte[] body = whole.clone();
            for (int change = random.nextInt(3); change >= 0; change--) {
                body[random.nextInt(body.length)] = (byte) random.nextInt(256);
            }
            try {
                codec.open(0, 0, false, ByteBuffer.wrap(body)).read(context);
            } catch (AttaccaException typed) {
                refused++;
            }
        }
        assertThat(refused).isBetween(10_000, 20_000);
    }
}
