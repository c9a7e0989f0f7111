package dev.attacca.compute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attacca.error.AlreadyExistsException;
import dev.attacca.object.ObjectContext;
import dev.attacca.object.ReadDeleted;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class BlockDeviceMappingTest {
    @AutoClose
    private final ComputeDatabase database = ComputeDatabase.create();

    private final ObjectContext context = database.context();
    private final UUID instance = Samples.stored(context, "host-1").getUuid();

    @Test
    void createStoresEveryFieldInItsColumn() {
        BlockDeviceMapping mapping = Samples.blockDevice(context, instance, "/dev/vda");
        mapping.setVolumeId("volume-1");

        mapping.create();

        Map<String, @Nullable Object> expected = new HashMap<>();
        expected.put("uuid", mapping.getUuid());
        expected.put("row_version", 1L);
        expected.put("instance_uuid", instance);
        expected.put("device_name", "/dev/vda");
        expected.put("volume_id", "volume-1");
        expected.put("size_gb", 10);
        expected.put("boot_index", 0);
        expected.put("delete_on_termination", true);
        expected.put("deleted_at", null);
        expected.put("deleted", 0L);
        assertThat(database.row("block_device_mappings", mapping.getUuid())).isEqualTo(expected);
    }

    @Test
    void anInstanceFetchesItsLiveBlockDevicesAtTheFirstRead() {
        BlockDeviceMapping root = Samples.blockDevice(context, instance, "/dev/vda");
        root.create();
        BlockDeviceMapping gone = Samples.blockDevice(context, instance, "/dev/vdb");
        gone.create();
        gone.destroy();
        Samples.blockDevice(context, Samples.stored(context, "host-1").getUuid(), "/dev/vda")
                .create();
        Instance read =
                Objects.requireNonNull(Instance.query(database.context()).byUuid(instance));
        assertThat(read.isSet("blockDevices")).isFalse();

        assertThat(read.getBlockDevices())
                .extracting(BlockDeviceMapping::getUuid)
                .containsExactly(root.getUuid());
        assertThat(read.getBlockDevices()).isSameAs(read.getBlockDevices());
        assertThat(read.changes()).isEmpty();
    }

    @Test
    void aFetchedBlockDeviceSavesAndDestroysItself() {
        Samples.blockDevice(context, instance, "/dev/vda").create();
        Instance read =
                Objects.requireNonNull(Instance.query(database.context()).byUuid(instance));
        BlockDeviceMapping root = read.getBlockDevices().get(0);

        root.setSizeGb(20);
        assertThat(read.changes()).containsExactly("blockDevices");
        root.save();
        assertThat(read.changes()).isEmpty();
        root.destroy();

        assertThat(database.row("block_device_mappings", root.getUuid()))
                .containsEntry("size_gb", 20)
                .containsEntry("row_version", 3L)
                .containsEntry("deleted_at", root.getDeletedAt());
        assertThat(BlockDeviceMapping.query(database.context()).byInstance(instance))
                .isEmpty();
    }

    @Test
    void aDeviceNameIsTakenWhileItsMappingLivesAndFreeAfterwards() {
        BlockDeviceMapping first = Samples.blockDevice(context, instance, "/dev/vda");
        first.create();
        BlockDeviceMapping second = Samples.blockDevice(context, instance, "/dev/vda");

        assertThatThrownBy(second::create).isInstanceOf(AlreadyExistsException.class);
        first.destroy();
        second.create();

        assertThat(BlockDeviceMapping.query(database.context()).byInstance(instance))
                .extracting(BlockDeviceMapping::getUuid)
                .containsExactly(second.getUuid());
        assertThat(BlockDeviceMapping.query(database.context(ReadDeleted.YES)).byInstance(instance))
                .hasSize(2);
    }
}
