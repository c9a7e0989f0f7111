package dev.attacca.walk;

import dev.attacca.Attacca;
import dev.attacca.RemoteOptions;
import dev.attacca.compute.Instance;
import dev.attacca.compute.PowerState;
import dev.attacca.compute.VmState;
import dev.attacca.object.ObjectContext;
import dev.attacca.object.RequestContext;
import dev.attacca.registry.ObjectRegistry;
import dev.attacca.transport.ExchangeListener;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/**
 * A client that makes each call of an instance once and counts the round trips of each. It uses what every release has, and is
 * loaded with the classes of whichever release is to be examined, so only classes of the JDK lead in and out; see
 * {@link ReleaseLoader}.
 *
 * <p>Thread safety: confined to one thread.
 */
public final class ReleaseClient implements BiFunction<String, String, Map<String, Integer>> {
    private final Map<String, Integer> roundTrips = new LinkedHashMap<>();
    private final AtomicInteger answers = new AtomicInteger();

    /** Found by its name. */
    public ReleaseClient() {}

    /**
     * Makes the calls.
     *
     * @param address of the conductor
     * @param host whose instances are made and found; three are
     * @return round trips by call, in the order of the calls; {@code version} is the version of instances here, as 10 for 1.0
     */
    @Override
    public Map<String, Integer> apply(String address, String host) {
        ObjectRegistry registry = ObjectRegistry.load();
        RemoteOptions options = RemoteOptions.to(address).peer("client " + host).listener(this::answered);
        try (Attacca attacca = Attacca.remote(registry, options)) {
            ObjectContext context = attacca.context(RequestContext.create());
            // The first call shakes hands, too; what it counts is left out.
            Instance.query(context).byHost(host);
            makeCalls(context, host);
        }
        String version = registry.type(Instance.class).version().toString();
        roundTrips.put("version", Integer.parseInt(version.replace(".", "")));
        return roundTrips;
    }

    private void answered(ExchangeListener.Exchange exchange) {
        if (!exchange.message().equals("ping")) {
            answers.incrementAndGet();
        }
    }

    private void count(String call, Runnable made) {
        int before = answers.get();
        made.run();
        roundTrips.put(call, answers.get() - before);
    }

    private void makeCalls(ObjectContext context, String host) {
        Instance instance = newInstance(context, host);
        count("create", instance::create);
        newInstance(context, host).create();
        newInstance(context, host).create();
        count("byUuid", () -> Objects.requireNonNull(Instance.query(context).byUuid(instance.getUuid())));
        count(
                "byHost, a list of three",
                () -> requireThree(Instance.query(context).byHost(host)));
        instance.setPowerState(PowerState.RUNNING);
        count("save", instance::save);
        count("save of nothing", instance::save);
        instance.setVmState(VmState.ACTIVE);
        count("saveExpecting", () -> instance.saveExpecting(VmState.BUILDING, null));
        count("refresh", instance::refresh);
        count("getBlockDevices, fetched", instance::getBlockDevices);
        count("getBlockDevices, there already", instance::getBlockDevices);
        instance.setTerminatedAt(Instant.parse("2026-11-20T12:00:00Z"));
        count("destroy", instance::destroy);
    }

    private static void requireThree(List<Instance> found) {
        if (found.size() != 3) {
            throw new IllegalStateException("byHost: " + found.size() + " instances (expected: 3)");
        }
    }

    private static Instance newInstance(ObjectContext context, String host) {
        Instance instance = context.create(Instance.class);
        instance.setProjectId("project-" + host);
        instance.setUserId("user-1");
        instance.setHost(host);
        instance.setVcpus(2);
        instance.setFlavorId("m1.small");
        set(instance, "setDisplayName", "setName", "web");
        set(instance, "setMemoryMb", "setMemoryMb", 2048);
        return instance;
    }

    /** A setter whose name or type is not the same in every release. */
    private static void set(Instance instance, String before, String now, Object value) {
        Method setter = Stream.of(Instance.class.getMethods())
                .filter(method ->
                        method.getName().equals(before) || method.getName().equals(now))
                .findFirst()
                .orElseThrow();
        try {
            setter.invoke(instance, value);
        } catch (IllegalAccessException | InvocationTargetException failed) {
            throw new IllegalStateException(setter.toString(), failed);
        }
    }
}
