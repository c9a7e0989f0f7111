package dev.attacca.walk;

import dev.attacca.compute.BlockDeviceMapping;
import dev.attacca.compute.Flavor;
import dev.attacca.compute.Instance;
import dev.attacca.compute.Quotas;
import dev.attacca.compute.VmState;
import dev.attacca.object.ObjectContext;
import java.util.List;
import java.util.Map;

/**
 * A stored instance that waits for its agent, in a project of its own: two block devices, quotas that count it and more than it, so
 * that a second release of them would show.
 *
 * @param project the project, named after the host
 * @param instance its owner's view of it
 * @param devices its block devices, by device name
 */
record Sample(String project, Instance instance, List<BlockDeviceMapping> devices) {
    static final String FLAVOR = "m1.small";
    static final String ZONE = "zone-1";
    static final int VCPUS = 2;
    static final int MEMORY_MB = 2048;
    static final int OTHER_INSTANCES = 3;
    static final int OTHER_CORES = 5;
    static final long OTHER_RAM_MB = 7000;
    static final Map<String, String> METADATA = Map.of("image", "cirros", "note", "a \"b\" ü");

    /** Stores one on a host, with everything that the newest release can say about it. */
    static Sample store(ObjectContext context, String host) {
        flavor(context);
        String project = "project-" + host;
        quotas(context, project);
        return new Sample(project, instance(context, project, host), List.of()).withDevices(context);
    }

    private Sample withDevices(ObjectContext context) {
        return new Sample(
                project,
                instance,
                List.of(device(context, instance, "/dev/vda", 0), device(context, instance, "/dev/vdb", 1)));
    }

    /** The flavor of all samples; stored when it is not there yet. */
    static void flavor(ObjectContext context) {
        if (Flavor.query(context).byFlavorId(FLAVOR) != null) {
            return;
        }
        Flavor flavor = context.create(Flavor.class);
        flavor.setFlavorId(FLAVOR);
        flavor.setName("small");
        flavor.setMemoryMb(MEMORY_MB);
        flavor.setVcpus(VCPUS);
        flavor.setRootGb(20);
        flavor.create();
    }

    /** Quotas of a project that has one instance of {@link #FLAVOR} and some others. */
    static void quotas(ObjectContext context, String project) {
        Quotas quotas = context.create(Quotas.class);
        quotas.setProjectId(project);
        quotas.setMaxInstances(100);
        quotas.setMaxCores(200);
        quotas.setMaxRamMb(Quotas.UNLIMITED);
        quotas.setUsedInstances(OTHER_INSTANCES);
        quotas.setUsedCores(OTHER_CORES);
        quotas.setUsedRamMb(OTHER_RAM_MB);
        quotas.create();
        quotas.reserve(1, VCPUS, MEMORY_MB);
    }

    /** Stores an instance without devices and without asking for quotas. */
    static Instance instance(ObjectContext context, String project, String host) {
        Instance instance = context.create(Instance.class);
        instance.setProjectId(project);
        instance.setUserId("user-1");
        instance.setName("web on " + host);
        instance.setHost(host);
        instance.setAvailabilityZone(ZONE);
        instance.setMemoryMb(MEMORY_MB);
        instance.setVcpus(VCPUS);
        instance.setFlavorId(FLAVOR);
        instance.setSystemMetadata(METADATA);
        instance.setVmState(VmState.BUILDING);
        instance.setTaskState(null);
        instance.create();
        return instance;
    }

    private static BlockDeviceMapping device(ObjectContext context, Instance instance, String name, int bootIndex) {
        BlockDeviceMapping device = context.create(BlockDeviceMapping.class);
        device.setInstanceUuid(instance.getUuid());
        device.setDeviceName(name);
        device.setVolumeId("volume" + name.replace('/', '-'));
        device.setSizeGb(20 + bootIndex);
        device.setBootIndex(bootIndex);
        device.setDeleteOnTermination(true);
        device.create();
        return device;
    }
}
