package dev.attacca.transport;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which conductor is tried next. A name with several addresses is several conductors; what a seat tries or holds is claimed,
 * so that another seat goes elsewhere; among those that are free, the one that was tried longest ago comes first, and of equals
 * a random one, so that a fleet with one list spreads over it.
 *
 * <p>Thread safety: safe for use by many threads; {@link #round} waits for DNS.
 */
final class Addresses {
    private final List<InetSocketAddress> configured;
    private final int connections;
    private final int connectionsToOne;
    private final Names names;
    private final Random random;

    @GuardedBy("this")
    private final Map<InetSocketAddress, Integer> claims = new HashMap<>();

    @GuardedBy("this")
    private final Map<InetSocketAddress, Long> lastTried = new HashMap<>();

    @GuardedBy("this")
    private long tries;

    private volatile boolean oneConductor;

    /** What turns a name into addresses. */
    @FunctionalInterface
    interface Names {
        /** All of them, never none. */
        InetAddress[] resolve(String host) throws UnknownHostException;
    }

    Addresses(ClientOptions options, Names names, Random random) {
        this.configured = List.copyOf(new LinkedHashSet<>(options.addresses()));
        this.connections = options.connections();
        this.connectionsToOne = options.connectionsToOne();
        this.names = names;
        this.random = random;
    }

    /** How many seats can ever be taken at once. */
    int mostSeats() {
        boolean namesAmongThem = configured.stream().anyMatch(Addresses::isName);
        if (namesAmongThem) {
            return connections;
        }
        return configured.size() == 1 ? connectionsToOne : Math.min(connections, configured.size());
    }

    private static boolean isName(InetSocketAddress address) {
        String host = address.getHostString();
        return address.isUnresolved() && !NetUtil.isValidIpV4Address(host) && !NetUtil.isValidIpV6Address(host);
    }

    /** Resolves the names and begins a round through all addresses that are free. */
    Round round() {
        Set<InetSocketAddress> first = new LinkedHashSet<>();
        Set<InetSocketAddress> others = new LinkedHashSet<>();
        UnknownHostException unknown = null;
        for (InetSocketAddress each : configured) {
            if (!each.isUnresolved()) {
                first.add(each);
                continue;
            }
            try {
                InetAddress[] resolved = names.resolve(each.getHostString());
                for (InetAddress address : resolved) {
                    // One conductor of two protocols has an address of each: the other kind is another way, not another
                    // conductor.
                    boolean sameKind = address.getClass() == resolved[0].getClass();
                    (sameKind ? first : others).add(new InetSocketAddress(address, each.getPort()));
                }
            } catch (UnknownHostException failed) {
                unknown = new UnknownHostException(each.getHostString() + ": unknown name");
                unknown.initCause(failed);
            }
        }
        others.removeAll(first);
        return new Round(shuffled(first), shuffled(others), unknown);
    }

    private List<InetSocketAddress> shuffled(Set<InetSocketAddress> addresses) {
        List<InetSocketAddress> shuffled = new ArrayList<>(addresses);
        synchronized (this) {
            Collections.shuffle(shuffled, random);
        }
        return shuffled;
    }

    private synchronized @Nullable InetSocketAddress claim(Round round) {
        List<InetSocketAddress> known = new ArrayList<>(round.conductors);
        if (claims.isEmpty()) {
            known.addAll(round.otherWays);
        }
        int most = round.conductors.size() <= 1 ? connectionsToOne : 1;
        InetSocketAddress chosen = null;
        long longestAgo = Long.MAX_VALUE;
        for (InetSocketAddress address : known) {
            long last = lastTried.getOrDefault(address, 0L);
            if (!round.tried.contains(address) && claims.getOrDefault(address, 0) < most && last < longestAgo) {
                chosen = address;
                longestAgo = last;
            }
        }
        if (chosen != null) {
            claims.merge(chosen, 1, Integer::sum);
            oneConductor = claims.size() == 1;
            // Names move on to other addresses.
            lastTried.keySet().retainAll(round.all());
            lastTried.put(chosen, ++tries);
        }
        return chosen;
    }

    /** Gives a claim back. */
    synchronized void release(InetSocketAddress address) {
        claims.computeIfPresent(address, (claimed, times) -> times == 1 ? null : times - 1);
        oneConductor = claims.size() == 1;
    }

    /** Whether all that seats try and hold is one address. */
    boolean oneConductor() {
        return oneConductor;
    }

    /** One round: each free address once. Confined to one thread. */
    final class Round {
        private final List<InetSocketAddress> conductors;
        private final List<InetSocketAddress> otherWays;
        private final @Nullable UnknownHostException unknown;
        private final Set<InetSocketAddress> tried = new HashSet<>();

        private Round(
                List<InetSocketAddress> conductors,
                List<InetSocketAddress> otherWays,
                @Nullable UnknownHostException unknown) {
            this.conductors = conductors;
            this.otherWays = otherWays;
            this.unknown = unknown;
        }

        /** The next address, claimed until it is released; null when none is left. */
        @Nullable
        InetSocketAddress next() {
            InetSocketAddress next = claim(this);
            if (next != null) {
                tried.add(next);
            }
            return next;
        }

        private Set<InetSocketAddress> all() {
            Set<InetSocketAddress> all = new HashSet<>(conductors);
            all.addAll(otherWays);
            return all;
        }

        /** Why not all names became addresses; null when all did. */
        @Nullable
        UnknownHostException unknown() {
            return unknown;
        }
    }
}
