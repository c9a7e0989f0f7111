package dev.attacca.conductor.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attacca.transport.CallControl;
import dev.attacca.transport.Peer;
import dev.attacca.transport.ServerSession;
import dev.attacca.transport.thrift.Call;
import dev.attacca.transport.thrift.Hello;
import dev.attacca.transport.thrift.Reply;
import dev.attacca.transport.thrift.Welcome;
import java.lang.reflect.Method;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class CallCountsTest {
    private final ServerSession counted = new CallCounts()
            .counting(peer -> new KnowingSession())
            .open(new Peer(new InetSocketAddress(InetAddress.getLoopbackAddress(), 7400), null));

    /** What stands in front of a session and leaves a method out refuses it to every caller of a conductor. */
    @Test
    void whatever_a_session_can_do_reaches_it() {
        assertThat(Arrays.stream(counted.getClass().getDeclaredMethods()).map(Method::getName))
                .containsAll(Arrays.stream(ServerSession.class.getDeclaredMethods())
                        .map(Method::getName)
                        .toList());
    }

    @Test
    void the_method_of_a_call_is_what_the_session_says() {
        assertThat(counted.methodOf(new Call(), true)).isEqualTo("known");
    }

    private static final class KnowingSession implements ServerSession {
        @Override
        public Welcome hello(Hello hello) {
            return new Welcome();
        }

        @Override
        public Object methodOf(Call call, boolean onQuery) {
            return "known";
        }

        @Override
        public Reply act(Call call, CallControl control) {
            return new Reply();
        }

        @Override
        public Reply query(Call call, CallControl control) {
            return new Reply();
        }
    }
}
