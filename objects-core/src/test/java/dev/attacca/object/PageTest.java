package dev.attacca.object;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attacca.error.InvalidValueException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PageTest {
    private final List<PageRequest> asked = new ArrayList<>();

    private Page<Integer> upTo(int most, PageRequest request) {
        asked.add(request);
        int from = request.marker() == null ? 0 : Integer.parseInt(request.marker()) + 1;
        List<Integer> found = Stream.iterate(from, number -> number + 1)
                .limit(Math.max(0, Math.min(most - from, request.limit() + 1)))
                .toList();
        return Page.of(found, request, String::valueOf);
    }

    @Test
    void a_page_is_cut_at_the_limit_and_names_its_last_element() {
        PageRequest request = PageRequest.first(2);

        assertThat(Page.of(List.of(1, 2, 3), request, String::valueOf)).isEqualTo(new Page<>(List.of(1, 2), "2"));
        assertThat(Page.of(List.of(1, 2), request, String::valueOf)).isEqualTo(new Page<>(List.of(1, 2), null));
        assertThat(Page.of(List.of(), request, String::valueOf).items()).isEmpty();
    }

    @Test
    void the_next_page_is_asked_for_when_the_last_one_is_used_up_and_not_before() {
        var elements =
                Page.stream(PageRequest.first(2), request -> upTo(5, request)).iterator();
        assertThat(asked).isEmpty();

        elements.next();
        elements.next();
        assertThat(asked).containsExactly(PageRequest.first(2));

        elements.next();
        assertThat(asked).containsExactly(PageRequest.first(2), new PageRequest("1", 2));
    }

    @Test
    void an_empty_page_in_the_middle_is_not_the_end() {
        Stream<Integer> elements = Page.stream(
                PageRequest.first(2),
                request -> request.marker() == null ? new Page<>(List.of(), "gap") : new Page<>(List.of(7), null));

        assertThat(elements).containsExactly(7);
    }

    @Test
    void a_page_that_leads_back_to_itself_is_refused() {
        Stream<Integer> elements = Page.stream(new PageRequest("a", 2), request -> new Page<>(List.of(1), "a"));

        assertThatThrownBy(elements::toList)
                .isInstanceOf(InvalidValueException.class)
                .hasMessage(
                        "Page.next: a, a marker that was asked for before (expected: the marker of a later element);"
                                + " mend the remotable's order");
    }

    @Test
    void pages_that_lead_back_to_an_earlier_one_are_refused() {
        Stream<Integer> elements = Page.stream(PageRequest.first(1), request -> {
            asked.add(request);
            return new Page<>(List.of(asked.size()), "b".equals(request.marker()) ? "a" : "b");
        });

        assertThatThrownBy(elements.limit(10)::toList)
                .isInstanceOf(InvalidValueException.class)
                .hasMessageStartingWith("Page.next: b, a marker that was asked for before ");
        assertThat(asked).extracting(PageRequest::marker).containsExactly(null, "b", "a");
    }
}
