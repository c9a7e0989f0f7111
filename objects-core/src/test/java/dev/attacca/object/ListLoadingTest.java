package dev.attacca.object;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attacca.Attacca;
import dev.attacca.annotation.Key;
import dev.attacca.annotation.Lazy;
import dev.attacca.annotation.Loads;
import dev.attacca.annotation.Remotable;
import dev.attacca.annotation.Versioned;
import dev.attacca.indirection.UnitOfWorkFactory;
import dev.attacca.registry.ObjectDomain;
import dev.attacca.registry.ObjectRegistry;
import java.util.List;
import org.junit.jupiter.api.Test;

class ListLoadingTest {
    static final class Letters implements ObjectDomain {
        @Override
        public String name() {
            return "letters";
        }

        @Override
        public List<Class<? extends VersionedObject>> types() {
            return List.of(Letter.class);
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

        abstract static class Query extends ObjectQuery<Letter> {
            @Remotable(readOnly = true)
            @Loads(field = "reply")
            public List<Letter> sameReplyTo(List<String> texts) {
                Letter reply = context().create(Letter.class);
                return texts.stream().map(text -> reply).toList();
            }
        }
    }

    @Test
    void one_object_given_for_two_keys_becomes_two() {
        ObjectRegistry registry = ObjectRegistry.builder().add(new Letters()).build();
        ObjectContext context = Attacca.local(registry, UnitOfWorkFactory.NONE).context(RequestContext.create());
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
