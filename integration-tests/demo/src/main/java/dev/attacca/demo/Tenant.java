package dev.attacca.demo;

import dev.attacca.Attacca;
import dev.attacca.RemoteOptions;
import dev.attacca.compute.BlockDeviceMapping;
import dev.attacca.compute.Flavor;
import dev.attacca.compute.Instance;
import dev.attacca.compute.PowerState;
import dev.attacca.compute.Quotas;
import dev.attacca.compute.TaskState;
import dev.attacca.compute.VmState;
import dev.attacca.fleet.FleetException;
import dev.attacca.object.ObjectContext;
import dev.attacca.object.RequestContext;
import dev.attacca.registry.ObjectRegistry;
import java.util.UUID;

/**
 * Who wants instances: a client of release 1.2 that calls the conductor and never sees SQL.
 *
 * <p>Thread safety: confined to one thread.
 */
final class Tenant implements AutoCloseable {
    /** What it is called in the call log. */
    static final String PEER = "client";

    private final Attacca attacca;

    Tenant(String conductor) {
        this.attacca = Attacca.remote(
                ObjectRegistry.load(), RemoteOptions.to(conductor).peer(PEER));
    }

    private ObjectContext context() {
        return attacca.context(RequestContext.create().onBehalfOf(InstancePlan.USER, InstancePlan.PROJECT));
    }

    /** What instances are made from. */
    void prepare() {
        ObjectContext context = context();
        flavor(context, InstancePlan.SMALL, "small", InstancePlan.SMALL_MEMORY_MB, 1);
        flavor(context, InstancePlan.LARGE, "huge", Integer.MAX_VALUE, 4);
        Quotas quotas = context.create(Quotas.class);
        quotas.setProjectId(InstancePlan.PROJECT);
        quotas.setMaxInstances(10);
        quotas.setMaxCores(40);
        quotas.setMaxRamMb(Quotas.UNLIMITED);
        quotas.setUsedInstances(0);
        quotas.setUsedCores(0);
        quotas.setUsedRamMb(0);
        quotas.create();
    }

    private static void flavor(ObjectContext context, String key, String name, int memoryMb, int vcpus) {
        Flavor flavor = context.create(Flavor.class);
        flavor.setFlavorId(key);
        flavor.setName(name);
        flavor.setMemoryMb(memoryMb);
        flavor.setVcpus(vcpus);
        flavor.setRootGb(InstancePlan.DISK_GB);
        flavor.create();
    }

    /** Creates an instance with its disks, counted against the quotas. */
    UUID create(InstancePlan plan) {
        ObjectContext context = context();
        Quotas quotas = Quotas.query(context).byProject(InstancePlan.PROJECT);
        if (quotas == null) {
            throw new FleetException("quotas: none for " + InstancePlan.PROJECT + " (expected: those created before)");
        }
        quotas.reserve(1, plan.vcpus(), plan.memoryMb());
        Instance instance = context.create(Instance.class);
        instance.setProjectId(InstancePlan.PROJECT);
        instance.setUserId(InstancePlan.USER);
        instance.setName(plan.name());
        instance.setHost(plan.host());
        instance.setAvailabilityZone(plan.zone());
        instance.setMemoryMb(plan.memoryMb());
        instance.setVcpus(plan.vcpus());
        instance.setFlavorId(plan.flavor());
        instance.setVmState(plan.shelved() ? VmState.SHELVED_OFFLOADED : VmState.BUILDING);
        instance.setTaskState(plan.shelved() ? null : TaskState.SCHEDULING);
        instance.setPowerState(PowerState.NOSTATE);
        instance.setLaunchedAt(null);
        instance.setTerminatedAt(null);
        instance.setSystemMetadata(InstancePlan.METADATA);
        instance.create();
        for (String device : plan.devices()) {
            disk(context, instance.getUuid(), device, plan.devices().indexOf(device));
        }
        return instance.getUuid();
    }

    private static void disk(ObjectContext context, UUID instance, String device, int bootIndex) {
        BlockDeviceMapping disk = context.create(BlockDeviceMapping.class);
        disk.setInstanceUuid(instance);
        disk.setDeviceName(device);
        disk.setVolumeId("vol-" + instance.toString().substring(0, 8) + "-" + bootIndex);
        disk.setSizeGb(InstancePlan.DISK_GB);
        disk.setBootIndex(bootIndex);
        disk.setDeleteOnTermination(bootIndex == 0);
        disk.create();
    }

    /** Asks for a shelved instance to be built again. */
    void unshelve(UUID uuid) {
        Instance instance = find(uuid);
        instance.setVmState(VmState.BUILDING);
        instance.setTaskState(TaskState.SPAWNING);
        instance.saveExpecting(VmState.SHELVED_OFFLOADED, null);
    }

    /** Asks for an instance that runs to be deleted; its agent does it. */
    void delete(UUID uuid) {
        Instance instance = find(uuid);
        instance.setTaskState(TaskState.DELETING);
        instance.saveExpecting(VmState.ACTIVE, null);
    }

    private Instance find(UUID uuid) {
        Instance instance = Instance.query(context()).byUuid(uuid);
        if (instance == null) {
            throw new FleetException("instance " + uuid + ": not found (expected: the one created before)");
        }
        return instance;
    }

    @Override
    public void close() {
        attacca.close();
    }
}
