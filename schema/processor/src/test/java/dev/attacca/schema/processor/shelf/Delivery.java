package dev.attacca.schema.processor.shelf;

import dev.attacca.annotation.Key;
import dev.attacca.annotation.Sensitive;
import dev.attacca.annotation.Transitions;
import dev.attacca.annotation.Versioned;
import dev.attacca.annotation.WriteOnce;
import dev.attacca.object.VersionedObject;
import dev.attacca.store.Table;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Whose next values depend on the former ones. */
@Versioned("1.0")
@Table("deliveries")
public abstract class Delivery extends VersionedObject {
    @Key
    public abstract UUID getUuid();

    public abstract void setUuid(UUID uuid);

    @WriteOnce
    public abstract @Nullable String getSeal();

    public abstract void setSeal(@Nullable String seal);

    @WriteOnce
    @Sensitive
    public abstract @Nullable String getCode();

    public abstract void setCode(@Nullable String code);

    @Transitions({"ORDERED->PACKED", "PACKED->SENT|LOST", "SENT->ARRIVED|LOST|PACKED"})
    public abstract @Nullable Stage getStage();

    public abstract void setStage(@Nullable Stage stage);

    public abstract @Nullable String getNote();

    public abstract void setNote(@Nullable String note);

    /** Where it is. */
    public enum Stage {
        /** Not begun. */
        ORDERED,
        /** In a box. */
        PACKED,
        /** Away. */
        SENT,
        /** There. */
        ARRIVED,
        /** Nowhere. */
        LOST
    }
}
