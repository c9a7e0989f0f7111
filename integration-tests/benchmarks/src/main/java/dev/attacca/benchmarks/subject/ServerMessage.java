package dev.attacca.benchmarks.subject;

import dev.attacca.benchmarks.protobuf.ServerProto;
import dev.attacca.benchmarks.record.PlainServer;
import dev.attacca.benchmarks.record.ServerState;
import java.util.UUID;

/** The measured record between its plain form and its protobuf message. */
final class ServerMessage {
    private static final ServerProto.State[] MESSAGE_STATES = ServerProto.State.values();
    private static final ServerState[] STATES = ServerState.values();

    private ServerMessage() {}

    @SuppressWarnings("EnumOrdinal") // Both enums name the same constants in the same order.
    static ServerProto.Server of(PlainServer plain) {
        ServerProto.Server.Builder server = ServerProto.Server.newBuilder()
                .setUuidHigh(plain.uuid.getMostSignificantBits())
                .setUuidLow(plain.uuid.getLeastSignificantBits())
                .setName(plain.name)
                .setProjectId(plain.projectId)
                .setUserId(plain.userId)
                .setAvailabilityZone(plain.availabilityZone)
                .setImageName(plain.imageName)
                .setState(MESSAGE_STATES[plain.state.ordinal()])
                .setVcpus(plain.vcpus)
                .setMemoryMb(plain.memoryMb)
                .setRootGb(plain.rootGb)
                .setRowVersion(plain.rowVersion)
                .setCpuShare(plain.cpuShare)
                .setLocked(plain.locked)
                .setAutoStart(plain.autoStart)
                .setCreatedAt(Moments.micros(plain.createdAt))
                .setFlavor(of(plain.flavor))
                .setVolume(of(plain.volume))
                .setPort(of(plain.port));
        if (plain.host != null) {
            server.setHost(plain.host);
        }
        if (plain.keyName != null) {
            server.setKeyName(plain.keyName);
        }
        if (plain.description != null) {
            server.setDescription(plain.description);
        }
        if (plain.updatedAt != null) {
            server.setUpdatedAt(Moments.micros(plain.updatedAt));
        }
        if (plain.launchedAt != null) {
            server.setLaunchedAt(Moments.micros(plain.launchedAt));
        }
        return server.build();
    }

    private static ServerProto.Flavor of(PlainServer.Flavor plain) {
        return ServerProto.Flavor.newBuilder()
                .setUuidHigh(plain.uuid.getMostSignificantBits())
                .setUuidLow(plain.uuid.getLeastSignificantBits())
                .setName(plain.name)
                .setVcpus(plain.vcpus)
                .setMemoryMb(plain.memoryMb)
                .setDiskGb(plain.diskGb)
                .setShared(plain.shared)
                .build();
    }

    private static ServerProto.Volume of(PlainServer.Volume plain) {
        return ServerProto.Volume.newBuilder()
                .setUuidHigh(plain.uuid.getMostSignificantBits())
                .setUuidLow(plain.uuid.getLeastSignificantBits())
                .setDevice(plain.device)
                .setDriver(plain.driver)
                .setSizeGb(plain.sizeGb)
                .setBootable(plain.bootable)
                .build();
    }

    private static ServerProto.Port of(PlainServer.Port plain) {
        return ServerProto.Port.newBuilder()
                .setUuidHigh(plain.uuid.getMostSignificantBits())
                .setUuidLow(plain.uuid.getLeastSignificantBits())
                .setAddress(plain.address)
                .setMac(plain.mac)
                .setMtu(plain.mtu)
                .setUp(plain.up)
                .build();
    }

    static PlainServer plain(ServerProto.Server server) {
        PlainServer plain = new PlainServer();
        plain.uuid = new UUID(server.getUuidHigh(), server.getUuidLow());
        plain.name = server.getName();
        plain.projectId = server.getProjectId();
        plain.userId = server.getUserId();
        plain.host = server.hasHost() ? server.getHost() : null;
        plain.availabilityZone = server.getAvailabilityZone();
        plain.keyName = server.hasKeyName() ? server.getKeyName() : null;
        plain.imageName = server.getImageName();
        plain.description = server.hasDescription() ? server.getDescription() : null;
        plain.state = STATES[server.getState().getNumber()];
        plain.vcpus = server.getVcpus();
        plain.memoryMb = server.getMemoryMb();
        plain.rootGb = server.getRootGb();
        plain.rowVersion = server.getRowVersion();
        plain.cpuShare = server.getCpuShare();
        plain.locked = server.getLocked();
        plain.autoStart = server.getAutoStart();
        plain.createdAt = Moments.of(server.getCreatedAt());
        plain.updatedAt = server.hasUpdatedAt() ? Moments.of(server.getUpdatedAt()) : null;
        plain.launchedAt = server.hasLaunchedAt() ? Moments.of(server.getLaunchedAt()) : null;
        plain.flavor = plain(server.getFlavor());
        plain.volume = plain(server.getVolume());
        plain.port = plain(server.getPort());
        return plain;
    }

    private static PlainServer.Flavor plain(ServerProto.Flavor flavor) {
        PlainServer.Flavor plain = new PlainServer.Flavor();
        plain.uuid = new UUID(flavor.getUuidHigh(), flavor.getUuidLow());
        plain.name = flavor.getName();
        plain.vcpus = flavor.getVcpus();
        plain.memoryMb = flavor.getMemoryMb();
        plain.diskGb = flavor.getDiskGb();
        plain.shared = flavor.getShared();
        return plain;
    }

    private static PlainServer.Volume plain(ServerProto.Volume volume) {
        PlainServer.Volume plain = new PlainServer.Volume();
        plain.uuid = new UUID(volume.getUuidHigh(), volume.getUuidLow());
        plain.device = volume.getDevice();
        plain.driver = volume.getDriver();
        plain.sizeGb = volume.getSizeGb();
        plain.bootable = volume.getBootable();
        return plain;
    }

    private static PlainServer.Port plain(ServerProto.Port port) {
        PlainServer.Port plain = new PlainServer.Port();
        plain.uuid = new UUID(port.getUuidHigh(), port.getUuidLow());
        plain.address = port.getAddress();
        plain.mac = port.getMac();
        plain.mtu = port.getMtu();
        plain.up = port.getUp();
        return plain;
    }
}
