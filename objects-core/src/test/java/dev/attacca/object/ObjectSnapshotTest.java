package dev.attacca.object;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.attacca.object.Crates.Crate;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ObjectSnapshotTest {
    /** Nobody is told when a primitive is unset, so the copy is made when that field is no longer among the set ones. */
    @Test
    void what_was_unset_before_the_first_write_is_put_back() {
        Crate crate = Crates.context().create(Crate.class);
        crate.setWeight(3);
        crate.resetChanges();
        ObjectSnapshot snapshot = ObjectSnapshot.of(crate);

        Slots.unset(crate, requireNonNull(crate.type().field("weight")));
        crate.setSizes(Set.of(1));
        snapshot.restore();

        assertThat(crate.isSet("weight")).isTrue();
        assertThat(crate.getWeight()).isEqualTo(3);
        assertThat(crate.isSet("sizes")).isFalse();
    }
}
