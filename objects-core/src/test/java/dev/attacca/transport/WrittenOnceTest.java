package dev.attacca.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attacca.Attacca;
import dev.attacca.codec.Agreement;
import dev.attacca.codec.CallCodec;
import dev.attacca.error.InvalidCallException;
import dev.attacca.indirection.UnitOfWorkFactory;
import dev.attacca.object.ActionRequest;
import dev.attacca.object.RemotableMethod;
import dev.attacca.object.RequestContext;
import dev.attacca.registry.ObjectRegistry;
import dev.attacca.registry.Sample;
import dev.attacca.registry.Sample.Machine;
import org.junit.jupiter.api.Test;

class WrittenOnceTest {
    private static final ObjectRegistry REGISTRY = Sample.registry();
    private static final RemotableMethod LOADER = REGISTRY.type(Machine.class).remotables().stream()
            .filter(remotable -> remotable.name().equals("loadMotto"))
            .findFirst()
            .orElseThrow();

    private final Machine machine = Attacca.local(REGISTRY, UnitOfWorkFactory.NONE)
            .context(RequestContext.create())
            .create(Machine.class);
    private final WrittenOnce question =
            new WrittenOnce(new Outgoing.OneCall(new ActionRequest(machine, LOADER, new Object[0])));

    private static CallCodec agreed() {
        return CallCodec.binary(Agreement.between(REGISTRY, REGISTRY.schemaSet()));
    }

    @Test
    void under_one_agreement_a_question_is_written_once() {
        CallCodec codec = agreed();
        machine.setName("m");
        Outgoing.Asked first = question.forSession(codec);
        machine.setName("changed meanwhile");

        assertThat(question.forSession(codec)).isSameAs(first);
    }

    @Test
    void under_another_one_it_is_written_anew() {
        machine.setName("m");
        Outgoing.Asked first = question.forSession(agreed());

        Outgoing.Asked second = question.forSession(agreed());

        assertThat(second).isNotSameAs(first);
        assertThat(second.body()).isEqualTo(first.body());
    }

    @Test
    void unless_its_objects_have_changed_since() {
        machine.setName("m");
        question.forSession(agreed());
        machine.setName("changed meanwhile");

        assertThatThrownBy(() -> question.forSession(agreed()))
                .isInstanceOf(InvalidCallException.class)
                .hasMessage("call: its objects were changed while it was on its way to a conductor of another release"
                        + " (expected: left alone until its stage completes); call again");
    }
}
