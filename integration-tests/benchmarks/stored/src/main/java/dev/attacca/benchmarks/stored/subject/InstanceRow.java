package dev.attacca.benchmarks.stored.subject;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.attacca.compute.PowerState;
import dev.attacca.compute.TaskState;
import dev.attacca.compute.VmState;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An instance as those have it who do without objects of ours: every column that {@link dev.attacca.compute.Instance} has. */
public record InstanceRow(
        UUID uuid,
        long rowVersion,
        String projectId,
        String userId,
        String displayName,
        @Nullable String host,
        @Nullable String availabilityZone,
        long memoryMb,
        int vcpus,
        String flavorId,
        VmState vmState,
        @Nullable TaskState taskState,
        PowerState powerState,
        @Nullable Instant launchedAt,
        @Nullable Instant terminatedAt,
        Map<String, String> systemMetadata,
        Instant createdAt,
        @Nullable Instant updatedAt,
        @Nullable Instant deletedAt) {

    /** The columns in the order of the components. */
    static final String COLUMNS =
            "uuid, row_version, project_id, user_id, display_name, host, availability_zone, memory_mb, vcpus, flavor_id,"
                    + " vm_state, task_state, power_state, launched_at, terminated_at, system_metadata, created_at,"
                    + " updated_at, deleted_at";

    private static final ObjectReader METADATA = JsonMapper.builder().build().readerForMapOf(String.class);

    static Map<String, String> metadata(String json) {
        try {
            return METADATA.readValue(json);
        } catch (JsonProcessingException broken) {
            throw new IllegalStateException(broken);
        }
    }

    /**
     * Looks whether it is the row that was asked for, and whole.
     *
     * @throws IllegalStateException if it is not
     */
    static void check(UUID asked, @Nullable InstanceRow found) {
        if (found == null || found.vmState() != VmState.ACTIVE) {
            throw new IllegalStateException("found: " + found + " (expected: the active instance " + asked + ")");
        }
        check(asked, found.uuid(), found.systemMetadata().size());
    }

    static void check(UUID asked, UUID found, int metadata) {
        if (!found.equals(asked) || metadata != 2) {
            throw new IllegalStateException(
                    "found: instance " + found + " with " + metadata + " notes (expected: " + asked + " with 2)");
        }
    }
}
