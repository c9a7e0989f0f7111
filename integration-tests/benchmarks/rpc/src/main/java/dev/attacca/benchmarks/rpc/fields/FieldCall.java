package dev.attacca.benchmarks.rpc.fields;

import dev.attacca.benchmarks.rpc.fields.WideDomain.Wide16;
import dev.attacca.codec.AgreedType;
import dev.attacca.codec.Agreement;
import dev.attacca.codec.BodyMemory;
import dev.attacca.codec.CallCodec;
import dev.attacca.codec.InboundCall;
import dev.attacca.indirection.LocalIndirection;
import dev.attacca.indirection.UnitOfWorkFactory;
import dev.attacca.object.ActionRequest;
import dev.attacca.object.ObjectContext;
import dev.attacca.object.RemotableMethod;
import dev.attacca.object.RequestContext;
import dev.attacca.registry.ObjectRegistry;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.Objects;

/**
 * A call of an object with some of its fields set, without the wire: written, read, run, compared and answered, and the answer
 * read. Confined to one thread.
 */
final class FieldCall {
    private final ObjectRegistry registry;
    private final LocalIndirection bodies = new LocalIndirection(UnitOfWorkFactory.NONE);
    private final CallCodec codec;
    private final RemotableMethod method;
    private final AgreedType agreed;
    private final Wide16 object;
    private int bytes;

    /**
     * A call.
     *
     * @param type the object's class, which says how many fields are declared
     * @param present how many of them are set, the first ones
     */
    FieldCall(ObjectRegistry registry, Class<? extends Wide16> type, int present) {
        this.registry = registry;
        codec = CallCodec.binary(Agreement.between(registry, registry.schemaSet()));
        object = context().create(type);
        for (int i = 1; i <= present; i++) {
            set(object, i);
        }
        object.resetChanges();
        method = object.type().remotables().get(0);
        agreed = codec.agreement().typed(object.type().key());
    }

    private ObjectContext context() {
        return new ObjectContext(RequestContext.create(), registry, bodies);
    }

    /** Texts and numbers are as long whatever their field, so that each pair of fields has as many bytes. */
    private static void set(Wide16 object, int number) {
        boolean text = number % 2 == 1;
        String setter = String.format(Locale.ROOT, "setF%02d", number);
        try {
            object.getClass()
                    .getMethod(setter, text ? String.class : long.class)
                    .invoke(
                            object,
                            text ? String.format(Locale.ROOT, "text-%06d", number) : (Object) (1_000_000L + number));
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Makes the call once. */
    Wide16 run() {
        CallCodec.Sent question = codec.ask(new ActionRequest(object, method, new Object[0]), BodyMemory.NEW);
        InboundCall arrived = new InboundCall(
                        codec,
                        agreed.id(),
                        agreed.idOf(method),
                        false,
                        question.body().duplicate())
                .decode(context());
        ByteBuffer answer = arrived.run(bodies, BodyMemory.NEW, written -> {}).bytes();
        bytes = question.body().remaining() + answer.remaining();
        return (Wide16) Objects.requireNonNull(question.read(answer).result());
    }

    /** The object that is called. */
    Wide16 object() {
        return object;
    }

    /** How long the bodies of question and answer of the latest call were together. */
    int bytes() {
        return bytes;
    }
}
