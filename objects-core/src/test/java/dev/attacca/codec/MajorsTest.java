package dev.attacca.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attacca.Attacca;
import dev.attacca.annotation.Added;
import dev.attacca.annotation.Remotable;
import dev.attacca.annotation.Versioned;
import dev.attacca.error.AttaccaException;
import dev.attacca.error.RegistryException;
import dev.attacca.error.UnknownTypeException;
import dev.attacca.error.VersionMismatchException;
import dev.attacca.indirection.UnitOfWorkFactory;
import dev.attacca.object.ObjectContext;
import dev.attacca.object.ObjectType;
import dev.attacca.object.RemotableMethod;
import dev.attacca.object.RequestContext;
import dev.attacca.object.VersionedObject;
import dev.attacca.registry.ObjectDomain;
import dev.attacca.registry.ObjectRegistry;
import dev.attacca.registry.SchemaSet;
import dev.attacca.version.TypeKey;
import dev.attacca.version.Version;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Two majors of one name are two classes: they live side by side in one registry, and are agreed on one by one. */
@ParameterizedClass
@EnumSource(CodecKind.class)
class MajorsTest {
    private final CodecKind kind;

    MajorsTest(CodecKind kind) {
        this.kind = kind;
    }

    private record Domain(List<Class<? extends VersionedObject>> types) implements ObjectDomain {
        @Override
        public String name() {
            return "ports";
        }
    }

    /** A port as its first major has it. */
    @Versioned(value = "1.1", name = "Port")
    abstract static class FirstPort extends VersionedObject {
        public abstract String getAddress();

        public abstract void setAddress(String address);

        @Added(in = "1.1")
        public abstract @Nullable String getHost();

        public abstract void setHost(@Nullable String host);

        @Remotable
        public void bind() {}
    }

    /** The first major, a release earlier. */
    @Versioned(value = "1.0", name = "Port")
    abstract static class EarlierPort extends VersionedObject {
        public abstract String getAddress();

        public abstract void setAddress(String address);

        @Remotable
        public void bind() {}
    }

    /** A port of the second major. */
    @Versioned(value = "2.1", name = "Port")
    abstract static class SecondPort extends VersionedObject {
        public abstract List<String> getAddresses();

        public abstract void setAddresses(List<String> addresses);

        @Remotable
        public void bind() {}

        @Added(in = "2.1")
        public abstract @Nullable SecondPort getTrunk();

        public abstract void setTrunk(@Nullable SecondPort trunk);
    }

    /** Holds ports of both majors. */
    @Versioned("1.0")
    abstract static class Network extends VersionedObject {
        public abstract List<FirstPort> getPorts();

        public abstract void setPorts(List<FirstPort> ports);

        public abstract Map<String, SecondPort> getNewPorts();

        public abstract void setNewPorts(Map<String, SecondPort> ports);

        @Remotable
        public void keep() {}

        @Remotable
        public @Nullable SecondPort moved(FirstPort port) {
            return null;
        }
    }

    private static ObjectRegistry registry(List<Class<? extends VersionedObject>> types) {
        return ObjectRegistry.builder().add(new Domain(types)).build();
    }

    private final ObjectRegistry both = registry(List.of(FirstPort.class, SecondPort.class));
    private final ObjectRegistry withNetwork = registry(List.of(Network.class, FirstPort.class, SecondPort.class));
    private final ObjectRegistry firstOnly = registry(List.of(FirstPort.class));
    private final ObjectRegistry earlierOnly = registry(List.of(EarlierPort.class));
    private final ObjectRegistry secondOnly = registry(List.of(SecondPort.class));

    private static Agreement agreement(ObjectRegistry mine, ObjectRegistry theirs) {
        byte[] sent = theirs.schemaSet().sent();
        return Agreement.between(mine, SchemaSet.parse(sent));
    }

    private static ObjectContext context(ObjectRegistry registry) {
        return Attacca.local(registry, UnitOfWorkFactory.NONE).context(RequestContext.create());
    }

    private static RemotableMethod only(ObjectType<?> type) {
        return type.remotables().stream()
                .filter(remotable -> remotable.parameters().isEmpty())
                .findFirst()
                .orElseThrow();
    }

    /** What a conductor does with the call of an agent that sends it. */
    private VersionedObject called(ObjectRegistry agent, ObjectRegistry conductor, VersionedObject sent) {
        CallCodec there = kind.codec(conductor, agreement(conductor, agent));
        CallCodec here = kind.codec(agent, agreement(agent, conductor));
        RemotableMethod bind = only(sent.type());
        AgreedType type = here.agreement().typed(bind.owner());
        byte[] body = here.writeRequest(sent, bind, new Object[0]);
        CallCodec.Incoming incoming = there.open(type.id(), type.idOf(bind), false, ByteBuffer.wrap(body));
        return Objects.requireNonNull(incoming.read(context(conductor)).receiver());
    }

    @Test
    void a_registry_holds_both_and_tells_them_apart_by_their_major() {
        assertThat(both.types()).extracting(ObjectType::toString).containsExactly("Port 1.1", "Port 2.1");
        assertThat(both.type(new TypeKey("Port", 1))).isSameAs(both.type(FirstPort.class));
        assertThat(both.type(new TypeKey("Port", 2))).isSameAs(both.type(SecondPort.class));
        assertThat(both.type(new TypeKey("Port", 3))).isNull();
        assertThat(both.majorsOf("Port")).hasSize(2);
        assertThat(both.typeNamed("Port")).isSameAs(both.type(SecondPort.class));
        assertThat(both.history(both.type(FirstPort.class)).at(Version.of(1, 0)))
                .isNotNull();
        assertThat(both.history(both.type(SecondPort.class)).at(Version.of(1, 0)))
                .isNull();
    }

    @Test
    void two_classes_of_one_name_and_one_major_are_a_problem() {
        assertThatThrownBy(() -> registry(List.of(FirstPort.class, EarlierPort.class)))
                .isInstanceOf(RegistryException.class)
                .hasMessageContaining("Port: declared by dev.attacca.codec.MajorsTest$FirstPort and by"
                        + " dev.attacca.codec.MajorsTest$EarlierPort (give one another name or another major:"
                        + " @Versioned(name = \"...\"))");
    }

    @Test
    void fields_arguments_and_results_name_the_major_they_hold() {
        assertThat(withNetwork.schemaSet().text()).isEqualTo("""
                type Network 1.0
                  field newPorts map<string, object(Port:2)>
                  field ports list<object(Port)>
                  call keep() void
                  call moved(object(Port)) object(Port:2)?
                type Port 1.1
                  field address string
                  field host string?
                  call bind() void
                type Port 2.1
                  field addresses list<string>
                  field trunk object(Port:2)?
                  call bind() void
                """);
    }

    @Test
    void a_schema_set_with_both_survives_the_way_to_a_peer() {
        SchemaSet sent = both.schemaSet();

        SchemaSet received = SchemaSet.parse(sent.sent());

        assertThat(received.types().keySet()).map(TypeKey::toString).containsExactly("Port", "Port:2");
        assertThat(received.typeNamed("Port")).isEqualTo(sent.type(new TypeKey("Port", 2)));
        assertThat(received.hash()).isEqualTo(sent.hash());
    }

    @Test
    void each_major_is_agreed_at_its_own_nearest_version() {
        Agreement agreed = agreement(both, registry(List.of(EarlierPort.class, SecondPort.class)));

        assertThat(agreed.typed("Port").layout()).hasToString("Port 1.0");
        assertThat(agreed.typed("Port:2").layout()).hasToString("Port 2.1");
        assertThat(agreed.skew()).containsExactly("Port 1.1 -> 1.0");
    }

    @Test
    void a_caller_of_one_major_is_served_by_a_conductor_of_both() {
        EarlierPort earlier = context(earlierOnly).create(EarlierPort.class);
        earlier.setAddress("192.0.2.1");
        SecondPort second = context(secondOnly).create(SecondPort.class);
        second.setAddresses(List.of("192.0.2.2"));

        VersionedObject first = called(earlierOnly, both, earlier);
        VersionedObject other = called(secondOnly, both, second);

        assertThat(first).isInstanceOf(FirstPort.class).hasToString("Port 1.0[*address=192.0.2.1, host=-]");
        assertThat(other).isInstanceOf(SecondPort.class).hasToString("Port 2.1[*addresses=[192.0.2.2], trunk=-]");
        assertThat(agreement(both, earlierOnly).skew()).containsExactly("Port 1.1 -> 1.0");
        assertThat(agreement(both, secondOnly).skew()).isEmpty();
    }

    @Test
    void a_caller_of_both_meets_a_conductor_of_one_with_that_one_and_is_refused_the_other_by_call() {
        FirstPort first = context(both).create(FirstPort.class);
        SecondPort second = context(both).create(SecondPort.class);

        assertThat(called(both, firstOnly, first)).isInstanceOf(FirstPort.class);
        assertThat(called(both, secondOnly, second)).isInstanceOf(SecondPort.class);
        refused(
                both,
                firstOnly,
                second,
                VersionMismatchException.TOO_NEW,
                "Port: this side speaks 2.1, the other 1.1 (expected: the same major); upgrade the other side first, or"
                        + " use major 1 here");
        refused(
                both,
                secondOnly,
                first,
                VersionMismatchException.TOO_OLD,
                "Port: this side speaks 1.1, the other 2.1 (expected: the same major); upgrade this side, or serve"
                        + " major 1 there as well");
    }

    @Test
    void sides_without_a_common_major_refuse_each_call_and_the_rest_works() {
        ObjectRegistry third = registry(List.of(FirstPort.class, OtherThing.class));
        ObjectRegistry second = registry(List.of(SecondPort.class, OtherThing.class));

        Agreement agreed = agreement(third, second);

        assertThat(agreed.skew()).containsExactly("Port -> 2.1 refused");
        assertThat(called(third, second, context(third).create(OtherThing.class)))
                .isInstanceOf(OtherThing.class);
        refused(
                third,
                second,
                context(third).create(FirstPort.class),
                VersionMismatchException.TOO_OLD,
                "Port: this side speaks 1.1, the other 2.1 (expected: the same major); upgrade this side, or serve"
                        + " major 1 there as well");
    }

    @Versioned("1.0")
    abstract static class OtherThing extends VersionedObject {
        @Remotable
        public void go() {}
    }

    private void refused(
            ObjectRegistry mine, ObjectRegistry theirs, VersionedObject sent, String code, String message) {
        CallCodec codec = kind.codec(mine, agreement(mine, theirs));
        assertThatThrownBy(() -> codec.writeRequest(sent, only(sent.type()), new Object[0]))
                .isInstanceOf(VersionMismatchException.class)
                .extracting(thrown -> ((AttaccaException) thrown).code())
                .isEqualTo(code);
        assertThatThrownBy(() -> codec.agreement().typed(sent.type().key())).hasMessage(message);
    }

    @Test
    void a_class_that_the_other_side_lacks_altogether_is_named_with_those_it_has() {
        assertThatThrownBy(() -> agreement(withNetwork, firstOnly).typed("Network"))
                .isInstanceOf(UnknownTypeException.class)
                .hasMessage("Network: the other side does not know this class (expected one of: [Port]; upgrade it, or"
                        + " add the class's module there)");
    }

    @Test
    void objects_of_both_majors_cross_inside_one_object() {
        ObjectContext here = context(withNetwork);
        FirstPort first = here.create(FirstPort.class);
        first.setAddress("192.0.2.1");
        SecondPort second = here.create(SecondPort.class);
        second.setAddresses(List.of("192.0.2.2"));
        Network sent = here.create(Network.class);
        sent.setPorts(List.of(first));
        sent.setNewPorts(Map.of("a", second));

        Network received = (Network) called(withNetwork, withNetwork, sent);

        assertThat(received.getPorts()).extracting(FirstPort::getAddress).containsExactly("192.0.2.1");
        assertThat(Objects.requireNonNull(received.getNewPorts().get("a")).getAddresses())
                .containsExactly("192.0.2.2");
    }

    @Test
    void a_peer_without_a_major_that_a_field_holds_is_refused_the_holder_and_nothing_else() {
        ObjectRegistry theirs = registry(List.of(FirstPort.class, OtherNetwork.class));

        assertThatThrownBy(() -> agreement(withNetwork, theirs).typed("Network"))
                .isInstanceOf(VersionMismatchException.class)
                .hasMessage(
                        "Network 1.0 is not the same on both sides: only here [newPorts map<string, object(Port:2)>],"
                                + " only there [newPorts map<string, object(Port)>] (expected: one shape per version); raise the"
                                + " version of the side that changed it");
    }

    /** A network whose ports are still all of the first major, though it says the same version. */
    @Versioned(value = "1.0", name = "Network")
    abstract static class OtherNetwork extends VersionedObject {
        public abstract List<FirstPort> getPorts();

        public abstract Map<String, FirstPort> getNewPorts();
    }
}
