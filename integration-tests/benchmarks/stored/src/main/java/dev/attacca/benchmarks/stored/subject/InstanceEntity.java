package dev.attacca.benchmarks.stored.subject;

import dev.attacca.compute.PowerState;
import dev.attacca.compute.TaskState;
import dev.attacca.compute.VmState;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.hibernate.annotations.DynamicUpdate;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.annotations.SQLRestriction;
import org.hibernate.annotations.UpdateTimestamp;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/**
 * An instance as Hibernate has it: live rows only, changed columns only, the row version checked and raised.
 *
 * <p>Thread safety: confined to one thread at a time.
 */
@Entity
@Table(name = "instances")
@DynamicUpdate
@SQLRestriction("deleted = 0")
// Hibernate sets and reads the fields.
@SuppressWarnings({"NullAway.Init", "UnusedVariable"})
class InstanceEntity {
    @Id
    private UUID uuid;

    @Version
    @Column(name = "row_version")
    private long rowVersion;

    @Column(name = "project_id")
    private String projectId;

    @Column(name = "user_id")
    private String userId;

    @Column(name = "display_name")
    private String displayName;

    private @Nullable String host;

    @Column(name = "availability_zone")
    private @Nullable String availabilityZone;

    @Column(name = "memory_mb")
    private long memoryMb;

    private int vcpus;

    @Column(name = "flavor_id")
    private String flavorId;

    @Enumerated(EnumType.STRING)
    @Column(name = "vm_state")
    private VmState vmState;

    @Enumerated(EnumType.STRING)
    @Column(name = "task_state")
    private @Nullable TaskState taskState;

    @Enumerated(EnumType.STRING)
    @Column(name = "power_state")
    private PowerState powerState;

    @Column(name = "launched_at")
    private @Nullable Instant launchedAt;

    @Column(name = "terminated_at")
    private @Nullable Instant terminatedAt;

    @JdbcTypeCode(SqlTypes.JSON)
    @Column(name = "system_metadata")
    private Map<String, String> systemMetadata;

    @Column(name = "created_at", updatable = false)
    private Instant createdAt;

    @UpdateTimestamp
    @Column(name = "updated_at")
    private @Nullable Instant updatedAt;

    @Column(name = "deleted_at")
    private @Nullable Instant deletedAt;

    InstanceEntity() {}

    UUID uuid() {
        return uuid;
    }

    /** Gives it another memory. */
    void resize() {
        memoryMb = Memory.otherThan(memoryMb);
    }

    void check(UUID asked) {
        InstanceRow.check(asked, uuid, systemMetadata.size());
    }
}
