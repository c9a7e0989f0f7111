package dev.attacca.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attacca.transport.ProxyReader.Seen;
import dev.attacca.transport.thrift.Conductor;
import java.util.HexFormat;
import java.util.List;
import org.apache.thrift.protocol.TMessageType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The strict reader and its rules see each thing that a proxy would stumble over. */
class ProxyReaderTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "00000000 82210501 7000|frame length: 0 (expected: 1 to 16384000)",
                "00fa0001 82210501 7000|frame length: 16384001 (expected: 1 to 16384000)",
                "ffffffff 82210501 7000|frame length: -1 (expected: 1 to 16384000)",
                "00000002 8221|frame: 6 bytes in all (expected: 8 or more)",
                "00000007 82210501 7000|frame: ends after 6 bytes (expected: 7 bytes)",
                "00000006 81210501 7000|message begins with: 0x8121 (expected: 0x8001, binary, or 0x82.1, compact)",
                "00000006 82220501 7000|message begins with: 0x8222 (expected: 0x8001, binary, or 0x82.1, compact)",
                "00000006 00000001 7001|message begins with: 0x0 (expected: 0x8001, binary, or 0x82.1, compact)",
                "00000006 82010501 7000|message type: 0 (expected: 1 to 4)",
                "00000006 82a10501 7000|message type: 5 (expected: 1 to 4)",
                "0000000e 80010005 00000001 70 00000007 00|message type: 5 (expected: 1 to 4)",
                "00000005 82210500 00|message name: empty (expected: a method)",
                "00000005 82210501 70|message: incomplete (expected: whole in its frame)",
                "00000007 82210501 700000|frame: 1 bytes behind its message (expected: one message in each frame)",
                "00000007 82210501 701d00|field type: 13 (expected: one of Thrift's, without uuid)",
                "00000011 80010001 00000001 70 00000007 100001 00|field type: 16 (expected: one of Thrift's, without uuid)",
                "00000008 82210501 70050100|field number: -1 (expected: 0 to 32767)",
                "0000000c 82210501 7015 ffffffffffff|varint: more than 5 bytes (expected: at most that)",
                "0000000b 82210501 7014 80800400 00|i16: 32768 (expected: 16 bits)"
            })
    void whatAProxyWouldNotReadIsRefused(String hex, String problem) {
        byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));

        assertThatThrownBy(() -> ProxyReader.stream(bytes)).hasMessage(problem);
    }

    @Test
    void anotherSequenceIdIsTheOnlyChange() {
        for (int seqid : new int[] {0, 1, 127, 128, Integer.MAX_VALUE, -1}) {
            byte[] message = RawPeer.action(5, "do");

            Seen changed = ProxyReader.message(ProxyReader.message(message).withSeqid(seqid));

            assertThat(changed.seqid()).isEqualTo(seqid);
            assertThat(changed.name()).isEqualTo("act");
            assertThat(changed.withSeqid(5)).isEqualTo(message);
        }
    }

    @Test
    void whatDoesNotFitTogetherIsTold() {
        List<Seen> questions = List.of(call("ping", 1), call("hello", 2), call("act", 3));
        List<Seen> good = List.of(reply("ping", 1), reply("act", 3), reply("hello", 2));

        assertThat(ProxyRules.broken(questions, good)).isEmpty();
        assertThat(ProxyRules.broken(questions, good.subList(0, 2))).containsExactly("never answered: hello 2");
        assertThat(ProxyRules.broken(questions.subList(0, 2), good)).containsExactly("answers nothing: act 3");
        assertThat(ProxyRules.broken(questions.subList(0, 1), List.of(reply("ping", 1), reply("ping", 1))))
                .containsExactly("answers nothing: ping 1");
        assertThat(ProxyRules.broken(questions.subList(0, 1), List.of(reply("pong", 1))))
                .containsExactlyInAnyOrder("answers nothing: pong 1", "never answered: ping 1");
        assertThat(ProxyRules.broken(List.of(reply("ping", 1)), List.of()))
                .containsExactly("neither a call nor oneway: ping 1");
        assertThat(ProxyRules.broken(List.of(oneway("cancel", 1)), List.of(oneway("drain", 0))))
                .containsExactly("unasked, and the caller did not say that it understands it: drain 0");
        assertThat(ProxyRules.broken(List.of(oneway("cancel", 1)), List.of(call("ping", 0))))
                .containsExactly("a question of the conductor's: ping 0");
    }

    @Test
    void twoProtocolsOnOneConnectionAreTold() {
        byte[] binary = HexFormat.of().parseHex("800100020000000470696e670000000100");

        assertThat(ProxyRules.broken(List.of(call("ping", 1)), List.of(ProxyReader.message(binary))))
                .containsExactly("another protocol than the questions: ping 1");
    }

    private static Seen call(String name, int seqid) {
        return name.equals("hello")
                ? seen(RawPeer.message(name, TMessageType.CALL, seqid, new Conductor.hello_args(TestPeers.hello())))
                : seen(RawPeer.message(name, TMessageType.CALL, seqid, new Conductor.ping_args()));
    }

    private static Seen reply(String name, int seqid) {
        return seen(RawPeer.message(name, TMessageType.REPLY, seqid, new Conductor.ping_result()));
    }

    private static Seen oneway(String name, int seqid) {
        return seen(RawPeer.message(name, TMessageType.ONEWAY, seqid, new Conductor.cancel_args(7)));
    }

    private static Seen seen(byte[] message) {
        return ProxyReader.message(message);
    }
}
