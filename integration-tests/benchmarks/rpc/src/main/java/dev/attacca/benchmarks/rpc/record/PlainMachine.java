package dev.attacca.benchmarks.rpc.record;

import java.io.Serializable;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The measured payload as a class without a framework: 20 fields, one of them a nested object and one a map of ten entries,
 * with the values of a virtual machine; about 600 bytes on most wires. Every subject carries exactly this content. Fields are
 * public because that suits the serializers best that work on classes.
 */
@SuppressWarnings("NullAway.Init") // Serializers make one without values and fill it.
public final class PlainMachine implements Serializable {
    private static final long serialVersionUID = 1L;

    public String id;
    public String name;
    public String projectId;
    public String userId;
    public String host;
    public String zone;
    public String image;
    public String keyName;
    public String description;
    public int vcpus;
    public long memoryMb;
    public int rootGb;
    public long rowVersion;
    public long createdAt;
    public long updatedAt;
    public double cpuShare;
    public boolean locked;
    public boolean autoStart;
    public Flavor flavor;

    @SuppressWarnings("serial") // What sample() puts here is serializable.
    public Map<String, String> metadata;

    /** For serializers. */
    public PlainMachine() {}

    /** The values that are measured. */
    public static PlainMachine sample() {
        PlainMachine machine = new PlainMachine();
        machine.id = "7a5d6c1e-3f52-4a0b-9c64-0c1f4be2a9d7";
        machine.name = "web-frontend-042";
        machine.projectId = "5a2f8c1d9e4b47f0a6c3d2e1b0f98765";
        machine.userId = "c0ffee254729296a45a3885639ac7e10";
        machine.host = "compute-017.rack3.example.net";
        machine.zone = "zone-b";
        machine.image = "debian-13-generic-amd64";
        machine.keyName = "deploy-2026";
        machine.description = "Serves the shop's front page; restart on Mondays only.";
        machine.vcpus = 4;
        machine.memoryMb = 16_384;
        machine.rootGb = 80;
        machine.rowVersion = 1_207;
        machine.createdAt = 1_773_480_413_589_793L;
        machine.updatedAt = 1_795_110_312_004_211L;
        machine.cpuShare = 0.85;
        machine.locked = false;
        machine.autoStart = true;
        machine.flavor = Flavor.sample();
        machine.metadata = metadata();
        return machine;
    }

    private static Map<String, String> metadata() {
        Map<String, String> entries = new LinkedHashMap<>();
        entries.put("owner", "storefront");
        entries.put("stage", "production");
        entries.put("cost-center", "4711-emea");
        entries.put("backup", "daily-0230");
        entries.put("monitoring", "prometheus");
        entries.put("patch-group", "b-tuesday");
        entries.put("data-class", "internal");
        entries.put("ticket", "OPS-88213");
        entries.put("os-family", "debian");
        entries.put("contact", "web@example.net");
        return entries;
    }

    private List<@Nullable Object> values() {
        return Arrays.asList(
                id,
                name,
                projectId,
                userId,
                host,
                zone,
                image,
                keyName,
                description,
                vcpus,
                memoryMb,
                rootGb,
                rowVersion,
                createdAt,
                updatedAt,
                cpuShare,
                locked,
                autoStart,
                flavor.values(),
                metadata);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof PlainMachine machine && values().equals(machine.values());
    }

    @Override
    public int hashCode() {
        return values().hashCode();
    }

    @Override
    public String toString() {
        return "PlainMachine" + values();
    }

    /** What the machine is of. */
    @SuppressWarnings("NullAway.Init") // Serializers make one without values and fill it.
    public static final class Flavor implements Serializable {
        private static final long serialVersionUID = 1L;

        public String id;
        public String name;
        public int vcpus;
        public long memoryMb;
        public int diskGb;
        public boolean shared;

        /** For serializers. */
        public Flavor() {}

        static Flavor sample() {
            Flavor flavor = new Flavor();
            flavor.id = "0b9f3c52-7d1a-4e59-8f25-6f0d8a3b1c44";
            flavor.name = "m5.large";
            flavor.vcpus = 4;
            flavor.memoryMb = 16_384;
            flavor.diskGb = 80;
            flavor.shared = true;
            return flavor;
        }

        List<@Nullable Object> values() {
            return Arrays.asList(id, name, vcpus, memoryMb, diskGb, shared);
        }
    }
}
