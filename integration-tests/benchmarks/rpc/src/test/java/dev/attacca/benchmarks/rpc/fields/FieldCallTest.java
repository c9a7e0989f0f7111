package dev.attacca.benchmarks.rpc.fields;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attacca.benchmarks.rpc.fields.WideDomain.Wide16;
import dev.attacca.benchmarks.rpc.fields.WideDomain.Wide60;
import dev.attacca.registry.ObjectRegistry;
import org.junit.jupiter.api.Test;

class FieldCallTest {
    private final ObjectRegistry registry = WideDomain.registry();

    private int bytes(Class<? extends Wide16> type, int present) {
        FieldCall call = new FieldCall(registry, type, present);
        call.run();
        return call.bytes();
    }

    @Test
    void what_comes_back_has_the_fields_that_were_set_and_no_others() {
        FieldCall call = new FieldCall(registry, Wide60.class, 32);

        Wide16 answer = call.run();

        assertThat(answer).isNotSameAs(call.object()).isInstanceOf(Wide60.class);
        assertThat(answer.getF01()).isEqualTo("text-000001");
        assertThat(((Wide60) answer).getF32()).isEqualTo(1_000_032);
        assertThat(answer.isSet("f33")).isFalse();
    }

    @Test
    void bytes_grow_with_the_fields_present_and_hardly_with_those_declared() {
        int eight = bytes(Wide60.class, 8);
        int sixteen = bytes(Wide60.class, 16);
        int thirtyTwo = bytes(Wide60.class, 32);

        assertThat((thirtyTwo - sixteen) / 16.0).isBetween(8.0, 1.1 * (2 * (sixteen - eight) / 16.0));
        assertThat(eight - bytes(Wide16.class, 8)).isBetween(0, 16);
    }
}
