package dev.attacca.benchmarks.stored.parcel;

import dev.attacca.annotation.Remotable;
import dev.attacca.annotation.Versioned;
import dev.attacca.compute.Instance;
import dev.attacca.compute.InstanceMapper;
import dev.attacca.compute.PowerState;
import dev.attacca.compute.VmState;
import dev.attacca.object.VersionedObject;
import java.util.Map;

/**
 * Many instances that are asked for at once.
 *
 * <p>Thread safety: confined to one thread at a time.
 */
@Versioned("1.0")
public abstract class Launch extends VersionedObject {

    /** How many. */
    public abstract int getCount();

    public abstract void setCount(int count);

    /** Stores them all, or none. */
    @Remotable
    public void create() {
        InstanceMapper instances = InstanceMapper.in(context());
        for (int i = 0; i < getCount(); i++) {
            Instance instance = context().create(Instance.class);
            instance.setProjectId("project");
            instance.setUserId("user");
            instance.setName("vm-" + i);
            instance.setMemoryMb(2_048);
            instance.setVcpus(2);
            instance.setFlavorId("m1.small");
            instance.setVmState(VmState.BUILDING);
            instance.setPowerState(PowerState.NOSTATE);
            instance.setSystemMetadata(Map.of("image", "debian", "os", "linux"));
            instances.insert(instance);
        }
    }
}
