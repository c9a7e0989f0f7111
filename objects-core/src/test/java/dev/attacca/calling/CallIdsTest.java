package dev.attacca.calling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attacca.Attacca;
import dev.attacca.RemoteOptions;
import dev.attacca.calling.Accounts.Account;
import dev.attacca.error.BusyException;
import dev.attacca.indirection.UnitOfWorkFactory;
import dev.attacca.object.Batch;
import dev.attacca.object.ObjectContext;
import dev.attacca.object.Origin;
import dev.attacca.object.RequestContext;
import dev.attacca.registry.ObjectRegistry;
import dev.attacca.testing.ServedDomain;
import dev.attacca.transport.CallControl;
import dev.attacca.transport.CallNumbers;
import dev.attacca.transport.CallNumbers.CallId;
import dev.attacca.transport.Faults;
import dev.attacca.transport.ServerOptions;
import dev.attacca.transport.ServerSession;
import dev.attacca.transport.TransportServer;
import dev.attacca.transport.thrift.Call;
import dev.attacca.transport.thrift.Hello;
import dev.attacca.transport.thrift.Reply;
import dev.attacca.transport.thrift.Welcome;
import dev.attacca.transport.thrift.WireFault;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Which calls have numbers, and which of them are one call. */
class CallIdsTest {
    private final ObjectRegistry registry = Accounts.registry();
    private final List<CallNumbers> arrived = new CopyOnWriteArrayList<>();
    private final AtomicInteger refusals = new AtomicInteger();
    private final ServedDomain domain = new ServedDomain(registry, UnitOfWorkFactory.NONE);

    @AutoClose
    private final TransportServer server = TransportServer.start(
            ServerOptions.at(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)),
            peer -> new Listening(domain.open(peer)));

    @AutoClose
    private final Attacca attacca = Attacca.remote(
            registry, RemoteOptions.to("127.0.0.1:" + server.localAddress().getPort()));

    /** Notes the numbers of calls, and refuses some of these. */
    private final class Listening implements ServerSession {
        private final ServerSession session;

        Listening(ServerSession session) {
            this.session = session;
        }

        @Override
        public Welcome hello(Hello hello) throws WireFault {
            return session.hello(hello);
        }

        @Override
        public Reply act(Call call, CallControl control) throws WireFault {
            note(control);
            return session.act(call, control);
        }

        @Override
        public Reply query(Call call, CallControl control) throws WireFault {
            note(control);
            return session.query(call, control);
        }

        @Override
        public Reply batch(dev.attacca.transport.thrift.Batch batch, CallControl control) throws WireFault {
            note(control);
            return session.batch(batch, control);
        }

        private void note(CallControl control) throws WireFault {
            arrived.add(control.numbers());
            if (refusals.getAndDecrement() > 0) {
                throw Faults.toWire(new BusyException("account: locked (expected: free); try again", Map.of(), null));
            }
        }
    }

    private Account account(ObjectContext context) {
        Account account = context.create(Account.class);
        account.setName("a");
        account.setBalance(1);
        return account;
    }

    private List<@Nullable CallId> callIds() {
        return arrived.stream().map(CallNumbers::callId).toList();
    }

    @Test
    void every_attempt_of_a_call_has_one_number() {
        Account account = account(attacca.context(RequestContext.create()));
        refusals.set(2);

        account.deposit(1);

        assertThat(callIds()).hasSize(3).doesNotContainNull();
        assertThat(callIds().stream().distinct()).hasSize(1);
    }

    @Test
    void every_attempt_of_a_call_that_nobody_waits_for_too() {
        ObjectContext context = attacca.context(RequestContext.create());
        Account account = account(context);
        refusals.set(1);

        context.runAsync(account, Account::save).toCompletableFuture().join();

        assertThat(callIds()).hasSize(2).doesNotContainNull();
        assertThat(callIds().stream().distinct()).hasSize(1);
    }

    @Test
    void two_calls_have_two_numbers_of_this_process() {
        Account account = account(attacca.context(RequestContext.create()));

        account.deposit(1);
        account.deposit(1);

        CallId first = callIds().get(0);
        CallId second = callIds().get(1);
        assertThat(first).isNotNull();
        assertThat(second).isNotNull().isNotEqualTo(first);
        assertThat(first.origin()).isEqualTo(Origin.own());
        assertThat(second.number()).isGreaterThan(first.number());
    }

    @Test
    void a_batch_is_one_call() {
        ObjectContext context = attacca.context(RequestContext.create());
        Account account = account(context);
        Batch batch = context.batch();
        batch.run(account, Account::save);
        batch.call(account, a -> a.deposit(1));
        refusals.set(1);

        batch.commit();

        assertThat(callIds()).hasSize(2).doesNotContainNull();
        assertThat(callIds().stream().distinct()).hasSize(1);
    }

    @Test
    void what_only_reads_has_none() {
        ObjectContext context = attacca.context(RequestContext.create());

        context.query(Account.Query.class).named("x", 2);

        assertThat(callIds()).containsExactly((CallId) null);
    }

    @Test
    void a_request_is_the_same_there_whether_it_crossed_as_a_number_or_as_text() {
        RequestContext own = RequestContext.create();
        RequestContext given =
                new RequestContext("req-of-mine", null, null, own.readDeleted(), own.admin(), own.deadline());

        account(attacca.context(own)).deposit(1);
        account(attacca.context(own.onBehalfOf("user", "project"))).deposit(1);
        account(attacca.context(given)).deposit(1);

        assertThat(arrived).extracting(CallNumbers::requestId).containsExactly(own.requestId(), own.requestId(), null);
    }
}
