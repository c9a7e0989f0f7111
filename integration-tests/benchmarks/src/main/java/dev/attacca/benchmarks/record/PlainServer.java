package dev.attacca.benchmarks.record;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The measured record as a class without a framework: 20 fields and 3 nested objects with the values of a small cloud
 * server, about 500 bytes on most wires. Every subject carries exactly this content. Fields are public because that suits
 * the serializers best that work on classes.
 */
@SuppressWarnings("NullAway.Init") // Serializers make one without values and fill it.
public final class PlainServer {
    public UUID uuid;
    public String name;
    public String projectId;
    public String userId;
    public @Nullable String host;
    public String availabilityZone;
    public @Nullable String keyName;
    public String imageName;
    public @Nullable String description;
    public ServerState state;
    public int vcpus;
    public long memoryMb;
    public int rootGb;
    public long rowVersion;
    public double cpuShare;
    public boolean locked;
    public boolean autoStart;
    public Instant createdAt;
    public @Nullable Instant updatedAt;
    public @Nullable Instant launchedAt;
    public Flavor flavor;
    public Volume volume;
    public Port port;

    /** For serializers. */
    public PlainServer() {}

    /** The values that are measured. */
    public static PlainServer sample() {
        PlainServer server = new PlainServer();
        server.uuid = UUID.fromString("7a5d6c1e-3f52-4a0b-9c64-0c1f4be2a9d7");
        server.name = "web-frontend-042";
        server.projectId = "5a2f8c1d9e4b47f0a6c3d2e1b0f98765";
        server.userId = "c0ffee254729296a45a3885639ac7e10";
        server.host = "compute-017.rack3.example.net";
        server.availabilityZone = "zone-b";
        server.keyName = "deploy-2026";
        server.imageName = "debian-13-generic-amd64";
        server.description = "Serves the shop's front page; restart on Mondays only.";
        server.state = ServerState.ACTIVE;
        server.vcpus = 4;
        server.memoryMb = 16_384;
        server.rootGb = 80;
        server.rowVersion = 1_207;
        server.cpuShare = 0.85;
        server.locked = false;
        server.autoStart = true;
        server.createdAt = Instant.parse("2026-03-14T09:26:53.589793Z");
        server.updatedAt = Instant.parse("2026-11-20T17:45:12.004211Z");
        server.launchedAt = Instant.parse("2026-03-14T09:27:31.118400Z");
        server.flavor = Flavor.sample();
        server.volume = Volume.sample();
        server.port = Port.sample();
        return server;
    }

    private List<@Nullable Object> values() {
        return Arrays.asList(
                uuid,
                name,
                projectId,
                userId,
                host,
                availabilityZone,
                keyName,
                imageName,
                description,
                state,
                vcpus,
                memoryMb,
                rootGb,
                rowVersion,
                cpuShare,
                locked,
                autoStart,
                createdAt,
                updatedAt,
                launchedAt,
                flavor.values(),
                volume.values(),
                port.values());
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof PlainServer server && values().equals(server.values());
    }

    @Override
    public int hashCode() {
        return values().hashCode();
    }

    @Override
    public String toString() {
        return "PlainServer" + values();
    }

    /** What the server is of. */
    @SuppressWarnings("NullAway.Init") // Serializers make one without values and fill it.
    public static final class Flavor {
        public UUID uuid;
        public String name;
        public int vcpus;
        public long memoryMb;
        public int diskGb;
        public boolean shared;

        /** For serializers. */
        public Flavor() {}

        static Flavor sample() {
            Flavor flavor = new Flavor();
            flavor.uuid = UUID.fromString("0b9f3c52-7d1a-4e59-8f25-6f0d8a3b1c44");
            flavor.name = "m5.large";
            flavor.vcpus = 4;
            flavor.memoryMb = 16_384;
            flavor.diskGb = 80;
            flavor.shared = true;
            return flavor;
        }

        List<@Nullable Object> values() {
            return Arrays.asList(uuid, name, vcpus, memoryMb, diskGb, shared);
        }
    }

    /** What the server starts from. */
    @SuppressWarnings("NullAway.Init") // Serializers make one without values and fill it.
    public static final class Volume {
        public UUID uuid;
        public String device;
        public String driver;
        public long sizeGb;
        public boolean bootable;

        /** For serializers. */
        public Volume() {}

        static Volume sample() {
            Volume volume = new Volume();
            volume.uuid = UUID.fromString("e4d0a9f7-52c8-4b36-a1d3-97c2be5f6a08");
            volume.device = "/dev/vda";
            volume.driver = "virtio";
            volume.sizeGb = 80;
            volume.bootable = true;
            return volume;
        }

        List<@Nullable Object> values() {
            return Arrays.asList(uuid, device, driver, sizeGb, bootable);
        }
    }

    /** What the server talks through. */
    @SuppressWarnings("NullAway.Init") // Serializers make one without values and fill it.
    public static final class Port {
        public UUID uuid;
        public String address;
        public String mac;
        public int mtu;
        public boolean up;

        /** For serializers. */
        public Port() {}

        static Port sample() {
            Port port = new Port();
            port.uuid = UUID.fromString("93b1c7d5-0e6f-4d82-b7a4-5c8e2f1d0a63");
            port.address = "10.42.17.23";
            port.mac = "fa:16:3e:9c:21:7b";
            port.mtu = 1_450;
            port.up = true;
            return port;
        }

        List<@Nullable Object> values() {
            return Arrays.asList(uuid, address, mac, mtu, up);
        }
    }
}
