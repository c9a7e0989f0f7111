package dev.attacca.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attacca.Attacca;
import dev.attacca.error.DecodeException;
import dev.attacca.error.UnknownMethodException;
import dev.attacca.error.VersionMismatchException;
import dev.attacca.indirection.UnitOfWorkFactory;
import dev.attacca.object.ObjectContext;
import dev.attacca.object.ObjectField;
import dev.attacca.object.ObjectSnapshot;
import dev.attacca.object.RemotableMethod;
import dev.attacca.object.RequestContext;
import dev.attacca.object.Slots;
import dev.attacca.object.VersionedObject;
import dev.attacca.registry.ObjectRegistry;
import dev.attacca.registry.Sample;
import dev.attacca.registry.Sample.Disk;
import dev.attacca.registry.Sample.Machine;
import dev.attacca.registry.Sample.Mood;
import dev.attacca.registry.SchemaSet;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class CallCodecTest {
    private static final UUID KEY = UUID.fromString("c0ffee00-1111-4222-8333-444455556666");

    /** One side of a connection: what it knows, and what it agreed on with the other side. */
    private static final class Side {
        final ObjectRegistry registry;
        final ObjectContext context;
        final BinaryCallCodec codec;

        Side(ObjectRegistry registry, ObjectRegistry other) {
            this.registry = registry;
            this.context = Attacca.local(registry, UnitOfWorkFactory.NONE).context(RequestContext.create());
            SchemaSet sent = SchemaSet.parse(other.schemaSet().sent());
            this.codec = new BinaryCallCodec(Agreement.between(registry, sent));
        }

        AgreedType machine() {
            return codec.agreement().typed("Machine");
        }

        RemotableMethod method(String name) {
            return Objects.requireNonNull(registry.typeNamed("Machine")).remotables().stream()
                    .filter(remotable -> remotable.name().equals(name))
                    .findFirst()
                    .orElseThrow();
        }

        VersionedObject receive(byte[] body, String method) {
            return Objects.requireNonNull(
                    codec.readRequest(body, machine(), method(method), context).receiver());
        }
    }

    private final Side newAgent = new Side(Sample.registry(), Sample.registry());
    private final Side newConductor = new Side(Sample.registry(), Sample.registry());
    private final Side oldAgent = new Side(OldSample.registry(), Sample.registry());
    private final Side conductorOfOld = new Side(Sample.registry(), OldSample.registry());

    private static Machine filled(ObjectContext context) {
        Machine machine = context.create(Machine.class);
        load(machine, "uuid", KEY);
        machine.setName("näme");
        machine.setMemory(1L << 40);
        machine.setOn(true);
        machine.setLoad(-0.5);
        machine.setMood(Mood.OVERWORKED);
        machine.setSeen(Instant.parse("1969-07-20T20:17:40.000001Z"));
        machine.setSecret(null);
        machine.setTags(Map.of("a", "1", "b", "2"));
        machine.setDisks(List.of(disk(context, "d0"), disk(context, "d1")));
        machine.setRoot(disk(context, "root"));
        return machine;
    }

    private static Disk disk(ObjectContext context, String label) {
        Disk disk = context.create(Disk.class);
        disk.setLabel(label);
        disk.setSize(label.length());
        return disk;
    }

    private static void load(VersionedObject object, String field, Object value) {
        ObjectField found = Objects.requireNonNull(object.type().field(field));
        Slots.load(object, found, value);
    }

    /** What a conductor does with a call: decode, snapshot, body, diff. */
    private static CallCodec.Written run(
            Side conductor, byte[] request, String method, Consumer<VersionedObject> body) {
        VersionedObject receiver = conductor.receive(request, method);
        ObjectSnapshot before = ObjectSnapshot.of(receiver);
        body.accept(receiver);
        return conductor.codec.writeReply(receiver, before, conductor.method(method), null);
    }

    private static void apply(Side agent, CallCodec.Written reply, VersionedObject receiver, String method) {
        agent.codec
                .readReply(reply.body(), receiver, agent.method(method), agent.context)
                .updates()
                .forEach(Runnable::run);
    }

    @Test
    void the_same_object_gives_the_same_bytes() {
        byte[] once =
                newAgent.codec.writeRequest(filled(newAgent.context), newAgent.method("rename"), new Object[] {"x"});
        byte[] again =
                newAgent.codec.writeRequest(filled(newAgent.context), newAgent.method("rename"), new Object[] {"x"});

        assertThat(once).isEqualTo(again);
    }

    @Test
    void key_and_changes_is_all_that_some_calls_carry() {
        Machine sent = filled(newAgent.context);
        sent.resetChanges();
        sent.setOn(false);

        byte[] body = newAgent.codec.writeRequest(sent, newAgent.method("touch"), new Object[0]);
        VersionedObject received = newConductor.receive(body, "touch");

        assertThat(received.changes()).containsExactly("on");
        assertThat(received.isSet("uuid")).isTrue();
        assertThat(received.isSet("name")).isFalse();
        assertThat(body).hasSizeLessThan(24);
    }

    @Test
    void a_call_that_changes_nothing_is_answered_in_two_bytes() {
        Machine sent = filled(newAgent.context);
        byte[] body = newAgent.codec.writeRequest(sent, newAgent.method("rename"), new Object[] {"x"});

        CallCodec.Written reply = run(newConductor, body, "rename", receiver -> {});

        assertThat(reply.body()).containsExactly(0, 0);
    }

    @Test
    void a_reply_brings_the_receiver_up_to_date_and_keeps_its_nested_objects() {
        Machine sent = filled(newAgent.context);
        Disk first = sent.getDisks().get(0);
        byte[] body = newAgent.codec.writeRequest(sent, newAgent.method("rename"), new Object[] {"x"});

        CallCodec.Written reply = run(newConductor, body, "rename", receiver -> {
            Machine there = (Machine) receiver;
            there.setName("new");
            there.getDisks().get(0).setLabel("changed there");
            there.setRoot(null);
            Slots.unset(there, Objects.requireNonNull(there.type().field("tags")));
            there.resetChanges();
        });
        apply(newAgent, reply, sent, "rename");

        assertThat(reply.updated()).containsExactly("disks", "name", "root", "tags");
        assertThat(sent.getName()).isEqualTo("new");
        assertThat(sent.getDisks().get(0)).isSameAs(first);
        assertThat(first.getLabel()).isEqualTo("changed there");
        assertThat(sent.getRoot()).isNull();
        assertThat(sent.isSet("tags")).isFalse();
        assertThat(sent.changes()).isEmpty();
    }

    @Test
    void an_older_reader_gets_the_older_shape_and_the_losses_are_told() {
        OldSample.Machine old = oldAgent.context.create(OldSample.Machine.class);
        load(old, "uuid", KEY);
        old.setLabel("old");
        old.setMood(OldSample.Mood.IDLE);
        byte[] body = oldAgent.codec.writeRequest(old, oldAgent.method("rename"), new Object[] {"x"});

        CallCodec.Written reply = run(conductorOfOld, body, "rename", receiver -> {
            Machine there = (Machine) receiver;
            assertThat(there.getName()).isEqualTo("old");
            assertThat(there.version()).hasToString("1.0");
            there.setName("new name");
            there.setMood(Mood.OVERWORKED);
            there.setMemory(1L << 40);
            there.setRoot(disk(conductorOfOld.context, "root"));
            there.resetChanges();
        });
        apply(oldAgent, reply, old, "rename");

        assertThat(old.getLabel()).isEqualTo("new name");
        assertThat(old.getMood()).isEqualTo(OldSample.Mood.BUSY);
        assertThat(old.getMemory()).isEqualTo(Integer.MAX_VALUE);
        assertThat(old.changes()).isEmpty();
        assertThat(reply.losses())
                .extracting(Loss::toString)
                .containsExactlyInAnyOrder(
                        "Machine.root: not in 1.0",
                        "Machine.memory: above 2147483647",
                        "Machine.mood: OVERWORKED read as BUSY");
        assertThat(conductorOfOld.codec.agreement().skew()).containsExactly("Machine 1.2 -> 1.0");
    }

    @Test
    void a_newer_agent_works_within_what_an_older_conductor_knows() {
        Side agent = new Side(Sample.registry(), OldSample.registry());
        Side conductor = new Side(OldSample.registry(), Sample.registry());
        Machine sent = filled(agent.context);
        sent.resetChanges();
        sent.setMood(Mood.IDLE);
        sent.resetChanges();
        sent.setName("n");

        byte[] body = agent.codec.writeRequest(sent, agent.method("rename"), new Object[] {"x"});
        OldSample.Machine received = (OldSample.Machine) conductor.receive(body, "rename");

        assertThat(received.getLabel()).isEqualTo("n");
        assertThat(received.changes()).containsExactly("label");
    }

    @Test
    void a_change_that_an_older_conductor_cannot_know_is_refused_not_lost() {
        Side agent = new Side(Sample.registry(), OldSample.registry());
        Machine sent = agent.context.create(Machine.class);
        sent.setRoot(null);

        assertThatThrownBy(() -> agent.codec.writeRequest(sent, agent.method("rename"), new Object[] {"x"}))
                .isInstanceOf(VersionMismatchException.class)
                .hasMessage(
                        "Machine.root: changed, but unknown there; the conductor speaks Machine 1.0 (expected: Machine"
                                + " 1.2 or newer); upgrade the conductor first");

        Machine wide = agent.context.create(Machine.class);
        wide.setMemory(1L << 40);
        assertThatThrownBy(() -> agent.codec.writeRequest(wide, agent.method("rename"), new Object[] {"x"}))
                .isInstanceOf(VersionMismatchException.class)
                .hasMessageStartingWith("the call would lose Machine.memory: above 2147483647");
    }

    @Test
    void a_call_that_an_older_conductor_does_not_have_names_the_version_it_needs() {
        Side agent = new Side(Sample.registry(), OldSample.registry());

        assertThatThrownBy(() -> agent.machine().idOf(agent.method("self")))
                .isInstanceOf(VersionMismatchException.class)
                .hasMessage(
                        "Machine.self: the conductor speaks Machine 1.0 (expected: Machine 1.2 or newer, which brought"
                                + " this call); upgrade the conductor first");
        assertThatThrownBy(() -> agent.machine().idOf(agent.method("touch")))
                .isInstanceOf(UnknownMethodException.class);
    }

    @Test
    void bytes_that_are_no_request_give_one_typed_error_and_never_an_object() {
        byte[] good =
                newAgent.codec.writeRequest(filled(newAgent.context), newAgent.method("rename"), new Object[] {"x"});
        for (int length = 0; length < good.length; length++) {
            byte[] cut = Arrays.copyOf(good, length);
            assertThatThrownBy(() -> newConductor.receive(cut, "rename")).isInstanceOf(DecodeException.class);
        }
        byte[] longer = Arrays.copyOf(good, good.length + 1);
        assertThatThrownBy(() -> newConductor.receive(longer, "rename"))
                .isInstanceOf(DecodeException.class)
                .hasMessage("Machine.rename: 1 bytes too many (expected: the end)");
    }

    @Test
    void a_decode_error_names_the_path_to_the_bad_value() {
        Machine machine = newAgent.context.create(Machine.class);
        machine.setDisks(List.of(disk(newAgent.context, "d0"), disk(newAgent.context, "d1")));
        byte[] bytes = newAgent.codec.writeRequest(machine, newAgent.method("rename"), new Object[] {"x"});
        // The size, 2 in zigzag, then how long the label is.
        int second = new String(bytes, StandardCharsets.ISO_8859_1).lastIndexOf("\4\2");
        bytes[second + 1] = 40;

        assertThatThrownBy(() -> newConductor.receive(bytes, "rename"))
                .isInstanceOf(DecodeException.class)
                .hasMessage("Machine.rename.disks[1].label: a string of 40 in 3 characters (expected: no longer than"
                        + " what is there)");
    }

    @Test
    void text_beyond_latin_1_crosses_whole_and_is_refused_in_any_other_form_than_utf_8() {
        Machine machine = newAgent.context.create(Machine.class);
        machine.setName("\u6a5f\u68b0 \ud83d\ude00");
        byte[] bytes = newAgent.codec.writeRequest(machine, newAgent.method("rename"), new Object[] {"\u00fc"});
        Machine received = (Machine) newConductor.receive(bytes, "rename");
        assertThat(received.getName()).isEqualTo("\u6a5f\u68b0 \ud83d\ude00");

        byte[] cut = bytes.clone();
        cut[cut.length - 1] = (byte) 0xff;
        assertThatThrownBy(() -> newConductor.receive(cut, "rename"))
                .isInstanceOf(DecodeException.class)
                .hasMessage("Machine.rename: bytes that are no UTF-8 (expected: UTF-8)");
    }

    @Test
    void a_string_that_would_end_within_a_character_is_refused() {
        Machine machine = newAgent.context.create(Machine.class);
        machine.setName("a\ud83d\ude00");
        byte[] bytes = newAgent.codec.writeRequest(machine, newAgent.method("rename"), new Object[] {"xyz"});
        int name = new String(bytes, StandardCharsets.ISO_8859_1).lastIndexOf("\3\1\3");
        bytes[name] = 2;
        bytes[name + 2] = 4;

        assertThatThrownBy(() -> newConductor.receive(bytes, "rename"))
                .isInstanceOf(DecodeException.class)
                .hasMessage("Machine.rename.name: a string that ends within a character (expected: whole characters)");
    }

    @Test
    void a_huge_count_is_refused_before_anything_is_allocated() {
        byte[] hostile = {0, 6, 1, (byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff, 7};

        assertThatThrownBy(() -> newConductor.receive(hostile, "rename"))
                .isInstanceOf(DecodeException.class)
                .hasMessage("Machine.rename.disks: 2147483647 elements in 0 bytes (expected: a byte each at least)");
    }
}
