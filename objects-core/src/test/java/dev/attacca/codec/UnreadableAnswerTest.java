package dev.attacca.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.attacca.Attacca;
import dev.attacca.error.DecodeException;
import dev.attacca.error.Outcome;
import dev.attacca.indirection.UnitOfWorkFactory;
import dev.attacca.object.ActionRequest;
import dev.attacca.object.ObjectContext;
import dev.attacca.object.ObjectSnapshot;
import dev.attacca.object.RemotableMethod;
import dev.attacca.object.RequestContext;
import dev.attacca.object.Slots;
import dev.attacca.object.VersionedObject;
import dev.attacca.registry.AllTypes;
import dev.attacca.registry.AllTypes.Animal;
import dev.attacca.registry.AllTypes.Everything;
import dev.attacca.registry.FilledTypes;
import dev.attacca.registry.ObjectRegistry;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Of an answer that cannot be read nothing is taken: neither by the receiver nor by any object that it holds. */
class UnreadableAnswerTest {
    private static final ObjectRegistry REGISTRY = AllTypes.registry();
    private static final RemotableMethod GATHER = REGISTRY.type(Everything.class).remotables().stream()
            .filter(remotable -> remotable.name().equals("gather"))
            .findFirst()
            .orElseThrow();

    private final ObjectContext context =
            Attacca.local(REGISTRY, UnitOfWorkFactory.NONE).context(RequestContext.create());
    private final BinaryCallCodec codec = new BinaryCallCodec(Agreement.between(REGISTRY, REGISTRY.schemaSet()));
    private final Everything receiver = FilledTypes.everything(context);
    private final CallCodec.Sent question =
            codec.ask(new ActionRequest(receiver, GATHER, new Object[] {Set.of()}), BodyMemory.NEW);
    private final byte[] asked = CallCodec.copy(question.body());
    private final List<VersionedObject> held = held(receiver, new ArrayList<>());
    private final byte[] answer = answer();

    /** All objects that an object holds, at every depth. */
    private static List<VersionedObject> held(VersionedObject object, List<VersionedObject> into) {
        for (VersionedObject each : Slots.heldBy(object)) {
            into.add(each);
            held(each, into);
        }
        return into;
    }

    /** An answer with updates of every kind, in place and as a whole, and a result with objects of the caller's. */
    private byte[] answer() {
        AgreedType type = codec.agreement().typed("Everything");
        CallCodec.Incoming call = codec.open(type.id(), type.idOf(GATHER), false, ByteBuffer.wrap(asked));
        Everything there =
                (Everything) Objects.requireNonNull(call.read(context).receiver());
        ObjectSnapshot before = ObjectSnapshot.of(there);
        Animal pet = Objects.requireNonNull(there.getPet());
        there.setString("new");
        there.setBoxedInt(null);
        there.getItem().setNumber(77);
        there.getGrid().get(2).get(0).setNumber(78);
        pet.setName("rex the second");
        there.setByNumber(Map.of(3, FilledTypes.item(context, 79)));
        there.setPets(Arrays.asList(null, FilledTypes.dog(context, "new")));
        Slots.unset(there, Objects.requireNonNull(there.type().field("strings")));
        there.resetChanges();
        return call.writeReply(there, before, Set.of(FilledTypes.cat(context), pet), BodyMemory.NEW)
                .body();
    }

    private CallCodec.Reply read(byte[] body) {
        return question.read(ByteBuffer.wrap(body));
    }

    private void nothingIsTaken() {
        assertThat(codec.writeRequest(receiver, GATHER, new Object[] {Set.of()}))
                .isEqualTo(asked);
        List<VersionedObject> now = held(receiver, new ArrayList<>());
        assertThat(now).hasSameSizeAs(held);
        for (int i = 0; i < now.size(); i++) {
            assertThat(now.get(i)).isSameAs(held.get(i));
        }
    }

    @Test
    void when_it_ends_early() {
        for (int length = 0; length < answer.length; length++) {
            byte[] cut = Arrays.copyOf(answer, length);
            assertThatThrownBy(() -> read(cut))
                    .isInstanceOfSatisfying(
                            DecodeException.class,
                            refused -> assertThat(refused.outcome()).isEqualTo(Outcome.UNKNOWN));
            nothingIsTaken();
        }
    }

    @Test
    void when_any_byte_of_it_is_another() {
        for (int at = 0; at < answer.length; at++) {
            for (int flipped : new int[] {0x01, 0x02, 0x7f, 0x80, 0xff}) {
                byte[] bad = answer.clone();
                bad[at] ^= (byte) flipped;
                Throwable thrown = catchThrowable(() -> read(bad));
                if (thrown != null) {
                    assertThat(thrown).isInstanceOf(DecodeException.class);
                }
                nothingIsTaken();
            }
        }
    }

    @Test
    void and_of_one_that_can_be_read_nothing_until_it_is_applied() {
        CallCodec.Reply reply = read(answer);
        nothingIsTaken();

        reply.updates().forEach(Runnable::run);

        assertThat(receiver.getItem().getNumber()).isEqualTo(77);
        assertThat(held).anyMatch(each -> each == receiver.getItem());
        assertThat(Objects.requireNonNull(receiver.getPet()).getName()).isEqualTo("rex the second");
        assertThat(receiver.isSet("strings")).isFalse();
        assertThat((Set<?>) Objects.requireNonNull(reply.result())).anyMatch(each -> each == receiver.getPet());
    }
}
