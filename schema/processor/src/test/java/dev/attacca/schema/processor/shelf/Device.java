package dev.attacca.schema.processor.shelf;

import dev.attacca.annotation.Key;
import dev.attacca.annotation.Versioned;
import dev.attacca.object.VersionedObject;
import dev.attacca.store.Table;
import dev.attacca.value.Bytes;
import dev.attacca.value.IpAddress;
import dev.attacca.value.IpNetwork;
import dev.attacca.value.MacAddress;
import dev.attacca.value.PciAddress;
import dev.attacca.value.SensitiveString;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A column of every type that the other classes have none of. */
@Versioned("1.0")
@Table("devices")
public abstract class Device extends VersionedObject {
    @Key
    public abstract UUID getUuid();

    public abstract @Nullable BigDecimal getPrice();

    public abstract void setPrice(@Nullable BigDecimal price);

    public abstract @Nullable LocalDate getBought();

    public abstract void setBought(@Nullable LocalDate bought);

    public abstract @Nullable Duration getWarranty();

    public abstract void setWarranty(@Nullable Duration warranty);

    public abstract @Nullable Bytes getSeal();

    public abstract void setSeal(@Nullable Bytes seal);

    public abstract byte @Nullable [] getFirmware();

    public abstract void setFirmware(byte @Nullable [] firmware);

    public abstract @Nullable IpAddress getAddress();

    public abstract void setAddress(@Nullable IpAddress address);

    public abstract @Nullable IpNetwork getNetwork();

    public abstract void setNetwork(@Nullable IpNetwork network);

    public abstract @Nullable MacAddress getMac();

    public abstract void setMac(@Nullable MacAddress mac);

    public abstract @Nullable PciAddress getSlot();

    public abstract void setSlot(@Nullable PciAddress slot);

    public abstract @Nullable SensitiveString getPassword();

    public abstract void setPassword(@Nullable SensitiveString password);
}
