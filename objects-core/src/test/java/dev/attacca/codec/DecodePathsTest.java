package dev.attacca.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attacca.Attacca;
import dev.attacca.error.DecodeException;
import dev.attacca.error.Outcome;
import dev.attacca.indirection.UnitOfWorkFactory;
import dev.attacca.object.ActionRequest;
import dev.attacca.object.ObjectContext;
import dev.attacca.object.RemotableMethod;
import dev.attacca.object.RequestContext;
import dev.attacca.object.VersionedObject;
import dev.attacca.registry.AllTypes;
import dev.attacca.registry.AllTypes.Everything;
import dev.attacca.registry.FilledTypes;
import dev.attacca.registry.LayoutField;
import dev.attacca.registry.ObjectRegistry;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A value that cannot be read is named by the whole path to it, wherever it stands. Values are in hexadecimal; {@code BAD} is an item
 * whose number is no {@code int}, {@code GOOD} one that is read, {@code dog} and {@code cat} are the ids of these classes.
 */
class DecodePathsTest {
    private static final ObjectRegistry REGISTRY = AllTypes.registry();
    private static final Agreement AGREEMENT = Agreement.between(REGISTRY, REGISTRY.schemaSet());
    private static final String GOOD = "07 02";
    private static final String BAD = "07 fe ff ff ff 1f";
    private static final String TOO_LONG = ": a string of 9 in 0 characters (expected: no longer than what is there)";
    private static final String NO_INT = ": 4294967295 (expected: an int)";
    private static final String OF_ANSWER =
            "; this was the answer, the call itself was carried out (load the object again)";
    /** The shape of updates of set fields alone. */
    private static final String UPDATED = "0f";

    private final ObjectContext context =
            Attacca.local(REGISTRY, UnitOfWorkFactory.NONE).context(RequestContext.create());
    private final BinaryCallCodec codec = new BinaryCallCodec(AGREEMENT);
    private final AgreedType type = AGREEMENT.typed("Everything");

    private static RemotableMethod method(String name) {
        return REGISTRY.type(Everything.class).remotables().stream()
                .filter(remotable -> remotable.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** The mask that names one field, as a varint. */
    private static String only(String type, String field) {
        LayoutField at = AGREEMENT.typed(type).codec().layout().fields().stream()
                .filter(each -> each.name().equals(field))
                .findFirst()
                .orElseThrow();
        StringBuilder hex = new StringBuilder();
        long rest = 1L << at.bit();
        for (int bytes = 1; bytes < 9 && (rest & ~0x7f) != 0; bytes++) {
            hex.append(String.format("%02x", (rest & 0x7f) | 0x80));
            rest >>>= 7;
        }
        return hex.append(String.format("%02x", rest)).toString();
    }

    /** An object that says what is left out, and one field of it. */
    private static String object(String type, String field, String value) {
        return "06" + only(type, field) + value;
    }

    private static byte[] body(String hex, String text) {
        String ids = hex.replace("GOOD", GOOD)
                .replace("BAD", BAD)
                .replace("dog", String.format("%02x", AGREEMENT.typed("Dog").id()))
                .replace("cat", String.format("%02x", AGREEMENT.typed("Cat").id()))
                .replace("name(", only("Dog", "name"))
                .replace("lives(", only("Cat", "lives"))
                .replace(")", "");
        return HexFormat.of()
                .parseHex((String.format("%02x", 2 * text.length())
                                + ids
                                + HexFormat.of().formatHex(text.getBytes(StandardCharsets.ISO_8859_1)))
                        .replace(" ", ""));
    }

    private static void refused(ThrowingCallable reading, Outcome outcome, String message) {
        assertThatThrownBy(reading)
                .isInstanceOfSatisfying(DecodeException.class, refused -> {
                    assertThat(refused.outcome()).isEqualTo(outcome);
                    assertThat(message).startsWith(refused.path() + ": ");
                })
                .hasMessage(message + (outcome == Outcome.UNKNOWN ? OF_ANSWER : ""));
    }

    private void requestRefused(String method, String hex, String text, String message) {
        refused(() -> codec.readRequest(body(hex, text), type, method(method), context), Outcome.REFUSED, message);
    }

    private void answerRefused(Everything receiver, String hex, String message) {
        refused(
                () -> codec.readReply(body(hex, ""), receiver, method("gather"), context),
                Outcome.UNKNOWN,
                "Everything.gather." + message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "item      | BAD                                       |    | item.number" + NO_INT,
                "grid      | 02 00 02 GOOD BAD                         |    | grid[1][1].number" + NO_INT,
                "items     | 02 GOOD BAD                               |    | items[1].number" + NO_INT,
                "byNumber  | 02 02 GOOD 04 BAD                         |    | byNumber[1].number" + NO_INT,
                "herds     | 02 01 00 01 01 cat 06 lives(fe ff ff ff 1f) | ab | herds[1][0].lives" + NO_INT,
                "pet       | dog 06 name(09)                           |    | pet.name" + TOO_LONG,
                "pets      | 02 00 01 dog 06 name(09)                  |    | pets[1].name" + TOO_LONG,
                "pets      | 03 00 00 01 4d | | pets[2]: type 77: unknown (expected: 0 to 4, as agreed in the handshake)",
                "pets      | 02 00 02       | | pets[1]: flag 2 (expected: 0 or 1)",
                "rows      | 02 00 01 01 01 09 | k | rows[1][0]: a string of 9 in 0 characters (expected: no longer than"
                        + " what is there)",
                "numbers   | 02 01 00 01 fe ff ff ff 1f                |    | numbers[1]" + NO_INT,
                "boxedInt  | fe ff ff ff 1f                            |    | boxedInt" + NO_INT,
                "strings   | 02 00 09       | | strings[1]" + TOO_LONG,
                "byLight   | 02 00 00 07 00 | | byLight[1].key: Light code 7 (expected: 0 to 2)",
                "byNumber  | 02 04 GOOD 02  | | byNumber[1].key: keys twice or out of order (expected: ascending keys)",
                "intSet    | 02 04 02 | | intSet[1]: elements twice or out of order (expected: ascending elements)",
                "grid      | 02 00 03 00 | | grid[1]: 3 elements in 1 bytes (expected: a byte each at least)",
                "hidden    | 09 | | hidden: what does not fit (expected: string)",
            })
    void in_a_field_of_an_object(String field, String value, String text, String message) {
        requestRefused(
                "turn", object("Everything", field, value), text == null ? "" : text, "Everything.turn." + message);
    }

    @Test
    void in_an_argument() {
        String nothing = "06 00";
        requestRefused(
                "pack", nothing + "01 00 00 02 GOOD BAD", "", "Everything.pack.argument 0.items[1].number" + NO_INT);
        requestRefused(
                "page",
                nothing + "01 02 00 00 01 dog 06 name(09)",
                "",
                "Everything.page.argument 0[1].items[0].name" + TOO_LONG);
    }

    @Test
    void in_a_result() {
        Everything receiver = context.create(Everything.class);

        answerRefused(receiver, "00 01 01 cat 06 lives(fe ff ff ff 1f)", "result[0].lives" + NO_INT);
        answerRefused(receiver, "00 00", "result: null (expected: a value)");
    }

    @Test
    void in_what_replaces_a_value() {
        Everything receiver = context.create(Everything.class);

        answerRefused(
                receiver,
                UPDATED + only("Everything", "byNumber") + "00 02 02 GOOD 04 BAD",
                "byNumber[1].number" + NO_INT);
        answerRefused(receiver, UPDATED + only("Everything", "strings") + "01 09", "strings[0]" + TOO_LONG);
    }

    @Test
    void in_updates_of_what_the_caller_has() {
        Everything receiver = FilledTypes.everything(context);
        String number = UPDATED + "01 fe ff ff ff 1f";

        answerRefused(receiver, UPDATED + only("Everything", "item") + "01" + number, "item.number" + NO_INT);
        // Of three rows, which hold two, none and one.
        answerRefused(receiver, UPDATED + only("Everything", "grid") + "01 00 00" + number, "grid[2].number" + NO_INT);
        answerRefused(
                receiver, UPDATED + only("Everything", "pet") + "01" + UPDATED + "name(09)", "pet.name" + TOO_LONG);
        answerRefused(
                receiver,
                UPDATED + only("Everything", "item") + "07",
                "item: update kind 7 (expected: one that fits what is there)");
        answerRefused(receiver, UPDATED + only("Everything", "item"), "item: the bytes end too early (expected: more)");
    }

    @Test
    void in_a_batch() {
        RemotableMethod gather = method("gather");
        List<CallCodec.BatchCall> two = List.of(
                new CallCodec.BatchCall(type.id(), type.idOf(gather), false),
                new CallCodec.BatchCall(type.id(), type.idOf(gather), false));
        String id = String.format("%02x", type.id());
        String nothing = id + "06 00";

        refused(
                () -> codec.openBatch(
                                two,
                                ByteBuffer.wrap(body("02" + nothing + id + object("Everything", "item", "BAD"), "")))
                        .read(context),
                Outcome.REFUSED,
                "batch.object 1.item.number" + NO_INT);
        refused(
                () -> codec.openBatch(
                                two, ByteBuffer.wrap(body("01" + nothing + "00 01 00 00 01 01 dog 06 name(09)", "")))
                        .read(context),
                Outcome.REFUSED,
                "batch.call 1.Everything.gather.argument 0[0].name" + TOO_LONG);
    }

    @Test
    void in_the_answer_to_a_batch() {
        Everything one = context.create(Everything.class);
        Everything other = context.create(Everything.class);
        CallCodec.Sent sent = codec.askTogether(List.of(gathering(one), gathering(other)), BodyMemory.NEW);

        refused(
                () -> sent.read(ByteBuffer.wrap(body("00" + UPDATED + only("Everything", "item") + "00 BAD", ""))),
                Outcome.UNKNOWN,
                "batch.object 1.item.number" + NO_INT);
        refused(
                () -> sent.read(ByteBuffer.wrap(body("00 00 01 00 01 01 dog 06 name(09)", ""))),
                Outcome.UNKNOWN,
                "batch.call 1.Everything.gather.result[0].name" + TOO_LONG);
    }

    private static ActionRequest gathering(VersionedObject receiver) {
        return new ActionRequest(receiver, method("gather"), new Object[] {Set.of()});
    }
}
