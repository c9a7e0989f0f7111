package dev.attacca.compute;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attacca.Attacca;
import dev.attacca.codec.Agreement;
import dev.attacca.codec.CallCodec;
import dev.attacca.codec.Loss;
import dev.attacca.indirection.UnitOfWorkFactory;
import dev.attacca.object.ObjectContext;
import dev.attacca.object.RemotableMethod;
import dev.attacca.object.RequestContext;
import dev.attacca.registry.ObjectRegistry;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** What readers of the frozen releases are given of an instance, and what they are not. */
class DowngradeTest {
    private final ObjectRegistry registry = ObjectRegistry.load();

    @AutoClose
    private final Attacca attacca = Attacca.local(registry, UnitOfWorkFactory.NONE);

    private final ObjectContext context = attacca.context(RequestContext.create());

    @Test
    void aReaderOf11IsGivenTheLargestMemoryItCanHoldAndTheNearestState() {
        Instance instance = Samples.instance(context, "host-1");
        instance.setAvailabilityZone("zone-1");
        instance.setMemoryMb(3_000_000_000L);
        instance.setVmState(VmState.SHELVED_OFFLOADED);

        Given given = give("1.1", instance);

        assertThat(given.instance().version()).hasToString("1.1");
        assertThat(given.instance().getMemoryMb()).isEqualTo(Integer.MAX_VALUE);
        assertThat(given.instance().getVmState()).isEqualTo(VmState.SHELVED);
        assertThat(given.instance().getName()).isEqualTo("web-1");
        assertThat(given.instance().getAvailabilityZone()).isEqualTo("zone-1");
        assertThat(given.losses())
                .hasSize(2)
                .contains(new Loss("Instance", "memoryMb", "capped at 2147483647"))
                .anySatisfy(loss -> assertThat(loss).asString().contains("SHELVED_OFFLOADED"));
        assertThat(instance.getMemoryMb()).isEqualTo(3_000_000_000L);
    }

    @Test
    void aReaderOf10IsGivenNeitherZoneNorFlavor() {
        Instance instance = Samples.instance(context, "host-1");
        instance.setAvailabilityZone("zone-1");

        Given given = give("1.0", instance);

        assertThat(given.instance().version()).hasToString("1.0");
        assertThat(given.instance().isSet("availabilityZone")).isFalse();
        assertThat(given.instance().getName()).isEqualTo("web-1");
        assertThat(given.instance().getMemoryMb()).isEqualTo(2048);
        assertThat(given.losses()).extracting(Loss::field).containsExactly("availabilityZone");
    }

    @Test
    void whatFitsAnOlderReaderIsNotReportedAsLost() {
        Instance instance = Samples.instance(context, "host-1");
        instance.setMemoryMb(Integer.MAX_VALUE);
        instance.setVmState(VmState.SHELVED);

        Given given = give("1.1", instance);

        assertThat(given.instance().getMemoryMb()).isEqualTo(Integer.MAX_VALUE);
        assertThat(given.losses()).isEmpty();
    }

    @Test
    void aPartialInstanceIsDowngradedToo() {
        Instance instance = context.create(Instance.class);
        instance.setName("web-1");

        Given given = give("1.1", instance);

        assertThat(given.instance().isSet("memoryMb")).isFalse();
        assertThat(given.losses()).isEmpty();
    }

    private record Given(Instance instance, List<Loss> losses) {}

    /** Writes it as a reply to a caller of that release and reads the bytes back. */
    private Given give(String release, Instance instance) {
        CallCodec codec = CallCodec.binary(Agreement.between(registry, FrozenReleases.schemaSet(release)));
        RemotableMethod byUuid = registry.queryType(Instance.Query.class).remotables().stream()
                .filter(method -> method.name().equals("byUuid"))
                .findFirst()
                .orElseThrow();
        CallCodec.Written written = codec.writeReply(null, null, byUuid, instance);
        Object read = codec.readReply(written.body(), null, byUuid, context).result();
        return new Given((Instance) Objects.requireNonNull(read), written.losses());
    }
}
