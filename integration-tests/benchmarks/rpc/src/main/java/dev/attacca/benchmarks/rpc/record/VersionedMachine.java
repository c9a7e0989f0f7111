package dev.attacca.benchmarks.rpc.record;

import dev.attacca.benchmarks.rpc.record.MachineDomain.Flavor;
import dev.attacca.benchmarks.rpc.record.MachineDomain.Machine;
import dev.attacca.object.ObjectContext;

/** The measured payload between its plain and its versioned form. */
public final class VersionedMachine {
    private VersionedMachine() {}

    /** The versioned object of a plain one, without changes. */
    public static Machine of(PlainMachine plain, ObjectContext context) {
        Flavor flavor = context.create(Flavor.class);
        flavor.setId(plain.flavor.id);
        flavor.setName(plain.flavor.name);
        flavor.setVcpus(plain.flavor.vcpus);
        flavor.setMemoryMb(plain.flavor.memoryMb);
        flavor.setDiskGb(plain.flavor.diskGb);
        flavor.setShared(plain.flavor.shared);
        Machine machine = context.create(Machine.class);
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
        machine.resetChanges();
        return machine;
    }

    /** The plain object of a versioned one. */
    public static PlainMachine plain(Machine machine) {
        PlainMachine plain = new PlainMachine();
        plain.id = machine.getId();
        plain.name = machine.getName();
        plain.projectId = machine.getProjectId();
        plain.userId = machine.getUserId();
        plain.host = machine.getHost();
        plain.zone = machine.getZone();
        plain.image = machine.getImage();
        plain.keyName = machine.getKeyName();
        plain.description = machine.getDescription();
        plain.vcpus = machine.getVcpus();
        plain.memoryMb = machine.getMemoryMb();
        plain.rootGb = machine.getRootGb();
        plain.rowVersion = machine.getRowVersion();
        plain.createdAt = machine.getCreatedAt();
        plain.updatedAt = machine.getUpdatedAt();
        plain.cpuShare = machine.getCpuShare();
        plain.locked = machine.isLocked();
        plain.autoStart = machine.isAutoStart();
        plain.metadata = machine.getMetadata();
        plain.flavor = new PlainMachine.Flavor();
        plain.flavor.id = machine.getFlavor().getId();
        plain.flavor.name = machine.getFlavor().getName();
        plain.flavor.vcpus = machine.getFlavor().getVcpus();
        plain.flavor.memoryMb = machine.getFlavor().getMemoryMb();
        plain.flavor.diskGb = machine.getFlavor().getDiskGb();
        plain.flavor.shared = machine.getFlavor().isShared();
        return plain;
    }
}
