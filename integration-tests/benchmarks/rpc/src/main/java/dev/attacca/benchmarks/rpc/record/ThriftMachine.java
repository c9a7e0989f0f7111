package dev.attacca.benchmarks.rpc.record;

import dev.attacca.benchmarks.rpc.thrift.Flavor;
import dev.attacca.benchmarks.rpc.thrift.Machine;

/** The measured payload in Thrift's form. */
public final class ThriftMachine {
    private ThriftMachine() {}

    /** The struct of a plain object. */
    public static Machine of(PlainMachine plain) {
        Flavor flavor = new Flavor();
        flavor.setId(plain.flavor.id);
        flavor.setName(plain.flavor.name);
        flavor.setVcpus(plain.flavor.vcpus);
        flavor.setMemoryMb(plain.flavor.memoryMb);
        flavor.setDiskGb(plain.flavor.diskGb);
        flavor.setShared(plain.flavor.shared);
        Machine machine = new Machine();
        machine.setId(plain.id);
        machine.setName(plain.name);
        machine.setProjectId(plain.projectId);
        machine.setUserId(plain.userId);
        machine.setHost(plain.host);
        machine.setZone(plain.zone);
        machine.setImage(plain.image);
        machine.setKeyName(plain.keyName);
        machine.setDescription(plain.description);
        machine.setVcpus(plain.vcpus);
        machine.setMemoryMb(plain.memoryMb);
        machine.setRootGb(plain.rootGb);
        machine.setRowVersion(plain.rowVersion);
        machine.setCreatedAt(plain.createdAt);
        machine.setUpdatedAt(plain.updatedAt);
        machine.setCpuShare(plain.cpuShare);
        machine.setLocked(plain.locked);
        machine.setAutoStart(plain.autoStart);
        machine.setFlavor(flavor);
        machine.setMetadata(plain.metadata);
        return machine;
    }
}
