package dev.attacca.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attacca.conformance.Depot.Parcel;
import dev.attacca.error.InvalidValueException;
import dev.attacca.error.TooManyResultsException;
import dev.attacca.object.Page;
import dev.attacca.object.PageRequest;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Long lists are asked for in pages; whoever asks for too much at once is told so. */
class PagesTest extends ConformanceTest {
    private final Parcel.Query query = context.query(Parcel.Query.class);

    PagesTest(Mode mode) {
        super(mode);
    }

    @Test
    void a_page_says_where_the_next_one_begins() {
        PageRequest first = PageRequest.first(2);

        Page<Parcel> page = query.page(3, first);
        assertThat(page.items()).extracting(Parcel::getNumber).containsExactly(0L, 1L);
        assertThat(page.items().get(0).context()).isSameAs(context);
        assertThat(page.next()).isEqualTo("1");

        Page<Parcel> last = query.page(3, first.after("1"));
        assertThat(last.items()).extracting(Parcel::getNumber).containsExactly(2L);
        assertThat(last.next()).isNull();
        assertThat(query.page(2, first).next()).isNull();
        assertThat(query.page(0, first).items()).isEmpty();
    }

    @Test
    void a_stream_over_pages_fetches_a_page_when_its_first_element_is_wanted() {
        Stream<Parcel> parcels = Page.stream(PageRequest.first(10), request -> query.page(25, request));
        assertThat(units.events()).isEmpty();

        assertThat(parcels.limit(10).map(Parcel::getNumber)).hasSize(10);

        assertThat(units.events()).containsOnlyOnce("open Parcel.Query.page read-only");
    }

    @Test
    void a_stream_over_pages_gives_every_element_once() {
        assertThat(Page.stream(PageRequest.first(10), request -> query.page(25, request))
                        .map(Parcel::getNumber))
                .hasSize(25)
                .startsWith(0L, 1L)
                .doesNotHaveDuplicates();
        assertThat(units.events()).filteredOn(event -> event.startsWith("open")).hasSize(3);
        assertThat(Page.stream(PageRequest.first(10), request -> query.page(0, request)))
                .isEmpty();
    }

    @Test
    void more_results_than_allowed_are_refused_before_the_commit() {
        assertThat(query.atMostThree(3)).hasSize(3);
        int before = units.events().size();

        assertThatThrownBy(() -> query.atMostThree(4))
                .isInstanceOfSatisfying(
                        TooManyResultsException.class,
                        refused -> assertThat(refused.details())
                                .containsEntry("method", "Parcel.Query.atMostThree")
                                .containsEntry("found", "4")
                                .containsEntry("maxResults", "3"))
                .hasMessage("Parcel.Query.atMostThree: 4 results (expected: at most 3); ask for pages, or for less");

        List<String> after = units.events().subList(before, units.events().size());
        assertThat(after).containsExactly("open Parcel.Query.atMostThree", "close Parcel.Query.atMostThree");
    }

    @Test
    void the_limit_holds_for_list_objects_and_pages_too() {
        assertThat(query.listOfAtMostThree(3).size()).isEqualTo(3);
        assertThatThrownBy(() -> query.listOfAtMostThree(4)).isInstanceOf(TooManyResultsException.class);

        assertThat(query.pageOfAtMostThree(9, PageRequest.first(3)).items()).hasSize(3);
        assertThatThrownBy(() -> query.pageOfAtMostThree(9, PageRequest.first(4)))
                .isInstanceOf(TooManyResultsException.class)
                .hasMessage("Parcel.Query.pageOfAtMostThree: 4 results (expected: at most 3); ask for smaller pages");
    }

    @Test
    void bodies_among_themselves_are_not_limited() {
        assertThat(query.asABodySeesIt(5)).isEqualTo(5);
    }

    @Test
    void a_page_has_at_least_one_element_to_ask_for() {
        assertThatThrownBy(() -> PageRequest.first(0))
                .isInstanceOf(InvalidValueException.class)
                .hasMessage("PageRequest.limit: 0 (expected: at least 1)");
    }
}
