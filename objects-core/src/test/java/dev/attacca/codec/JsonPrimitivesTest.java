package dev.attacca.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attacca.annotation.Added;
import dev.attacca.annotation.Max;
import dev.attacca.annotation.Min;
import dev.attacca.annotation.NonNegative;
import dev.attacca.annotation.Removed;
import dev.attacca.annotation.Renamed;
import dev.attacca.annotation.Versioned;
import dev.attacca.error.DecodeException;
import dev.attacca.object.VersionedObject;
import dev.attacca.registry.ObjectDomain;
import dev.attacca.registry.ObjectRegistry;
import dev.attacca.value.IpAddress;
import dev.attacca.value.MacAddress;
import dev.attacca.value.PciAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What primitives say about changes in other versions, and what a schema says about values. */
class JsonPrimitivesTest {
    private record Ports() implements ObjectDomain {
        @Override
        public String name() {
            return "ports";
        }

        @Override
        public List<Class<? extends VersionedObject>> types() {
            return List.of(Port.class);
        }
    }

    @Versioned("1.3")
    @Removed(field = "colour", type = String.class, in = "1.2")
    abstract static class Port extends VersionedObject {
        public abstract UUID getUuid();

        public abstract void setUuid(UUID uuid);

        public abstract @Nullable IpAddress getAddress();

        public abstract void setAddress(@Nullable IpAddress address);

        public abstract MacAddress getMac();

        public abstract void setMac(MacAddress mac);

        public abstract PciAddress getPci();

        public abstract void setPci(PciAddress pci);

        @NonNegative
        public abstract int getQueues();

        public abstract void setQueues(int queues);

        @Min(1)
        @Max(4094)
        public abstract int getVlan();

        public abstract void setVlan(int vlan);

        @Renamed(from = "label", in = "1.1")
        public abstract String getTitle();

        public abstract void setTitle(String title);

        @Added(in = "1.3")
        public abstract String getNote();

        public abstract void setNote(String note);
    }

    private final ObjectJson json =
            ObjectJson.of(ObjectRegistry.builder().add(new Ports()).build());

    private Port read(String version, String data, String changes) {
        String text = "{\"versioned_object.name\":\"Port\",\"versioned_object.namespace\":\"attacca\","
                + "\"versioned_object.version\":\"" + version + "\",\"versioned_object.data\":{" + data + "},"
                + "\"versioned_object.changes\":[" + changes + "]}";
        return json.read(Port.class, text.getBytes(StandardCharsets.UTF_8), null);
    }

    @Test
    void a_change_under_the_name_of_another_version_is_a_change_of_that_field() {
        assertThat(read("1.0", "\"label\":\"a\"", "\"title\"").changes()).containsExactly("title");
        assertThat(read("1.3", "\"title\":\"a\"", "\"label\"").changes()).containsExactly("title");
    }

    @Test
    void a_change_of_what_the_version_does_not_have_is_none() {
        assertThat(read("1.0", "\"vlan\":5", "\"vlan\",\"note\",\"title\"").changes())
                .containsExactly("vlan");
        assertThat(read("1.3", "\"vlan\":5", "\"colour\"").changes()).isEmpty();
    }

    @Test
    void a_change_of_what_no_version_has_is_refused() {
        assertThatThrownBy(() -> read("1.0", "\"vlan\":5", "\"valn\""))
                .isInstanceOf(DecodeException.class)
                .hasMessage("Port.versioned_object.changes.valn: no field of Port 1.0 (expected one of:"
                        + " [address, colour, label, mac, pci, queues, uuid, vlan])");
    }

    /** As {@code UUIDField}, {@code IPV4AndV6AddressField}, {@code MACAddressField} and {@code NonNegativeIntegerField} do. */
    @Test
    void a_schema_says_what_texts_look_like_and_how_far_numbers_go() {
        assertThat(new String(json.schema(Port.class), StandardCharsets.UTF_8))
                .contains("\"address\":{\"oneOf\":[{\"format\":\"ipv4\",\"type\":[\"string\"]},"
                        + "{\"format\":\"ipv6\",\"type\":[\"string\"]},{\"type\":[\"null\"]}],\"readonly\":false}")
                .contains("\"mac\":{\"pattern\":\"^[0-9a-f]{2}(:[0-9a-f]{2}){5}$\",")
                .contains("\"pci\":{\"pattern\":\"^[0-9a-f]{4}:[0-9a-f]{2}:[01][0-9a-f]\\\\.[0-7]$\",")
                .contains("\"uuid\":{\"pattern\":\"^[a-fA-F0-9]{8}(-[a-fA-F0-9]{4}){3}-[a-fA-F0-9]{12}$\",")
                .contains("\"queues\":{\"minimum\":0,")
                .contains("\"vlan\":{\"maximum\":4094,\"minimum\":1,");
    }
}
