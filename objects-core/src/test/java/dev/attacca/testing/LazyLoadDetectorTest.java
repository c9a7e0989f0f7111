package dev.attacca.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attacca.annotation.Lazy;
import dev.attacca.annotation.Remotable;
import dev.attacca.annotation.Versioned;
import dev.attacca.object.ObjectContext;
import dev.attacca.object.ObjectQuery;
import dev.attacca.object.VersionedObject;
import dev.attacca.registry.ObjectDomain;
import dev.attacca.registry.ObjectRegistry;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LazyLoadDetectorTest {
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
        public abstract int getNumber();

        public abstract void setNumber(int number);

        @Lazy
        public abstract String getText();

        @Remotable(readOnly = true)
        protected String loadText() {
            return "letter " + getNumber();
        }

        @Lazy
        public abstract String getSender();

        @Remotable(readOnly = true)
        protected String loadSender() {
            return "sender " + getNumber();
        }

        abstract static class Query extends ObjectQuery<Letter> {
            @Remotable(readOnly = true)
            public List<Letter> first(int count) {
                return IntStream.range(0, count)
                        .mapToObj(number -> {
                            Letter letter = context().create(Letter.class);
                            letter.setNumber(number);
                            return letter;
                        })
                        .toList();
            }
        }
    }

    private final ObjectContext context = LoopbackIndirection.of(
                    ObjectRegistry.builder().add(new Letters()).build())
            .context();

    private static void read(List<Letter> letters) {
        letters.forEach(letter -> assertThat(letter.getText()).isNotEmpty());
    }

    @Test
    void a_list_read_letter_by_letter_fails_with_field_count_place_and_remedy() {
        LazyLoadDetector detector = LazyLoadDetector.start();

        read(detector.watch(context).query(Letter.Query.class).first(5));

        assertThatThrownBy(detector::close)
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith(
                        "lazy loads: 1 problem\n  Letter.text was fetched from 5 objects, one by one, at"
                                + " dev.attacca.testing.LazyLoadDetectorTest.")
                .hasMessageEndingWith(
                        " (expected: at most 1; fetch it for the whole list: context.load(list, \"text\"))");
    }

    @Test
    void the_place_is_the_line_that_reads() {
        LazyLoadDetector detector = LazyLoadDetector.start();

        read(detector.watch(context).query(Letter.Query.class).first(2));

        assertThatThrownBy(detector::close).hasMessageContaining("(LazyLoadDetectorTest.java:");
    }

    @Test
    void one_letter_may_fetch_whatever_it_needs() {
        LazyLoadDetector detector = LazyLoadDetector.start();

        Letter letter =
                detector.watch(context).query(Letter.Query.class).first(1).get(0);

        assertThat(letter.getText()).isEqualTo(letter.getText());
        assertThat(letter.getSender()).isEqualTo("sender 0");
        assertThatCode(detector::close).doesNotThrowAnyException();
    }

    @Test
    void more_can_be_allowed() {
        LazyLoadDetector detector = LazyLoadDetector.allowing(5);

        read(detector.watch(context).query(Letter.Query.class).first(5));

        assertThatCode(detector::close).doesNotThrowAnyException();
    }

    @Test
    void what_was_told_is_forgotten() {
        LazyLoadDetector detector = LazyLoadDetector.start();
        read(detector.watch(context).query(Letter.Query.class).first(5));
        assertThatThrownBy(detector::close).isInstanceOf(AssertionError.class);

        assertThatCode(detector::close).doesNotThrowAnyException();
    }

    @Test
    void contexts_that_are_not_watched_do_not_count() {
        LazyLoadDetector detector = LazyLoadDetector.start();

        read(context.query(Letter.Query.class).first(5));

        assertThatCode(detector::close).doesNotThrowAnyException();
    }
}
