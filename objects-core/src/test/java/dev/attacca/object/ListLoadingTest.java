package dev.attacca.object;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attacca.Attacca;
import dev.attacca.annotation.Key;
import dev.attacca.annotation.Lazy;
import dev.attacca.annotation.Loads;
import dev.attacca.annotation.Remotable;
import dev.attacca.annotation.Versioned;
import dev.attacca.error.NotFoundException;
import dev.attacca.indirection.UnitOfWorkFactory;
import dev.attacca.registry.ObjectDomain;
import dev.attacca.registry.ObjectRegistry;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ListLoadingTest {
    static final class Letters implements ObjectDomain {
        @Override
        public String name() {
            return "letters";
        }

        @Override
        public List<Class<? extends VersionedObject>> types() {
            return List.of(Letter.class, Registered.class, Telegram.class, Lost.class);
        }
    }

    @Versioned("1.0")
    abstract static class Letter extends VersionedObject {
        @Key
        public abstract String getText();

        public abstract void setText(String text);

        @Lazy
        public abstract Letter getReply();

        @Remotable(readOnly = true)
        protected Letter loadReply() {
            return context().create(Letter.class);
        }

        @Lazy
        public abstract String getStamp();

        @Remotable(readOnly = true)
        protected String loadStamp() {
            Slots.load(this, Objects.requireNonNull(type().field("stamp")), "set by the loader");
            return "returned by the loader";
        }

        abstract static class Query extends ObjectQuery<Letter> {
            @Remotable(readOnly = true)
            @Loads(field = "reply")
            public List<Letter> sameReplyTo(List<String> texts) {
                Letter reply = context().create(Letter.class);
                reply.setText("by the query");
                reply.resetChanges();
                return texts.stream().map(text -> reply).toList();
            }
        }
    }

    /** Has no query of its own. */
    @Versioned("1.0")
    abstract static class Registered extends Letter {
        public abstract int getNumber();
    }

    /** Knows better than its base what a reply is. */
    @Versioned("1.0")
    abstract static class Telegram extends Letter {
        @Override
        @Remotable(readOnly = true)
        protected Letter loadReply() {
            Letter reply = context().create(Letter.class);
            reply.setText("by the telegram");
            return reply;
        }
    }

    /** A letter that nothing can be loaded of. */
    @Versioned("1.0")
    abstract static class Lost extends Letter {
        @Override
        @Remotable(readOnly = true)
        protected Letter loadReply() {
            throw new NotFoundException("Lost: no reply", Map.of(), null);
        }

        @Override
        @Remotable(readOnly = true)
        protected String loadStamp() {
            throw new NotFoundException("Lost: no stamp", Map.of(), null);
        }
    }

    private final ObjectContext context = Attacca.local(
                    ObjectRegistry.builder().add(new Letters()).build(), UnitOfWorkFactory.NONE)
            .context(RequestContext.create());

    private <T extends Letter> T letter(Class<T> type, String text) {
        T letter = context.create(type);
        letter.setText(text);
        letter.resetChanges();
        return letter;
    }

    @Test
    void a_subclass_without_a_query_is_loaded_by_that_of_its_base() {
        Registered one = letter(Registered.class, "one");
        Registered other = letter(Registered.class, "other");

        context.load(List.of(one, other), "reply");

        assertThat(one.getReply().getText()).isEqualTo("by the query");
        assertThat(other.getReply()).isNotSameAs(one.getReply());
        assertThat(other.isSet("number")).isFalse();
    }

    @Test
    void a_subclass_with_a_loader_of_its_own_is_loaded_by_that() {
        Telegram telegram = letter(Telegram.class, "one");

        context.load(List.of(telegram, letter(Letter.class, "other")), "reply");

        assertThat(telegram.getReply().getText()).isEqualTo("by the telegram");
    }

    @Test
    void what_the_loader_itself_set_stays() {
        Letter one = letter(Letter.class, "one");
        Letter other = letter(Letter.class, "other");

        context.load(List.of(one), "stamp");
        context.load(List.of(one, other), "stamp");

        assertThat(one.getStamp()).isEqualTo("set by the loader").isEqualTo(other.getStamp());
    }

    @Test
    void a_load_that_fails_leaves_objects_of_every_class_as_they_were() {
        Letter letter = letter(Letter.class, "one");
        List<Letter> mixed = List.of(letter, letter(Lost.class, "lost"));

        assertThatThrownBy(() -> context.load(mixed, "reply")).isInstanceOf(NotFoundException.class);
        assertThat(letter.isSet("reply")).isFalse();

        assertThatThrownBy(() -> context.load(mixed, "stamp")).isInstanceOf(NotFoundException.class);
        assertThat(letter.isSet("stamp")).isFalse();
    }

    @Test
    void one_object_given_for_two_keys_becomes_two() {
        Letter one = context.create(Letter.class);
        Letter other = context.create(Letter.class);
        one.setText("one");
        other.setText("other");

        context.load(List.of(one, other), "reply");
        one.getReply().setText("changed");

        assertThat(other.getReply()).isNotSameAs(one.getReply());
        assertThat(other.changes()).containsExactly("text");
    }
}
