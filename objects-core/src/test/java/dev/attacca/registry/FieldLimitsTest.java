package dev.attacca.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attacca.Attacca;
import dev.attacca.annotation.Default;
import dev.attacca.annotation.Length;
import dev.attacca.annotation.Matches;
import dev.attacca.annotation.Max;
import dev.attacca.annotation.Min;
import dev.attacca.annotation.NonNegative;
import dev.attacca.annotation.Sensitive;
import dev.attacca.annotation.Transitions;
import dev.attacca.annotation.Versioned;
import dev.attacca.annotation.WriteOnce;
import dev.attacca.error.InvalidValueException;
import dev.attacca.error.RegistryException;
import dev.attacca.indirection.UnitOfWorkFactory;
import dev.attacca.object.RequestContext;
import dev.attacca.object.Slots;
import dev.attacca.object.VersionedObject;
import dev.attacca.value.IpAddress;
import dev.attacca.value.SensitiveString;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FieldLimitsTest {
    /** A domain of given classes. */
    private record Domain(List<Class<? extends VersionedObject>> types) implements ObjectDomain {
        @Override
        public String name() {
            return "limits";
        }
    }

    private static ObjectRegistry registry(Class<? extends VersionedObject> type) {
        return ObjectRegistry.builder().add(new Domain(List.of(type))).build();
    }

    /** Where a job is. */
    enum Stage {
        QUEUED,
        RUNNING,
        DONE,
        FAILED
    }

    @Versioned("1.0")
    abstract static class Job extends VersionedObject {
        @WriteOnce
        public abstract String getSerial();

        public abstract void setSerial(String serial);

        @WriteOnce
        public abstract int getNumber();

        public abstract void setNumber(int number);

        @NonNegative
        @Default("3")
        public abstract int getTries();

        public abstract void setTries(int tries);

        @Min(1)
        @Max(10)
        public abstract @Nullable Long getWeight();

        public abstract void setWeight(@Nullable Long weight);

        @Max(1)
        public abstract double getShare();

        public abstract void setShare(double share);

        @Min(0)
        public abstract BigDecimal getPrice();

        public abstract void setPrice(BigDecimal price);

        @Length(min = 1, max = 5)
        @Matches("[a-z]+")
        @Default("main")
        public abstract String getQueue();

        public abstract void setQueue(String queue);

        @Length(min = 8)
        public abstract SensitiveString getPassword();

        public abstract void setPassword(SensitiveString password);

        @Sensitive
        @Matches("[0-9]+")
        public abstract String getPin();

        public abstract void setPin(String pin);

        @Length(max = 2)
        @Default("[]")
        public abstract List<String> getTags();

        public abstract void setTags(List<String> tags);

        @Default("{}")
        public abstract Map<String, String> getLabels();

        @Transitions({"QUEUED->RUNNING|FAILED", "RUNNING -> DONE | FAILED"})
        public abstract @Nullable Stage getStage();

        public abstract void setStage(@Nullable Stage stage);
    }

    private final Job job = Attacca.local(registry(Job.class), UnitOfWorkFactory.NONE)
            .context(RequestContext.create())
            .create(Job.class);

    private static void refused(ThrowingCallable setting, String message) {
        assertThatThrownBy(setting).isInstanceOf(InvalidValueException.class).hasMessage(message);
    }

    @Test
    void a_number_out_of_its_range_is_refused_with_the_value_and_what_was_expected() {
        job.setTries(0);
        refused(() -> job.setTries(-1), "Job.tries: -1 (expected: at least 0)");
        refused(() -> job.setWeight(0L), "Job.weight: 0 (expected: 1 to 10)");
        refused(() -> job.setWeight(11L), "Job.weight: 11 (expected: 1 to 10)");
        refused(() -> job.setShare(1.5), "Job.share: 1.5 (expected: at most 1)");
        refused(() -> job.setShare(Double.NaN), "Job.share: NaN (expected: at most 1)");
        refused(() -> job.setPrice(new BigDecimal("-0.01")), "Job.price: -0.01 (expected: at least 0)");
        job.setWeight(null);
        job.setShare(-1e300);

        assertThat(job.getTries()).isZero();
        assertThat(job.changes()).containsExactly("share", "tries", "weight");
    }

    @Test
    void a_refused_value_leaves_the_object_untouched() {
        job.setTries(1);
        job.setQueue("abc");
        job.resetChanges();

        refused(() -> job.setTries(-1), "Job.tries: -1 (expected: at least 0)");
        refused(() -> job.setQueue("ABC"), "Job.queue: 'ABC' (expected: a text that matches [a-z]+)");

        assertThat(job.getTries()).isEqualTo(1);
        assertThat(job.getQueue()).isEqualTo("abc");
        assertThat(job.changes()).isEmpty();
        assertThat(job.isSet("price")).isFalse();
    }

    @Test
    void texts_and_collections_have_lengths() {
        refused(() -> job.setQueue(""), "Job.queue: '' (expected: 1 to 5 characters)");
        refused(() -> job.setQueue("abcdef"), "Job.queue: 'abcdef' (expected: 1 to 5 characters)");
        refused(() -> job.setTags(List.of("a", "b", "c")), "Job.tags: [a, b, c] (expected: at most 2 elements)");
        refused(
                () -> job.setQueue("x".repeat(100)),
                "Job.queue: '" + "x".repeat(64) + "...' (expected: 1 to 5 characters)");
    }

    @Test
    void a_refused_secret_is_not_shown() {
        refused(
                () -> job.setPassword(SensitiveString.of("hunter2")),
                "Job.password: *** (expected: at least 8 characters)");
        refused(() -> job.setPin("hunter2"), "Job.pin: *** (expected: a text that matches [0-9]+)");
    }

    @Test
    void what_is_written_once_stays() {
        job.setSerial("a");
        job.setNumber(0);
        job.setSerial("a");
        job.setNumber(0);

        refused(() -> job.setSerial("b"), "Job.serial: 'b' (expected: no other value than the first, 'a')");
        refused(() -> job.setNumber(1), "Job.number: 1 (expected: no other value than the first, 0)");
        assertThat(job.getSerial()).isEqualTo("a");
        assertThat(job.getNumber()).isZero();
    }

    @Test
    void states_go_only_where_a_line_says() {
        job.setStage(null);
        job.setStage(Stage.QUEUED);
        job.setStage(Stage.QUEUED);

        refused(() -> job.setStage(Stage.DONE), "Job.stage: QUEUED -> DONE (expected: FAILED or RUNNING)");
        refused(() -> job.setStage(null), "Job.stage: QUEUED -> null (expected: FAILED or RUNNING)");
        job.setStage(Stage.RUNNING);
        job.setStage(Stage.DONE);
        refused(() -> job.setStage(Stage.QUEUED), "Job.stage: DONE -> QUEUED (expected: no transition, DONE is final)");
        assertThat(job.getStage()).isEqualTo(Stage.DONE);
    }

    @Test
    void the_first_state_is_free() {
        job.setStage(Stage.FAILED);

        assertThat(job.getStage()).isEqualTo(Stage.FAILED);
    }

    @Test
    void defaults_are_set_where_nothing_is_and_count_as_changes() {
        assertThat(job.isSet("tries")).isFalse();
        job.setTries(7);
        job.resetChanges();

        job.setDefaults();

        assertThat(job.getTries()).isEqualTo(7);
        assertThat(job.getQueue()).isEqualTo("main");
        assertThat(job.getTags()).isEmpty();
        assertThat(job.getLabels()).isEmpty();
        assertThat(job.changes()).containsExactly("queue", "tags");
    }

    @Test
    void defaults_can_be_set_by_name() {
        job.setDefaults("queue");

        assertThat(job.changes()).containsExactly("queue");
        assertThatThrownBy(() -> job.setDefaults("tries", "serial"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Job.serial: no default (expected: a field with @Default)");
        assertThat(job.isSet("tries")).isFalse();
    }

    @Test
    @SuppressWarnings("NullAway") // As code that is not checked for null may do.
    void a_field_that_is_never_null_takes_its_default_instead() {
        job.setQueue(null);

        assertThat(job.getQueue()).isEqualTo("main");
    }

    @Test
    void what_was_loaded_is_taken_as_it_is() {
        Slots.load(job, Objects.requireNonNull(job.type().field("tries")), -5);

        assertThat(job.getTries()).isEqualTo(-5);
        job.setTries(-5);
        assertThat(job.changes()).isEmpty();
    }

    @Versioned("1.0")
    abstract static class Broken extends VersionedObject {
        @Default("many")
        public abstract int getA();

        @Default("-1")
        @NonNegative
        public abstract int getB();

        @Min(1)
        public abstract String getC();

        @Min(5)
        @Max(4)
        public abstract long getD();

        @Length(max = 3)
        public abstract int getE();

        @Length(min = 4, max = 3)
        public abstract String getF();

        @Matches("a")
        public abstract Set<String> getG();

        @Matches("(")
        public abstract String getH();

        @Transitions("A->B")
        public abstract String getI();

        @Transitions({"QUEUED->NOWHERE", "SOMEWHERE->DONE", "DONE", "RUNNING->DONE", "RUNNING->FAILED"})
        public abstract Stage getJ();

        @Default("LOST")
        public abstract Stage getK();

        @Default("[one]")
        public abstract List<Integer> getL();

        @Default("[a, b, a]")
        public abstract Set<String> getO();

        @Default("{a=1, b}")
        public abstract Map<String, Integer> getP();

        @Default("[[1]]")
        public abstract List<List<Integer>> getQ();

        @NonNegative
        public abstract boolean isM();

        @Sensitive
        @Default("tiny")
        @Length(min = 8)
        public abstract String getN();
    }

    @Test
    void what_a_declaration_cannot_mean_is_a_problem_listed_with_the_rest() {
        assertThatThrownBy(() -> registry(Broken.class))
                .isInstanceOfSatisfying(
                        RegistryException.class,
                        refused -> assertThat(refused.problems())
                                .containsExactlyInAnyOrder(
                                        "Broken.a: @Default(\"many\") (expected: int)",
                                        "Broken.b: @Default(\"-1\") (expected: at least 0)",
                                        "Broken.c: @Min on string (expected: on int, long, double or decimal)",
                                        "Broken.d: at least 5 and at most 4 (expected: some value between)",
                                        "Broken.e: @Length on int (expected: on string, sensitive_string, bytes, a list, a set or"
                                                + " a map)",
                                        "Broken.f: @Length from 4 to 3 (expected: 0 or more, and no less than that)",
                                        "Broken.g: @Matches on set<string> (expected: on string or sensitive_string)",
                                        "Broken.h: @Matches(\"(\"): Unclosed group (expected: a regular expression)",
                                        "Broken.i: @Transitions on string (expected: on an enum)",
                                        "Broken.j: @Transitions \"QUEUED->NOWHERE\" names 'NOWHERE' (expected one of: [QUEUED,"
                                                + " RUNNING, DONE, FAILED])",
                                        "Broken.j: @Transitions \"SOMEWHERE->DONE\" names 'SOMEWHERE' (expected one of: [QUEUED,"
                                                + " RUNNING, DONE, FAILED])",
                                        "Broken.j: @Transitions \"DONE\" (expected: FROM->TO|TO)",
                                        "Broken.j: @Transitions has two lines for RUNNING (expected: one)",
                                        "Broken.k: @Default(\"LOST\") (expected: one of [QUEUED, RUNNING, DONE, FAILED])",
                                        "Broken.l: @Default(\"[one]\") (expected: [], or elements as in [1, 2], each int)",
                                        "Broken.o: @Default(\"[a, b, a]\") (expected: [], or elements as in [1, 2], each string,"
                                                + " and each once)",
                                        "Broken.p: @Default(\"{a=1, b}\") (expected: {}, or entries as in {key=value}, each key"
                                                + " string and once, each value int)",
                                        "Broken.q: @Default(\"[[1]]\") (expected: [], an empty list)",
                                        "Broken.m: @NonNegative on boolean (expected: on int, long, double or decimal)",
                                        "Broken.n: @Default(\"***\") (expected: at least 8 characters)"));
    }

    @Versioned("1.0")
    abstract static class Filled extends VersionedObject {
        @Default("[3, -1,3]")
        public abstract List<Integer> getNumbers();

        @Default("[ plain , 'with, comma', 'it''s', '', two words]")
        public abstract List<String> getTexts();

        @Default("[RUNNING, QUEUED]")
        public abstract Set<Stage> getStages();

        @Default("{b=::1, a=192.0.2.1, 'x=y'=127.0.0.1}")
        public abstract Map<String, IpAddress> getAddresses();

        @Default("{QUEUED=false}")
        public abstract Map<Stage, Boolean> getFlags();
    }

    @Test
    void collections_of_plain_values_have_defaults_too() {
        Filled filled = Attacca.local(registry(Filled.class), UnitOfWorkFactory.NONE)
                .context(RequestContext.create())
                .create(Filled.class);

        filled.setDefaults();

        assertThat(filled.getNumbers()).containsExactly(3, -1, 3);
        assertThat(filled.getTexts()).containsExactly("plain", "with, comma", "it's", "", "two words");
        assertThat(filled.getStages()).containsExactly(Stage.QUEUED, Stage.RUNNING);
        assertThat(filled.getAddresses())
                .containsExactly(
                        Map.entry("a", IpAddress.parse("192.0.2.1")),
                        Map.entry("b", IpAddress.parse("::1")),
                        Map.entry("x=y", IpAddress.parse("127.0.0.1")));
        assertThat(filled.getFlags()).containsExactly(Map.entry(Stage.QUEUED, false));
    }

    @Versioned("1.0")
    abstract static class Letters extends VersionedObject {
        @Matches("(a|b)*")
        public abstract String getText();

        public abstract void setText(String text);
    }

    @Test
    void a_text_too_long_for_its_pattern_is_refused_and_does_not_end_the_thread() {
        Letters letters = Attacca.local(registry(Letters.class), UnitOfWorkFactory.NONE)
                .context(RequestContext.create())
                .create(Letters.class);

        assertThatThrownBy(() -> letters.setText("ab".repeat(500_000)))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageEndingWith(" (expected: a text that matches (a|b)*)");
        assertThat(letters.isSet("text")).isFalse();
    }
}
