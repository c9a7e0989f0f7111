package dev.attacca.conductor.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.attacca.Attacca;
import dev.attacca.RemoteOptions;
import dev.attacca.conductor.dispatch.Counting.Counter;
import dev.attacca.error.ConflictException;
import dev.attacca.error.Outcome;
import dev.attacca.error.ProtocolException;
import dev.attacca.error.RemoteFailureException;
import dev.attacca.indirection.UnitOfWorkFactory;
import dev.attacca.object.Batch;
import dev.attacca.object.ObjectContext;
import dev.attacca.object.Origin;
import dev.attacca.object.Pending;
import dev.attacca.object.RequestContext;
import dev.attacca.transport.ExchangeListener.Exchange;
import dev.attacca.transport.ServerOptions;
import dev.attacca.transport.TransportServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ActionDispatcherTest {
    private static final int LONGEST_REPLY = 4096;

    private final List<CallRecord> records = new CopyOnWriteArrayList<>();
    private final List<Exchange> exchanges = new CopyOnWriteArrayList<>();
    private TransportServer server = start();
    private Attacca agent = connect();
    private ObjectContext context = agent.context(RequestContext.create());

    private TransportServer start() {
        ActionDispatcher dispatcher = new ActionDispatcher(
                Counting.registry(), UnitOfWorkFactory.NONE, new StatementTrace(), records::add, "conductor");
        return TransportServer.start(
                ServerOptions.builder(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                        .maxReplyBytes(LONGEST_REPLY)
                        .build(),
                dispatcher);
    }

    private Attacca connect() {
        return Attacca.remote(
                Counting.registry(),
                RemoteOptions.to("127.0.0.1:" + server.localAddress().getPort())
                        .peer("agent of the test")
                        .listener(exchanges::add));
    }

    @BeforeEach
    void bind() {
        context = agent.context(RequestContext.create());
    }

    @AfterEach
    void stop() {
        agent.close();
        server.close();
    }

    private Counter counter(long count) {
        Counter counter = context.create(Counter.class);
        counter.setName("c");
        counter.setCount(count);
        counter.resetChanges();
        return counter;
    }

    private List<String> messages() {
        return exchanges.stream().map(Exchange::message).toList();
    }

    @Test
    void a_body_runs_there_and_the_object_here_is_brought_up_to_date_in_one_round_trip() {
        Counter counter = counter(2);

        long sum = counter.add(40);

        assertThat(sum).isEqualTo(42);
        assertThat(counter.getCount()).isEqualTo(42);
        assertThat(counter.changes()).containsExactly("count");
        assertThat(messages()).containsExactly("hello", "hello", "act");
        assertThat(records).singleElement().satisfies(record -> {
            assertThat(record.method()).isEqualTo("Counter.add");
            assertThat(record.peer()).isEqualTo("agent of the test");
            assertThat(record.outcome()).isEqualTo("ok");
            assertThat(record.updated()).containsExactly("count");
            assertThat(record.requestId()).isEqualTo(context.request().requestId());
            assertThat(record.callId()).matches(Origin.own() + "-[0-9a-f]+");
        });
    }

    @Test
    void a_result_that_is_the_receiver_is_the_callers_own_object() {
        Counter counter = counter(21);

        assertThat(counter.twice()).isSameAs(counter);
        assertThat(counter.getCount()).isEqualTo(42);
    }

    @Test
    void a_query_returns_objects_that_can_call_again() {
        List<Counter> some = context.query(Counter.Query.class).some(3);

        assertThat(some).extracting(Counter::getName).containsExactly("c0", "c1", "c2");
        assertThat(some.get(2).add(1)).isEqualTo(3);
    }

    @Test
    void an_error_of_the_body_crosses_typed_and_leaves_the_object_untouched() {
        Counter counter = counter(1);

        assertThatThrownBy(counter::conflict)
                .isInstanceOf(ConflictException.class)
                .hasMessage("Counter c: busy (expected: calm); read it again and decide anew");
        assertThat(counter.getCount()).isEqualTo(1);
        assertThat(counter.changes()).isEmpty();
        assertThat(records).extracting(CallRecord::outcome).containsExactly("CONFLICT");
    }

    @Test
    void an_error_that_nobody_foresaw_crosses_without_its_text() {
        Counter counter = counter(1);

        assertThatThrownBy(counter::crash)
                .isInstanceOf(RemoteFailureException.class)
                .hasMessageNotContaining("secret")
                .satisfies(thrown ->
                        assertThat(((RemoteFailureException) thrown).details()).containsKey("incident"));
        assertThat(counter.getCount()).isEqualTo(1);
    }

    @Test
    void a_call_that_changes_nothing_is_answered_in_forty_bytes_at_most() {
        counter(1).look();

        assertThat(exchanges.get(2).replyBytes()).isLessThanOrEqualTo(40);
    }

    @Test
    void a_second_connection_with_a_known_schema_set_says_hello_once() {
        counter(1).look();
        exchanges.clear();

        try (Attacca second = connect()) {
            second.context(RequestContext.create()).query(Counter.Query.class).some(1);
        }

        assertThat(messages()).containsExactly("hello", "query");
    }

    @Test
    void a_batch_is_one_message_and_one_record_that_names_its_calls() {
        Counter counter = counter(1);
        Batch batch = context.batch();
        batch.run(counter, each -> each.add(1));
        Pending<List<Counter>> some = batch.call(context.query(Counter.Query.class), query -> query.some(2));
        batch.run(counter, Counter::save);

        batch.commit();

        assertThat(counter.getCount()).isEqualTo(2);
        assertThat(some.get()).hasSize(2);
        assertThat(messages()).containsExactly("hello", "hello", "batch");
        assertThat(records).singleElement().satisfies(record -> {
            assertThat(record.method()).isEqualTo("batch of 3: Counter.add, Counter.Query.some, Counter.save");
            assertThat(record.outcome()).isEqualTo("ok");
            assertThat(record.updated()).containsExactly("count");
        });
    }

    static Stream<Named<Consumer<CompletableFuture<?>>>> endings() {
        return Stream.of(
                Named.of("cancelled", stage -> stage.cancel(true)),
                Named.of("ended by a timeout of its own", stage -> {
                    stage.orTimeout(1, TimeUnit.MILLISECONDS);
                    await().until(stage::isDone);
                }),
                Named.of("completed by somebody else", stage -> stage.complete(null)));
    }

    @ParameterizedTest
    @MethodSource("endings")
    void a_stage_that_is_given_up_undoes_its_call(Consumer<CompletableFuture<?>> ending) {
        Counting.holding = new CountDownLatch(1);
        Counting.released = new CountDownLatch(1);
        Counter counter = counter(1);
        CompletionStage<@Nullable Void> stage = context.runAsync(counter, Counter::hold);
        Counting.await(Counting.holding);

        ending.accept(stage.toCompletableFuture());

        // Its answer tells that the cancel, sent before it on the same connection, has arrived.
        context.query(Counter.Query.class).some(1);
        Counting.released.countDown();
        await().until(() -> records.size() == 2);
        assertThat(records).extracting(CallRecord::outcome).containsExactly("ok", "CANCELLED");
        assertThat(counter.getCount()).isEqualTo(1);
    }

    @Test
    void an_answer_that_is_too_long_undoes_its_call() {
        assertThatThrownBy(() -> context.query(Counter.Query.class).some(2000))
                .isInstanceOfSatisfying(ProtocolException.class, refused -> {
                    assertThat(refused.code()).isEqualTo(ProtocolException.FRAME_TOO_LARGE);
                    assertThat(refused.outcome()).isEqualTo(Outcome.REFUSED);
                })
                .hasMessageContaining("nothing was applied (expected: at most 4032; ask for less at a time)");
    }
}
