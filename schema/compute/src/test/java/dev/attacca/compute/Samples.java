package dev.attacca.compute;

import dev.attacca.object.ObjectContext;
import java.util.Map;
import java.util.UUID;

/** Objects as a scheduler would make them; nothing is stored unless the name says so. */
final class Samples {
    private Samples() {}

    /** A new instance of flavor {@code m1.small} for a host, its states not set. */
    static Instance instance(ObjectContext context, String host) {
        Instance instance = context.create(Instance.class);
        instance.setProjectId("p-1");
        instance.setUserId("u-1");
        instance.setName("web-1");
        instance.setHost(host);
        instance.setMemoryMb(2048);
        instance.setVcpus(1);
        instance.setFlavorId("m1.small");
        return instance;
    }

    /** A stored instance that runs on a host. */
    static Instance stored(ObjectContext context, String host) {
        Instance instance = instance(context, host);
        instance.setVmState(VmState.ACTIVE);
        instance.setPowerState(PowerState.RUNNING);
        instance.setSystemMetadata(Map.of("image", "cirros"));
        instance.create();
        return instance;
    }

    static Flavor flavor(ObjectContext context, String flavorId) {
        Flavor flavor = context.create(Flavor.class);
        flavor.setFlavorId(flavorId);
        flavor.setName(flavorId);
        flavor.setMemoryMb(2048);
        flavor.setVcpus(1);
        flavor.setRootGb(10);
        return flavor;
    }

    static BlockDeviceMapping blockDevice(ObjectContext context, UUID instanceUuid, String deviceName) {
        BlockDeviceMapping mapping = context.create(BlockDeviceMapping.class);
        mapping.setInstanceUuid(instanceUuid);
        mapping.setDeviceName(deviceName);
        mapping.setSizeGb(10);
        mapping.setBootIndex(0);
        mapping.setDeleteOnTermination(true);
        return mapping;
    }

    static Service service(ObjectContext context, String host) {
        Service service = context.create(Service.class);
        service.setHost(host);
        service.setBinary("compute-agent");
        service.setTopic("compute");
        service.setAgentVersion("1.2");
        return service;
    }

    static Quotas quotas(ObjectContext context, String projectId) {
        Quotas quotas = context.create(Quotas.class);
        quotas.setProjectId(projectId);
        quotas.setMaxInstances(10);
        quotas.setMaxCores(20);
        quotas.setMaxRamMb(51_200);
        return quotas;
    }
}
