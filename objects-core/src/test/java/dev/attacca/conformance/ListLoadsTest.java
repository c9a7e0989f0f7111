package dev.attacca.conformance;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attacca.conformance.Depot.Parcel;
import dev.attacca.conformance.Depot.Sender;
import dev.attacca.error.InvalidValueException;
import dev.attacca.error.NotFoundException;
import dev.attacca.error.UnsetFieldException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A lazy field of a whole list is one call. */
class ListLoadsTest extends ConformanceTest {
    ListLoadsTest(Mode mode) {
        super(mode);
    }

    private List<Parcel> parcels(int number) {
        return Depot.parcels(context, 0, number);
    }

    private List<String> opened() {
        return units.events().stream().filter(event -> event.startsWith("open")).toList();
    }

    @Test
    void a_bulk_loader_is_called_once_whatever_the_size() {
        List<Parcel> parcels = parcels(100);

        context.load(parcels, "stops");

        assertThat(opened()).containsExactly("open Parcel.Query.stopsOf read-only");
        assertThat(parcels).allSatisfy(parcel -> {
            assertThat(parcel.isSet("stops")).isTrue();
            assertThat(parcel.getStops()).isEqualTo(Depot.stops(parcel.getNumber()));
            assertThat(parcel.changes()).isEmpty();
        });
    }

    @Test
    void objects_that_have_the_field_are_left_alone() {
        List<Parcel> parcels = parcels(3);
        Sender own = requireNonNull(parcels.get(1).getSender());
        List<String> before = opened();

        context.load(parcels, "sender");
        assertThat(opened()).hasSize(before.size() + 1);
        assertThat(parcels.get(1).getSender()).isSameAs(own);

        context.load(parcels, "sender");
        context.load(List.<Parcel>of(), "sender");
        assertThat(opened()).hasSize(before.size() + 1);
    }

    @Test
    void each_object_gets_its_own_and_null_where_it_is_loaded_by_null() {
        List<Parcel> parcels = parcels(6);

        context.load(parcels, "sender");

        assertThat(parcels.get(0).getSender()).isNull();
        Sender first = requireNonNull(parcels.get(1).getSender());
        Sender fourth = requireNonNull(parcels.get(4).getSender());
        assertThat(fourth.getName()).isEqualTo(first.getName()).isEqualTo("sender 1");
        assertThat(fourth).isNotSameAs(first);
        assertThat(fourth.context()).isSameAs(context);
        first.setName("ada");
        assertThat(parcels.get(1).changes()).containsExactly("sender");
        assertThat(parcels.get(4).changes()).isEmpty();
    }

    @Test
    void an_object_met_twice_and_a_list_object_are_loaded_once() {
        var list = context.query(Parcel.Query.class).list(3);
        List<Parcel> twice = new ArrayList<>(list.getObjects());
        twice.addAll(list.getObjects());

        context.load(list, "sender");
        context.load(twice, "sender");

        assertThat(opened()).filteredOn(event -> event.contains("sendersOf")).hasSize(1);
        assertThat(list.changes()).isEmpty();
    }

    @Test
    void without_a_bulk_loader_the_single_ones_are_one_batch() {
        List<Parcel> parcels = parcels(4);

        context.load(parcels, "note");

        assertThat(opened()).containsExactly("open Parcel.loadNote read-only");
        assertThat(parcels).extracting(Parcel::getNote).containsExactly("note 0", null, "note 2", null);
        assertThat(parcels).allSatisfy(parcel -> assertThat(parcel.changes()).isEmpty());
    }

    @Test
    void a_load_that_fails_leaves_every_object_as_it_was() {
        List<Parcel> parcels = new ArrayList<>(parcels(2));
        parcels.add(Depot.parcel(context, -1));
        assertThatThrownBy(() -> context.load(parcels, "note")).isInstanceOf(NotFoundException.class);
        assertThat(parcels)
                .allSatisfy(parcel -> assertThat(parcel.isSet("note")).isFalse());

        parcels.set(2, Depot.parcel(context, 1_000));
        assertThatThrownBy(() -> context.load(parcels, "stops"))
                .isInstanceOf(InvalidValueException.class)
                .hasMessage("Parcel.Query.stopsOf: 2 values for 3 of number (expected: one for each, in order);"
                        + " mend the loader");
        assertThat(parcels)
                .allSatisfy(parcel -> assertThat(parcel.isSet("stops")).isFalse());
    }

    @Test
    void what_it_is_loaded_by_must_be_set() {
        Parcel parcel = context.create(Parcel.class);
        parcel.setNumber(7);

        assertThatThrownBy(() -> context.load(List.of(parcel), "sender"))
                .isInstanceOf(UnsetFieldException.class)
                .hasMessage(
                        "Parcel 7.senderName: not set (expected: set, as the field is loaded by it); load the object"
                                + " with it");
    }

    @Test
    void only_lazy_fields_are_loaded() {
        assertThatThrownBy(() -> context.load(parcels(1), "number"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Parcel.number: not lazy (expected: a field marked @Lazy)");
        assertThatThrownBy(() -> context.load(parcels(1), "colour")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_context_without_lazy_loads_loads_for_lists() {
        List<Parcel> parcels = parcels(2);
        parcels.forEach(context.withoutLazyLoads()::bind);

        context.load(parcels, "stops");

        assertThat(parcels.get(1).getStops()).containsExactly(1L, 2L);
    }
}
