package dev.attacca.benchmarks.rpc.load;

import dev.attacca.benchmarks.rpc.peer.CallMode;
import dev.attacca.benchmarks.rpc.peer.Peer;
import dev.attacca.benchmarks.rpc.peer.PeerClient;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Looks at what comes back, so that nobody measures how fast something fails. */
public final class PayloadCheck {
    private static final int CALLS = 10;

    private PayloadCheck() {}

    /**
     * Makes some calls in each mode.
     *
     * @throws IllegalStateException if something else comes back than was sent
     */
    public static void of(Peer peer, PeerClient client) throws Exception {
        if (peer.modes().contains(CallMode.BLOCKING)) {
            try (PeerClient.BlockingCaller caller = client.blocking()) {
                for (int i = 0; i < CALLS; i++) {
                    look(client, caller.call());
                }
            }
        }
        if (peer.modes().contains(CallMode.PIPELINED)) {
            PeerClient.PipelinedCaller caller = client.pipelined();
            for (int i = 0; i < CALLS; i++) {
                CompletableFuture<Object> answer = new CompletableFuture<>();
                caller.begin((arrived, failure) -> {
                    if (arrived != null) {
                        answer.complete(arrived);
                    } else {
                        answer.completeExceptionally(
                                failure == null ? new IllegalStateException("nothing came back") : failure);
                    }
                });
                look(client, answer.get(CALLS, TimeUnit.SECONDS));
            }
        }
    }

    private static void look(PeerClient client, Object answer) {
        if (!client.isPayload(answer)) {
            throw new IllegalStateException("came back: " + answer + " (expected: what was sent)");
        }
    }
}
