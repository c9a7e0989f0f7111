package dev.attacca.walk;

import dev.attacca.compute.BlockDeviceMapping;
import dev.attacca.compute.Flavor;
import dev.attacca.compute.Instance;
import dev.attacca.compute.PowerState;
import dev.attacca.compute.Quotas;
import dev.attacca.compute.TaskState;
import dev.attacca.compute.VmState;
import dev.attacca.error.AttaccaException;
import dev.attacca.object.ObjectContext;
import dev.attacca.object.ReadDeleted;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;

/**
 * A life of an instance by calls alone, with steps that fail, and what the caller saw of each: its own object afterwards, or the
 * error. What differs between two runs by its nature (uuids, times, numbers of transactions) is replaced by its kind.
 *
 * <p>Thread safety: confined to one thread.
 */
final class Script {
    /** When its instance is said to have ended; to the microsecond, as stored. */
    static final Instant TERMINATED = Instant.parse("2026-11-20T12:00:00.123456Z");

    private final ObjectContext context;
    private final List<String> seen = new ArrayList<>();
    private final Sample sample;

    private Script(ObjectContext context, String host) {
        this.context = context;
        this.sample = Sample.store(context, host);
    }

    /** Plays it; the rows stay, dead where it deletes them. */
    static Script play(ObjectContext context, String host) {
        Script script = new Script(context, host);
        script.start();
        script.fail();
        script.delete();
        return script;
    }

    /** A line for each step. */
    List<String> seen() {
        return seen;
    }

    UUID uuid() {
        return sample.instance().getUuid();
    }

    String project() {
        return sample.project();
    }

    /** Replaces what differs by its nature. */
    static String withoutNature(String text) {
        return text.replaceAll("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", "UUID")
                .replaceAll("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z", "TIME")
                .replaceAll("deleted=[1-9]\\d*", "deleted=TRANSACTION");
    }

    private void start() {
        Instance instance = sample.instance();
        step("created", () -> {});
        instance.setVmState(VmState.ACTIVE);
        instance.setPowerState(PowerState.RUNNING);
        step("activated", () -> instance.saveExpecting(VmState.BUILDING, null));
        step("flavor", () -> seen.add(instance.getFlavor().getName()));
        step(
                "devices",
                () -> seen.add(instance.getBlockDevices().stream()
                        .map(BlockDeviceMapping::getDeviceName)
                        .sorted()
                        .toList()
                        .toString()));
        instance.setMemoryMb(3_000_000_000L);
        step("grown beyond an int", instance::save);
        step("saved without a change", instance::save);
        step("by name", () -> seen.add("found " + find().size()));
    }

    private List<Instance> find() {
        return Instance.query(context).byName(sample.instance().getName());
    }

    private void fail() {
        Instance instance = sample.instance();
        Instance stale = Objects.requireNonNull(Instance.query(context).byUuid(uuid()));
        instance.setTaskState(TaskState.DELETING);
        step("asked to delete", instance::save);
        stale.setName("too late");
        step("saved by somebody with an old view", stale::save);
        seen.add("unsaved there " + stale.changes());
        step("expected another task", () -> instance.saveExpecting(VmState.ACTIVE, null));
        Quotas quotas = Objects.requireNonNull(Quotas.query(context).byProject(sample.project()));
        step("reserved too much", () -> quotas.reserve(1_000, 0, 0));
        step("reserved a negative number", () -> quotas.reserve(-1, 0, 0));
        step("an unset field", () -> context.create(Instance.class).getName());
        step("a flavor twice", this::createFlavorAgain);
    }

    private void createFlavorAgain() {
        Flavor again = context.create(Flavor.class);
        again.setFlavorId(Sample.FLAVOR);
        again.setName("again");
        again.setMemoryMb(1);
        again.setVcpus(1);
        again.setRootGb(1);
        again.create();
    }

    /** The flow of an agent. */
    private void delete() {
        Instance instance = sample.instance();
        instance.setVmState(VmState.DELETED);
        instance.setTaskState(null);
        instance.setPowerState(PowerState.NOSTATE);
        instance.setTerminatedAt(TERMINATED);
        step("marked deleted", instance::save);
        step("metadata", () -> seen.add(instance.getSystemMetadata().get("image")));
        sample.devices().forEach(device -> step("device released", device::destroy));
        Quotas quotas = Objects.requireNonNull(Quotas.query(context).byProject(sample.project()));
        step("quotas released", () -> quotas.release(1, Sample.VCPUS, Sample.MEMORY_MB));
        seen.add(withoutNature(quotas.toString()));
        step("destroyed", instance::destroy);
        step("destroyed again", instance::destroy);
        seen.add("found " + find().size() + ", with the dead " + withDead());
    }

    private boolean withDead() {
        ObjectContext dead = context.with(context.request().withReadDeleted(ReadDeleted.ONLY));
        return Instance.query(dead).byUuid(uuid()) != null;
    }

    private void step(String name, Runnable call) {
        String outcome;
        try {
            call.run();
            outcome = "ok";
        } catch (AttaccaException refused) {
            outcome = refused.code() + " " + refused.outcome() + " " + refused.getMessage() + " "
                    + new TreeMap<>(refused.details());
        }
        Instance instance = sample.instance();
        seen.add(withoutNature(name + ": " + outcome + "; row version " + instance.getRowVersion() + ", unsaved "
                + instance.changes() + ", " + instance));
    }
}
