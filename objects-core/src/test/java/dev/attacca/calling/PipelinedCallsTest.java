package dev.attacca.calling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attacca.calling.Accounts.Account;
import dev.attacca.indirection.UnitOfWorkFactory;
import dev.attacca.object.Batch;
import dev.attacca.object.ObjectContext;
import dev.attacca.object.Pending;
import dev.attacca.object.RequestContext;
import dev.attacca.registry.ObjectRegistry;
import dev.attacca.testing.ServedDomain;
import dev.attacca.transport.ClientOptions;
import dev.attacca.transport.ConductorClient;
import dev.attacca.transport.ServerOptions;
import dev.attacca.transport.TransportServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A thousand calls that one caller makes without waiting: what they cost in turns and in writes. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PipelinedCallsTest {
    private static final int CALLS = 1_000;
    private static final int IN_FLIGHT = 64;
    private static final int MOST_WRITES = CALLS / 8;

    private final ObjectRegistry registry = Accounts.registry();
    private final TransportServer server = TransportServer.start(
            ServerOptions.builder(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                    .maxInFlight(IN_FLIGHT)
                    .build(),
            new ServedDomain(registry, UnitOfWorkFactory.NONE));

    @AfterEach
    void close() {
        server.close();
    }

    private ConductorClient client(InetSocketAddress address) {
        return new ConductorClient(
                registry,
                "pipelining",
                Duration.ofSeconds(60),
                ClientOptions.builder(address)
                        .connections(1, 1)
                        .keepalive(Duration.ofMinutes(1))
                        .build());
    }

    private static List<Account> accounts(ObjectContext context) {
        return IntStream.range(0, CALLS)
                .mapToObj(i -> {
                    Account account = context.create(Account.class);
                    account.setName("account " + i);
                    account.setBalance(i);
                    account.resetChanges();
                    return account;
                })
                .toList();
    }

    private static void depositOne(ObjectContext context, List<Account> accounts) {
        List<CompletableFuture<Long>> balances = accounts.stream()
                .map(account -> context.callAsync(account, a -> a.deposit(1)).toCompletableFuture())
                .toList();
        balances.forEach(CompletableFuture::join);
    }

    @Test
    void they_take_as_many_turns_as_the_agreed_calls_in_flight_make_them() throws IOException {
        try (TurnsProxy way = TurnsProxy.before(server.localAddress(), IN_FLIGHT);
                ConductorClient client = client(way.address())) {
            ObjectContext context = new ObjectContext(RequestContext.create(), registry, client);
            List<Account> accounts = accounts(context);
            way.expect(CALLS);

            depositOne(context, accounts);

            assertThat(accounts)
                    .extracting(Account::getBalance)
                    .containsExactlyElementsOf(IntStream.range(1, CALLS + 1)
                            .mapToObj(Long::valueOf)
                            .toList());
            assertThat(way.turnsThere()).isEqualTo(16);
            assertThat(way.turnsBack()).isEqualTo(16);
            // The first turn's calls may leave one by one, while their caller makes them; the answers of a turn set off
            // all of the next.
            assertThat(client.counters().flushes()).isLessThanOrEqualTo(MOST_WRITES);
        }
    }

    @Test
    void they_share_writes_at_both_ends() {
        try (ConductorClient client = client(server.localAddress())) {
            ObjectContext context = new ObjectContext(RequestContext.create(), registry, client);
            List<Account> accounts = accounts(context);
            long fewestByClient = Long.MAX_VALUE;
            long fewestByServer = Long.MAX_VALUE;
            // How many calls meet in a round is decided by what else the machine does, too.
            for (int round = 0; round < 200 && Math.max(fewestByClient, fewestByServer) > MOST_WRITES; round++) {
                long byClient = client.counters().flushes();
                long byServer = server.counters().flushes();
                depositOne(context, accounts);
                fewestByClient = Math.min(fewestByClient, client.counters().flushes() - byClient);
                fewestByServer = Math.min(fewestByServer, server.counters().flushes() - byServer);
            }

            assertThat(fewestByClient).isLessThanOrEqualTo(MOST_WRITES);
            assertThat(fewestByServer).isLessThanOrEqualTo(MOST_WRITES);
        }
    }

    @Test
    void as_a_batch_they_are_one_message_each_way() throws IOException {
        try (TurnsProxy way = TurnsProxy.before(server.localAddress(), 1);
                ConductorClient client = client(way.address())) {
            ObjectContext context = new ObjectContext(RequestContext.create(), registry, client);
            List<Account> accounts = accounts(context);
            accounts.get(0).save();
            long calls = client.counters().calls();
            long written = client.counters().flushes();
            way.expect(CALLS);
            Batch batch = context.batch();
            List<Pending<Long>> balances = accounts.stream()
                    .map(account -> batch.call(account, a -> a.deposit(1)))
                    .toList();

            batch.commit();

            assertThat(balances.get(CALLS - 1).get()).isEqualTo(CALLS);
            assertThat(way.turnsThere()).isEqualTo(1);
            assertThat(way.turnsBack()).isEqualTo(1);
            assertThat(client.counters().calls() - calls).isEqualTo(1);
            assertThat(client.counters().flushes() - written).isEqualTo(1);
        }
    }
}
