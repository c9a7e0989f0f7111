package dev.attacca.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attacca.conformance.Choirs.Choir;
import dev.attacca.conformance.Choirs.Singer;
import dev.attacca.object.Batch;
import dev.attacca.object.Pending;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Who is who, on both sides: within a message an object is one object wherever it stands; what came with a receiver is the
 * caller's own again wherever it comes back; arguments are by value.
 */
class IdentityTest extends ConformanceTest {
    private final Singer anna = Choirs.singer(context, "anna");
    private final Singer bert = Choirs.singer(context, "bert");
    private final Choir choir = context.create(Choir.class);

    IdentityTest(Mode mode) {
        super(mode);
        choir.setName("c");
        choir.setSingers(List.of(anna, bert));
        choir.setSoloist(null);
        choir.resetChanges();
    }

    @Test
    void a_result_that_the_receiver_holds_is_the_callers_own() {
        assertThat(choir.first()).isSameAs(anna);
    }

    @Test
    void an_object_that_stands_in_a_result_twice_is_one_object() {
        Map<String, List<Singer>> everywhere = choir.everywhere(bert);

        assertThat(everywhere.get("first"))
                .hasSize(2)
                .allSatisfy(each -> assertThat(each).isSameAs(anna));
        assertThat(new HashSet<>(everywhere.get("made"))).hasSize(1).doesNotContain(anna, bert);
        assertThat(everywhere.get("guest"))
                .hasSize(2)
                .allSatisfy(each -> assertThat(each).isSameAs(bert));
    }

    @Test
    void the_receiver_in_a_list_is_the_callers_own_and_so_is_what_it_holds_anywhere() {
        List<Choir> choirs = choir.withMe();

        assertThat(choirs.get(0)).isSameAs(choir);
        assertThat(choirs.get(2)).isSameAs(choir);
        assertThat(choirs.get(1)).isSameAs(choirs.get(3)).isNotSameAs(choir);
        assertThat(choirs.get(1).getSingers().get(0)).isSameAs(anna);
    }

    @Test
    void an_argument_that_comes_back_is_another_object_with_what_the_body_did() {
        Singer guest = Choirs.singer(context, "guest");

        Singer returned = choir.echo(guest);

        assertThat(returned).isNotSameAs(guest);
        assertThat(returned.getSongs()).isEqualTo(1);
        assertThat(guest.getSongs()).isZero();
    }

    @Test
    void an_argument_that_the_receiver_holds_is_that_for_the_body_and_the_callers_own_again() {
        assertThat(choir.echo(anna)).isSameAs(anna);
        assertThat(anna.getSongs()).isEqualTo(1);
    }

    @Test
    void a_body_sees_who_is_who_among_receiver_and_arguments() {
        Singer guest = Choirs.singer(context, "guest");

        assertThat(choir.same(anna, List.of(anna, anna))).containsExactly(true, true, true);
        assertThat(choir.same(guest, List.of(guest, bert))).containsExactly(false, true, false);
        assertThat(choir.same(guest, List.of(bert, bert))).containsExactly(false, false, true);
    }

    @Test
    void a_receiver_among_the_arguments_travels_whole() {
        Choir small = context.create(Choir.class);
        small.setName("small");
        small.setSingers(List.of(anna));
        small.resetChanges();

        assertThat(small.isAmong(List.of(small))).isTrue();
    }

    @Test
    void what_a_body_put_into_its_receiver_and_returned_is_one_object() {
        Singer appointed = choir.appoint("new");

        assertThat(appointed).isSameAs(choir.getSoloist());
        assertThat(appointed.getName()).isEqualTo("new");
    }

    @Test
    void what_the_receiver_holds_no_more_is_the_callers_own_brought_up_to_date() {
        Singer dismissed = choir.dismiss();

        assertThat(dismissed).isSameAs(anna);
        assertThat(anna.getSongs()).isEqualTo(1);
        assertThat(choir.getSingers()).containsExactly(bert);
        assertThat(choir.changes()).containsExactly("singers");
    }

    @Test
    void a_list_that_a_body_replaced_holds_the_callers_own() {
        choir.reverse();

        assertThat(choir.getSingers()).containsExactly(bert, anna);
        assertThat(bert.getSongs()).isEqualTo(1);
        assertThat(bert.changes()).containsExactly("songs");
    }

    @Test
    void one_object_in_two_fields_is_one_object_for_the_body() {
        choir.setSoloist(bert);
        choir.resetChanges();

        choir.soloistSings();

        assertThat(choir.getSoloist()).isSameAs(bert);
        assertThat(choir.getSingers()).containsExactly(anna, bert);
        assertThat(bert.getSongs()).isEqualTo(1);
        assertThat(choir.changes()).containsExactly("singers", "soloist");
    }

    @Test
    void an_argument_that_a_body_keeps_in_two_places_is_one_object_there() {
        Singer guest = Choirs.singer(context, "guest");

        choir.pair(guest);

        assertThat(choir.getSoloist()).isSameAs(anna.getPartner()).isNotSameAs(guest);
        assertThat(choir.getSingers()).containsExactly(anna, bert);
    }

    @Test
    void objects_of_a_long_list_share_what_they_share() {
        List<Choir> choirs = context.query(Choir.Query.class).sharing(500);

        assertThat(choirs)
                .hasSize(500)
                .allSatisfy(each ->
                        assertThat(each.getSoloist()).isSameAs(choirs.get(0).getSoloist()));
        assertThat(choirs).doesNotHaveDuplicates();
    }

    @Test
    void a_batch_is_one_message() {
        Singer guest = Choirs.singer(context, "guest");
        Batch batch = context.batch();
        Pending<Singer> first = batch.call(choir, Choir::first);
        Pending<Singer> dismissed = batch.call(choir, Choir::dismiss);
        Pending<Singer> echoed = batch.call(choir, c -> c.echo(guest));
        Pending<Singer> echoedAgain = batch.call(choir, c -> c.echo(guest));

        batch.commit();

        assertThat(first.get()).isSameAs(anna);
        assertThat(dismissed.get()).isSameAs(anna);
        assertThat(anna.getSongs()).isEqualTo(1);
        assertThat(echoed.get()).isSameAs(echoedAgain.get()).isNotSameAs(guest);
        assertThat(echoed.get().getSongs()).isEqualTo(2);
    }

    @Test
    void a_receiver_that_another_receiver_of_a_batch_holds_travels_whole() {
        anna.sing();
        anna.resetChanges();
        Batch batch = context.batch();
        batch.run(anna, Singer::rest);
        Pending<Integer> songs = batch.call(choir, Choir::songs);

        batch.commit();

        assertThat(songs.get()).isEqualTo(1);
    }
}
