package dev.attacca.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attacca.Attacca;
import dev.attacca.error.DecodeException;
import dev.attacca.indirection.UnitOfWorkFactory;
import dev.attacca.object.ActionRequest;
import dev.attacca.object.ObjectContext;
import dev.attacca.object.RemotableMethod;
import dev.attacca.object.RequestContext;
import dev.attacca.registry.ObjectRegistry;
import dev.attacca.registry.Sample;
import dev.attacca.registry.Sample.Machine;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Batches that no writer of ours makes: only {@link DecodeException} leaves. */
class HostileBatchTest {
    private static final ObjectRegistry REGISTRY = Sample.registry();
    private static final Agreement AGREEMENT = Agreement.between(REGISTRY, REGISTRY.schemaSet());

    private static final RemotableMethod LOADER = REGISTRY.type(Machine.class).remotables().stream()
            .filter(remotable -> remotable.name().equals("loadMotto"))
            .findFirst()
            .orElseThrow();

    private final ObjectContext context =
            Attacca.local(REGISTRY, UnitOfWorkFactory.NONE).context(RequestContext.create());
    private final CallCodec codec = CallCodec.binary(AGREEMENT);
    private final AgreedType machine = AGREEMENT.typed("Machine");

    private List<ActionRequest> read(byte[] body) {
        return codec.openBatch(
                        List.of(new CallCodec.BatchCall(machine.id(), machine.idOf(LOADER), false)),
                        ByteBuffer.wrap(body))
                .read(context);
    }

    @Test
    void an_object_of_no_class_is_refused() {
        for (String unknown : List.of("4d", "ffffffff0f")) {
            assertThatThrownBy(() -> read(HexFormat.of().parseHex("0001" + unknown + "0e00")))
                    .isInstanceOfSatisfying(
                            DecodeException.class,
                            refused -> assertThat(refused.code()).isEqualTo(DecodeException.WRONG_TYPE))
                    .hasMessageStartingWith("batch.object 0: type ");
        }
    }

    @Test
    void whatever_bytes_come_only_a_decode_exception_leaves() {
        Machine sent = context.create(Machine.class);
        sent.setName("m");
        byte[] whole = CallCodec.copy(
                codec.askTogether(List.of(new ActionRequest(sent, LOADER, new Object[0])), BodyMemory.NEW)
                        .body());
        assertThat(read(whole)).hasSize(1);
        Random random = new Random(42);

        for (int round = 0; round < 20_000; round++) {
            byte[] body = whole.clone();
            for (int i = random.nextInt(3); i >= 0; i--) {
                body[random.nextInt(body.length)] = (byte) random.nextInt(256);
            }
            try {
                read(body);
            } catch (DecodeException expected) {
                assertThat(expected.code()).isNotEmpty();
            }
        }
    }
}
