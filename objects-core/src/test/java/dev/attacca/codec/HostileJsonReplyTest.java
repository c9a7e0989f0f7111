package dev.attacca.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attacca.Attacca;
import dev.attacca.error.DecodeException;
import dev.attacca.error.Outcome;
import dev.attacca.indirection.UnitOfWorkFactory;
import dev.attacca.object.ObjectContext;
import dev.attacca.object.RemotableMethod;
import dev.attacca.object.RequestContext;
import dev.attacca.registry.ObjectRegistry;
import dev.attacca.registry.Sample;
import dev.attacca.registry.Sample.Machine;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** JSON answers of a peer that nobody trusts: one typed error, of a call whose outcome is unknown. */
class HostileJsonReplyTest {
    private final ObjectRegistry registry = Sample.registry();
    private final ObjectContext context =
            Attacca.local(registry, UnitOfWorkFactory.NONE).context(RequestContext.create());
    private final CallCodec codec = CallCodec.json(registry, Agreement.between(registry, registry.schemaSet()));

    private static RemotableMethod named(List<RemotableMethod> methods, String name) {
        return methods.stream()
                .filter(method -> method.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private void refuses(String reply, Machine receiver, String method) {
        List<RemotableMethod> methods =
                Objects.requireNonNull(registry.typeNamed("Machine")).remotables();
        assertThatThrownBy(() -> codec.readReply(
                        reply.getBytes(StandardCharsets.UTF_8), receiver, named(methods, method), context))
                .isInstanceOfSatisfying(
                        DecodeException.class,
                        refused -> assertThat(refused.outcome()).isEqualTo(Outcome.UNKNOWN));
    }

    @Test
    void the_receiver_is_no_result_where_another_type_is_declared() {
        refuses("{\"result\":{\"$ref\":\"request#/object\"}}", context.create(Machine.class), "loadMotto");
    }

    @Test
    void a_class_or_version_that_nobody_agreed_on_is_a_broken_answer() {
        String disk = "{\"updates\":{\"changes\":[],\"data\":{\"root\":{\"versioned_object.name\":\"%s\","
                + "\"versioned_object.namespace\":\"attacca\",\"versioned_object.version\":\"%s\","
                + "\"versioned_object.data\":{}}}}}";
        refuses(String.format(disk, "Nothing", "1.0"), context.create(Machine.class), "rename");
        refuses(String.format(disk, "Disk", "1.99"), context.create(Machine.class), "rename");
    }
}
