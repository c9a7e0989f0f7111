package dev.attacca.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attacca.conformance.Depot.Parcel;
import dev.attacca.conformance.Depot.ParcelList;
import dev.attacca.error.UnsetFieldException;
import dev.attacca.object.VersionedObject;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A list of objects is a versioned object itself. */
class ObjectListsTest extends ConformanceTest {
    ObjectListsTest(Mode mode) {
        super(mode);
    }

    private ParcelList list(int size) {
        return context.query(Parcel.Query.class).list(size);
    }

    @Test
    void a_list_arrives_with_its_objects_and_its_own_fields() {
        ParcelList list = list(3);

        List<Long> numbers = new ArrayList<>();
        for (Parcel parcel : list) {
            numbers.add(parcel.getNumber());
            assertThat(parcel.context()).isSameAs(context);
        }
        assertThat(numbers).containsExactly(0L, 1L, 2L);
        assertThat(list.size()).isEqualTo(3);
        assertThat(list.isEmpty()).isFalse();
        assertThat(list.get(1).getNumber()).isOne();
        assertThat(list.stream().mapToLong(Parcel::getNumber).sum()).isEqualTo(3);
        assertThat(list.getPlace()).isEqualTo("depot");
        assertThat(list.version()).hasToString("1.1");
        assertThat(list.changes()).isEmpty();
        assertThat((Object) list).hasToString("ParcelList 1.1[objects=3 objects, place=depot]");
        assertThat(list(0).isEmpty()).isTrue();
    }

    @Test
    void a_changed_object_makes_the_list_changed() {
        ParcelList list = list(3);

        list.get(2).setSenderName("ada");

        assertThat(list.changes()).containsExactly("objects");
        list.resetChanges();
        assertThat(list.get(2).changes()).isEmpty();
    }

    @Test
    void a_call_of_the_list_brings_its_objects_up_to_date_where_they_are() {
        ParcelList list = list(3);
        Parcel first = list.get(0);

        list.renumber(10);

        assertThat(list.get(0)).isSameAs(first);
        assertThat(list).extracting(Parcel::getNumber).containsExactly(10L, 11L, 12L);
        assertThat(first.changes()).containsExactly("number");
    }

    @Test
    void a_copy_of_a_list_is_a_list_of_copies() {
        ParcelList list = list(3);

        ParcelList copy = VersionedObject.copyOf(list);

        assertThat(copy.equalsByValue(list)).isTrue();
        assertThat(copy.get(0)).isNotSameAs(list.get(0));
    }

    @Test
    void a_list_whose_objects_are_not_set_says_so() {
        ParcelList list = context.create(ParcelList.class);

        assertThatThrownBy(list::size)
                .isInstanceOf(UnsetFieldException.class)
                .hasMessageStartingWith("ParcelList.objects: not set");
    }

    @Test
    void a_list_is_one_line_of_the_schema() {
        assertThat(REGISTRY.schemaSet().text()).contains("  field objects list<object(Parcel)>\n");
    }
}
