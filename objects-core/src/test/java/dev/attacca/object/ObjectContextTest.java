package dev.attacca.object;

import static dev.attacca.object.Crates.crate;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attacca.error.LazyLoadForbiddenException;
import dev.attacca.object.Crates.Crate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ObjectContextTest {
    private final ObjectContext context = Crates.context();
    private final Crate outer = crate(context, "outer");
    private final Crate inner = crate(context, "inner");

    @Test
    void a_derived_context_is_the_same_request_seen_otherwise() {
        ObjectContext derived = context.elevated().withReadDeleted(ReadDeleted.ONLY);

        assertThat(derived.request().requestId()).isEqualTo(context.request().requestId());
        assertThat(derived.request().admin()).isTrue();
        assertThat(derived.request().readDeleted()).isEqualTo(ReadDeleted.ONLY);
        assertThat(context.request().admin()).isFalse();
        assertThat(context.request().readDeleted()).isEqualTo(ReadDeleted.NO);
    }

    @Test
    void contexts_of_one_request_share_its_unit_of_work_and_others_do_not() {
        ObjectContext another = context.with(RequestContext.create());
        ObjectContext before = context.elevated();

        context.enter(new ObjectContext.UnitServices() {
            @Override
            public <S> S service(Class<S> serviceType) {
                throw new IllegalStateException();
            }
        });

        assertThat(before.insideUnit()).isTrue();
        assertThat(context.withoutLazyLoads().insideUnit()).isTrue();
        assertThat(another.insideUnit()).isFalse();
        context.enter(null);
        assertThat(before.insideUnit()).isFalse();
    }

    @Test
    void binding_reaches_what_the_object_holds() {
        outer.setInner(inner);
        inner.setNextTo(outer);
        ObjectContext other = Crates.context();

        assertThat(other.bind(outer)).isSameAs(outer);

        assertThat(outer.context()).isSameAs(other);
        assertThat(inner.context()).isSameAs(other);
    }

    @Test
    void an_alternate_context_holds_for_what_is_reached_and_until_it_is_closed() {
        ObjectContext inners = Crates.context();
        inners.bind(inner);
        outer.setInner(inner);
        ObjectContext elevated = context.elevated();
        Crate fetched = crate(elevated, "fetched meanwhile");

        try (AlternateContext scope = outer.alternateContext(elevated)) {
            assertThat(scope.context()).isSameAs(elevated);
            assertThat(outer.context()).isSameAs(elevated);
            assertThat(inner.context()).isSameAs(elevated);
            inner.setNextTo(fetched);
            outer.setInner(null);
            outer.setStacked(List.of(inner));
        }

        assertThat(outer.context()).isSameAs(context);
        assertThat(inner.context()).isSameAs(inners);
        assertThat(fetched.context()).isSameAs(context);
    }

    @Test
    void an_object_without_a_context_has_none_again_afterwards() {
        Crate orphan = context.factory().type(Crate.class).newObject(null);

        AlternateContext scope = orphan.alternateContext(context);
        assertThat(orphan.context()).isSameAs(context);
        scope.close();
        scope.close();

        assertThat(orphan.context).isNull();
    }

    @Test
    void scopes_are_closed_in_the_opposite_order() {
        AlternateContext first = outer.alternateContext(context.elevated());
        AlternateContext second = outer.alternateContext(context.withReadDeleted(ReadDeleted.YES));

        assertThatThrownBy(first::close)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(
                        "Crate: its context is another one's by now (expected: scopes closed in the opposite order);"
                                + " use try");

        second.close();
        first.close();
        assertThat(outer.context()).isSameAs(context);
    }

    @Test
    void a_context_without_lazy_loads_names_object_field_and_remedy() {
        context.withoutLazyLoads().bind(outer);

        assertThatThrownBy(outer::getOrigin)
                .isInstanceOfSatisfying(
                        LazyLoadForbiddenException.class,
                        refused -> assertThat(refused.details())
                                .containsEntry("entity", "Crate outer")
                                .containsEntry("field", "origin"))
                .hasMessage(
                        "Crate outer.origin: not loaded, and its context forbids lazy loads (expected: a field that is"
                                + " loaded); call context.load(objects, \"origin\") before");
        assertThat(outer.isSet("origin")).isFalse();

        context.bind(outer);
        assertThat(requireNonNull(outer.getOrigin())).isEqualTo("origin of outer");
        context.withoutLazyLoads().bind(outer);
        assertThat(outer.getOrigin()).isEqualTo("origin of outer");
    }

    @Test
    void a_listener_is_told_of_each_fetch_once() {
        List<String> told = new ArrayList<>();
        ObjectContext listening = context.withLazyLoadListener(
                (object, field) -> told.add(object.type().name() + "." + field.name()));
        listening.elevated().bind(outer);

        outer.getOrigin();
        outer.getOrigin();

        assertThat(told).containsExactly("Crate.origin");
    }
}
