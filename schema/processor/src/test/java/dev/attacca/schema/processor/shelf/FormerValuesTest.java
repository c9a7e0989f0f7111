package dev.attacca.schema.processor.shelf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attacca.error.ConflictException;
import dev.attacca.object.ObjectField;
import dev.attacca.object.Slots;
import dev.attacca.schema.processor.shelf.Delivery.Stage;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What was there before is known to the row alone: whatever a peer says that it changed, the update asks. */
class FormerValuesTest {
    private static final Library LIBRARY = new Library();
    private static final UUID KEY = UUID.fromString("c0ffee00-1111-4222-8333-444455556666");

    @BeforeEach
    void empty() {
        LIBRARY.empty();
    }

    @AfterAll
    static void close() {
        LIBRARY.close();
    }

    private static void stored(@Nullable String seal, @Nullable Stage stage) {
        LIBRARY.execute("INSERT INTO deliveries (uuid, seal, code, stage) VALUES ('" + KEY + "', " + quoted(seal)
                + ", 's3cret', " + quoted(stage) + ")");
    }

    private static String quoted(@Nullable Object value) {
        return value == null ? "NULL" : "'" + value + "'";
    }

    /** Updates the row by an object as it arrives from a peer: its key, and what it says it changed. */
    private static void update(String field, @Nullable Object value) {
        Delivery arrived = LIBRARY.context().create(Delivery.class);
        load(arrived, "uuid", KEY);
        load(arrived, field, value);
        ObjectField changed = Objects.requireNonNull(arrived.type().field(field));
        Slots.masks(arrived, Slots.present(arrived), changed.bit());
        LIBRARY.deliveries(deliveries -> {
            deliveries.update(arrived);
            return "done";
        });
    }

    private static void load(Delivery delivery, String field, @Nullable Object value) {
        Slots.load(delivery, Objects.requireNonNull(delivery.type().field(field)), value);
    }

    @Test
    void aValueThatIsWrittenOnceIsWrittenWhereThereIsNone() {
        stored(null, null);

        update("seal", "lion");
        update("seal", "lion");

        assertThat(LIBRARY.rows("SELECT seal FROM deliveries")).containsExactly("lion");
    }

    @Test
    void aValueThatIsWrittenOnceStaysWhateverAPeerSends() {
        stored("lion", null);

        assertThatThrownBy(() -> update("seal", "eagle"))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("seal one of eagle, null")
                .hasMessageContaining("seal=lion");
        assertThatThrownBy(() -> update("seal", null)).isInstanceOf(ConflictException.class);
        assertThatThrownBy(() -> update("code", "other"))
                .isInstanceOf(ConflictException.class)
                .hasMessageNotContaining("s3cret");
        assertThat(LIBRARY.rows("SELECT seal, code FROM deliveries")).containsExactly("lion|s3cret");
    }

    @Test
    void aStateThatCannotFollowIsRefusedWhateverAPeerSends() {
        stored(null, Stage.LOST);

        assertThatThrownBy(() -> update("stage", Stage.PACKED))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("stage one of ORDERED, PACKED, SENT, null")
                .hasMessageContaining("stage=LOST");
        assertThatThrownBy(() -> update("stage", null)).isInstanceOf(ConflictException.class);
        update("stage", Stage.LOST);
        assertThat(LIBRARY.rows("SELECT stage FROM deliveries")).containsExactly("LOST");
    }

    @Test
    void severalStepsBeforeOneUpdateAreAsGoodAsOne() {
        stored(null, Stage.ORDERED);

        update("stage", Stage.ARRIVED);

        assertThat(LIBRARY.rows("SELECT stage FROM deliveries")).containsExactly("ARRIVED");
    }

    @Test
    void theFirstStateIsFree() {
        stored(null, null);

        update("stage", Stage.SENT);

        assertThat(LIBRARY.rows("SELECT stage FROM deliveries")).containsExactly("SENT");
    }

    @Test
    void otherFieldsAskForNothingMore() {
        stored("lion", Stage.LOST);
        LIBRARY.statements();

        update("note", "hello");

        assertThat(LIBRARY.statements()).containsExactly("UPDATE deliveries SET note = ? WHERE uuid = ?");
    }
}
