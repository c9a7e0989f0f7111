package dev.attacca.benchmarks.record;

import dev.attacca.benchmarks.record.ServerDomain.Flavor;
import dev.attacca.benchmarks.record.ServerDomain.Port;
import dev.attacca.benchmarks.record.ServerDomain.Server;
import dev.attacca.benchmarks.record.ServerDomain.Volume;
import dev.attacca.object.ObjectContext;

/** The measured record between its plain and its versioned form. */
public final class VersionedServer {
    private VersionedServer() {}

    /** The versioned object of a plain one, without changes. */
    public static Server of(PlainServer plain, ObjectContext context) {
        Flavor flavor = context.create(Flavor.class);
        flavor.setUuid(plain.flavor.uuid);
        flavor.setName(plain.flavor.name);
        flavor.setVcpus(plain.flavor.vcpus);
        flavor.setMemoryMb(plain.flavor.memoryMb);
        flavor.setDiskGb(plain.flavor.diskGb);
        flavor.setShared(plain.flavor.shared);
        Volume volume = context.create(Volume.class);
        volume.setUuid(plain.volume.uuid);
        volume.setDevice(plain.volume.device);
        volume.setDriver(plain.volume.driver);
        volume.setSizeGb(plain.volume.sizeGb);
        volume.setBootable(plain.volume.bootable);
        Port port = context.create(Port.class);
        port.setUuid(plain.port.uuid);
        port.setAddress(plain.port.address);
        port.setMac(plain.port.mac);
        port.setMtu(plain.port.mtu);
        port.setUp(plain.port.up);
        Server server = context.create(Server.class);
        server.setUuid(plain.uuid);
        server.setName(plain.name);
        server.setProjectId(plain.projectId);
        server.setUserId(plain.userId);
        server.setHost(plain.host);
        server.setAvailabilityZone(plain.availabilityZone);
        server.setKeyName(plain.keyName);
        server.setImageName(plain.imageName);
        server.setDescription(plain.description);
        server.setState(plain.state);
        server.setVcpus(plain.vcpus);
        server.setMemoryMb(plain.memoryMb);
        server.setRootGb(plain.rootGb);
        server.setRowVersion(plain.rowVersion);
        server.setCpuShare(plain.cpuShare);
        server.setLocked(plain.locked);
        server.setAutoStart(plain.autoStart);
        server.setCreatedAt(plain.createdAt);
        server.setUpdatedAt(plain.updatedAt);
        server.setLaunchedAt(plain.launchedAt);
        server.setFlavor(flavor);
        server.setVolume(volume);
        server.setPort(port);
        server.resetChanges();
        return server;
    }

    /** The plain object of a versioned one. */
    public static PlainServer plain(Server server) {
        PlainServer plain = new PlainServer();
        plain.uuid = server.getUuid();
        plain.name = server.getName();
        plain.projectId = server.getProjectId();
        plain.userId = server.getUserId();
        plain.host = server.getHost();
        plain.availabilityZone = server.getAvailabilityZone();
        plain.keyName = server.getKeyName();
        plain.imageName = server.getImageName();
        plain.description = server.getDescription();
        plain.state = server.getState();
        plain.vcpus = server.getVcpus();
        plain.memoryMb = server.getMemoryMb();
        plain.rootGb = server.getRootGb();
        plain.rowVersion = server.getRowVersion();
        plain.cpuShare = server.getCpuShare();
        plain.locked = server.isLocked();
        plain.autoStart = server.isAutoStart();
        plain.createdAt = server.getCreatedAt();
        plain.updatedAt = server.getUpdatedAt();
        plain.launchedAt = server.getLaunchedAt();
        plain.flavor = new PlainServer.Flavor();
        plain.flavor.uuid = server.getFlavor().getUuid();
        plain.flavor.name = server.getFlavor().getName();
        plain.flavor.vcpus = server.getFlavor().getVcpus();
        plain.flavor.memoryMb = server.getFlavor().getMemoryMb();
        plain.flavor.diskGb = server.getFlavor().getDiskGb();
        plain.flavor.shared = server.getFlavor().isShared();
        plain.volume = new PlainServer.Volume();
        plain.volume.uuid = server.getVolume().getUuid();
        plain.volume.device = server.getVolume().getDevice();
        plain.volume.driver = server.getVolume().getDriver();
        plain.volume.sizeGb = server.getVolume().getSizeGb();
        plain.volume.bootable = server.getVolume().isBootable();
        plain.port = new PlainServer.Port();
        plain.port.uuid = server.getPort().getUuid();
        plain.port.address = server.getPort().getAddress();
        plain.port.mac = server.getPort().getMac();
        plain.port.mtu = server.getPort().getMtu();
        plain.port.up = server.getPort().isUp();
        return plain;
    }
}
