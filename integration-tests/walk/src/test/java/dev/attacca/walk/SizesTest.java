package dev.attacca.walk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attacca.Attacca;
import dev.attacca.compute.Instance;
import dev.attacca.compute.PowerState;
import dev.attacca.object.RequestContext;
import dev.attacca.registry.ObjectRegistry;
import dev.attacca.transport.ExchangeListener.Exchange;
import java.time.Instant;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Sizes of whole frames, the four length bytes included, with a request id of the usual form. */
@ExtendWith(SharedFleet.Resolver.class)
class SizesTest {
    private static final int LARGEST_REPLY_OF_NOTHING = 40;
    private static final int LARGEST_SAVE_OF_ONE_FIELD = 64;
    private static final int ITS_LARGEST_REPLY = 48;

    private final Queue<Exchange> heard = new ConcurrentLinkedQueue<>();

    @AutoClose
    private final Attacca client;

    private final Instance instance;

    SizesTest(SharedFleet shared) {
        client = Attacca.remote(
                ObjectRegistry.load(), Served.options(shared.conductor()).listener(heard::add));
        instance = Sample.instance(client.context(RequestContext.create()), "project-sizes", "sizes");
    }

    @BeforeEach
    void forgetWhatMadeTheSample() {
        heard.clear();
    }

    @Test
    void aCallThatChangesNothingIsAnsweredInFortyBytes() {
        instance.save();

        Exchange exchange = onlyCall();
        note("save() that changes nothing", exchange);
        assertThat(exchange.replyBytes()).isLessThanOrEqualTo(LARGEST_REPLY_OF_NOTHING);
    }

    @Test
    void aSaveOfOneChangedFieldCarriesTheKeyTheFieldAndWhatTheStoreChanged() {
        instance.setLaunchedAt(Instant.parse("2026-11-21T12:00:00.123456Z"));
        instance.save();

        Exchange exchange = onlyCall();
        note("save() with one changed field", exchange);
        assertThat(exchange.requestBytes()).isLessThanOrEqualTo(LARGEST_SAVE_OF_ONE_FIELD);
        assertThat(exchange.replyBytes()).isLessThanOrEqualTo(ITS_LARGEST_REPLY);
    }

    @Test
    void theSizeOfASaveDependsOnWhatChangedAndNotOnWhatIsSet() {
        instance.setPowerState(PowerState.RUNNING);
        instance.save();
        int small = onlyCall().requestBytes();
        heard.clear();

        instance.setUserId("u".repeat(100));
        instance.save();
        assertThat(onlyCall().requestBytes()).isBetween(small + 99, small + 104);
        heard.clear();

        // A hundred bytes are set now, and none of them is sent.
        instance.setPowerState(PowerState.SHUTDOWN);
        instance.save();
        assertThat(onlyCall().requestBytes()).isEqualTo(small);
    }

    private Exchange onlyCall() {
        assertThat(heard)
                .filteredOn(exchange -> !exchange.message().equals("ping"))
                .hasSize(1);
        return heard.stream()
                .filter(exchange -> exchange.message().equals("act"))
                .findFirst()
                .orElseThrow();
    }

    private static void note(String call, Exchange exchange) {
        Figures.note(call + ", request", exchange.requestBytes(), "bytes");
        Figures.note(call + ", reply", exchange.replyBytes(), "bytes");
    }
}
