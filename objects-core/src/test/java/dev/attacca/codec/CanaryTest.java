package dev.attacca.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.attacca.Attacca;
import dev.attacca.annotation.Default;
import dev.attacca.annotation.Downgrade;
import dev.attacca.annotation.Length;
import dev.attacca.annotation.Matches;
import dev.attacca.annotation.Max;
import dev.attacca.annotation.Remotable;
import dev.attacca.annotation.Sensitive;
import dev.attacca.annotation.Transitions;
import dev.attacca.annotation.Versioned;
import dev.attacca.annotation.Widened;
import dev.attacca.annotation.WriteOnce;
import dev.attacca.indirection.UnitOfWorkFactory;
import dev.attacca.object.ObjectContext;
import dev.attacca.object.RemotableMethod;
import dev.attacca.object.RequestContext;
import dev.attacca.object.Slots;
import dev.attacca.object.VersionedObject;
import dev.attacca.registry.FilledTypes;
import dev.attacca.registry.ObjectDomain;
import dev.attacca.registry.ObjectRegistry;
import dev.attacca.registry.Pin;
import dev.attacca.value.SensitiveString;
import dev.attacca.value.ValueSupport;
import dev.attacca.version.SnapshotEditor;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A secret is put into every place and every way it can be refused is taken: nothing that is shown may hold it. */
class CanaryTest {
    private static final String CANARY = FilledTypes.CANARY;
    private static final String DIGITS = FilledTypes.CANARY_DIGITS;
    private static final long NUMBER = Long.parseLong(DIGITS);

    private record Domain(List<Class<? extends VersionedObject>> types) implements ObjectDomain {
        @Override
        public String name() {
            return "canary";
        }

        @Override
        public List<ValueSupport<?>> values() {
            return List.of(new Pin.Support());
        }
    }

    /** Constants that are secrets themselves. */
    enum Secret {
        CANARY_7D1F,
        OTHER
    }

    @Versioned("1.0")
    abstract static class Safe extends VersionedObject {
        @Length(max = 3)
        public abstract SensitiveString getWord();

        public abstract void setWord(SensitiveString word);

        @WriteOnce
        public abstract SensitiveString getOnce();

        public abstract void setOnce(SensitiveString once);

        @Sensitive
        @Matches("[a-z]")
        public abstract String getText();

        public abstract void setText(String text);

        @Sensitive
        @WriteOnce
        public abstract String getOnceText();

        public abstract void setOnceText(String onceText);

        @Sensitive
        @Max(1)
        public abstract int getNumber();

        public abstract void setNumber(int number);

        @Sensitive
        public abstract Duration getTime();

        public abstract void setTime(Duration time);

        @Sensitive
        @Transitions("OTHER->OTHER")
        public abstract Secret getState();

        public abstract void setState(Secret state);

        @Sensitive
        @Length(max = 1)
        public abstract List<String> getWords();

        public abstract void setWords(List<String> words);

        @Sensitive
        public abstract Map<String, List<String>> getByWord();

        public abstract void setByWord(Map<String, List<String>> byWord);

        public abstract List<SensitiveString> getList();

        public abstract void setList(List<SensitiveString> list);

        public abstract Map<String, SensitiveString> getMap();

        public abstract void setMap(Map<String, SensitiveString> map);

        public abstract Pin getPin();

        public abstract void setPin(Pin pin);

        public abstract Set<Pin> getPins();

        public abstract void setPins(Set<Pin> pins);

        @Remotable
        public SensitiveString echo(SensitiveString word, @Nullable Pin pin, List<SensitiveString> words) {
            return word;
        }
    }

    /** As it is now. */
    @Versioned("1.1")
    abstract static class Wide extends VersionedObject {
        @Sensitive
        @Widened(from = int.class, in = "1.1")
        public abstract long getNumber();

        public abstract void setNumber(long number);

        @Sensitive
        public abstract Set<Secret> getStates();

        public abstract void setStates(Set<Secret> states);

        @Sensitive
        public abstract @Nullable Secret getState();

        public abstract void setState(@Nullable Secret state);

        @Downgrade(from = "1.1", to = "1.0", loses = "nothing, and so it narrows nothing")
        static void forgotten(SnapshotEditor snapshot) {}
    }

    @Versioned("1.0")
    abstract static class BadDefault extends VersionedObject {
        @Sensitive
        @Default(CANARY)
        @Length(max = 1)
        public abstract String getText();

        @Sensitive
        @Default(CANARY)
        public abstract int getNumber();

        @Default(CANARY)
        public abstract Pin getPin();
    }

    private final ObjectRegistry registry =
            ObjectRegistry.builder().add(new Domain(List.of(Safe.class))).build();
    private final ObjectContext context =
            Attacca.local(registry, UnitOfWorkFactory.NONE).context(RequestContext.create());
    private final BinaryCallCodec codec = new BinaryCallCodec(Agreement.between(registry, registry.schemaSet()));
    private final RemotableMethod echo =
            Objects.requireNonNull(registry.typeNamed("Safe")).remotables().get(0);
    private final Safe safe = context.create(Safe.class);
    private final List<String> shown = new ArrayList<>();

    /** Notes all that a caller, a log or a peer would see of a failure, and that there is one. */
    private void fails(ThrowingCallable call) {
        Throwable thrown = catchThrowable(call);
        assertThat(thrown).isNotNull();
        StringWriter trace = new StringWriter();
        thrown.printStackTrace(new PrintWriter(trace));
        shown.add(trace.toString());
        if (thrown instanceof dev.attacca.error.AttaccaException typed) {
            shown.add(typed.details().toString());
        }
    }

    @AfterEach
    void nothing_that_is_shown_holds_the_secret() {
        assertThat(shown)
                .isNotEmpty()
                .allSatisfy(text -> assertThat(text)
                        .doesNotContain(CANARY)
                        .doesNotContain(DIGITS)
                        .doesNotContain(Secret.CANARY_7D1F.name()));
    }

    private Safe load(String field, Object value) {
        Slots.load(safe, Objects.requireNonNull(safe.type().field(field)), value);
        return safe;
    }

    @Test
    void when_a_limit_refuses_it() {
        fails(() -> safe.setWord(SensitiveString.of(CANARY)));
        fails(() -> safe.setText(CANARY));
        fails(() -> safe.setNumber((int) NUMBER));
        fails(() -> safe.setWords(List.of(CANARY, CANARY)));
        safe.setState(Secret.CANARY_7D1F);
        fails(() -> safe.setState(Secret.OTHER));
        safe.setOnce(SensitiveString.of(CANARY));
        fails(() -> safe.setOnce(SensitiveString.of("x")));
        safe.setOnceText(CANARY);
        fails(() -> safe.setOnceText("x"));
    }

    @Test
    void when_it_does_not_fit_its_type() {
        fails(() -> safe.setWords(Arrays.asList(CANARY, null)));
        fails(() -> safe.setByWord(Map.of(CANARY, Collections.singletonList(null))));
        fails(() -> safe.setList(polluted(CANARY)));
        fails(() -> safe.setMap(Map.of("k", SensitiveString.of(CANARY), "l", nothing())));
        fails(() -> safe.setTime(Duration.ofSeconds(NUMBER * 1_000_000_000)));
        fails(() -> load("state", CANARY));
    }

    @SuppressWarnings("unchecked") // The point is to pass what the compiler would refuse.
    private static <T> List<T> polluted(Object element) {
        return (List<T>) List.of(element);
    }

    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"}) // As above.
    private static <T> T nothing() {
        return null;
    }

    @Test
    void when_the_object_that_holds_it_is_shown() {
        load("word", SensitiveString.of(CANARY));
        load("text", CANARY);
        load("number", (int) NUMBER);
        load("time", Duration.ofSeconds(NUMBER));
        load("state", Secret.CANARY_7D1F);
        load("words", List.of(CANARY));
        load("byWord", Map.of(CANARY, List.of(CANARY)));
        load("list", List.of(SensitiveString.of(CANARY)));
        load("map", Map.of("k", SensitiveString.of(CANARY)));
        load("pin", new Pin(DIGITS));
        load("pins", Set.of(new Pin(DIGITS)));

        shown.add(safe.toString());
        shown.add(String.valueOf(safe.getList()));
        shown.add(String.valueOf(safe.getMap()));
    }

    private byte[] filledRequest(CallCodec by) {
        load("word", SensitiveString.of(CANARY));
        load("text", CANARY);
        load("number", (int) NUMBER);
        load("words", List.of(CANARY));
        load("byWord", Map.of(CANARY, List.of(CANARY)));
        load("list", List.of(SensitiveString.of(CANARY)));
        load("map", Map.of("k", SensitiveString.of(CANARY)));
        load("pin", new Pin(DIGITS));
        return by.writeRequest(safe, echo, new Object[] {
            SensitiveString.of(CANARY), new Pin(DIGITS), List.of(SensitiveString.of(CANARY))
        });
    }

    @Test
    void when_its_json_is_broken_anywhere() {
        CallCodec json = CallCodec.json(registry, Agreement.between(registry, registry.schemaSet()));
        byte[] good = filledRequest(json);
        assertThat(new String(good, StandardCharsets.UTF_8)).contains(CANARY, DIGITS);
        for (char changed : "\"{[,x0 ".toCharArray()) {
            for (int at = 0; at < good.length; at++) {
                byte[] bad = good.clone();
                bad[at] = (byte) changed;
                shown.add(read(json, bad));
            }
        }
    }

    @Test
    void when_its_json_has_it_where_another_type_is_expected() {
        CallCodec json = CallCodec.json(registry, Agreement.between(registry, registry.schemaSet()));
        String good = new String(filledRequest(json), StandardCharsets.UTF_8);
        for (String wrong : List.of("true", "[]", "{}", '"' + CANARY + '"', DIGITS + DIGITS, DIGITS + ".5")) {
            for (String value : List.of('"' + CANARY + '"', DIGITS, '"' + DIGITS + '"')) {
                for (int at = good.indexOf(value); at >= 0; at = good.indexOf(value, at + 1)) {
                    String bad = good.substring(0, at) + wrong + good.substring(at + value.length());
                    shown.add(read(json, bad.getBytes(StandardCharsets.UTF_8)));
                }
            }
        }
    }

    private String read(CallCodec by, byte[] body) {
        AgreedType type = by.agreement().typed("Safe");
        return String.valueOf(catchThrowable(() -> by.open(type.id(), type.idOf(echo), false, ByteBuffer.wrap(body))
                .read(context)));
    }

    @Test
    void when_its_bytes_are_broken_anywhere() {
        byte[] good = filledRequest(codec);
        for (int length = 0; length < good.length; length++) {
            byte[] cut = Arrays.copyOf(good, length);
            fails(() -> codec.readRequest(cut, codec.agreement().typed("Safe"), echo, context));
        }
        for (int at = 0; at < good.length; at++) {
            byte[] bad = good.clone();
            bad[at] = (byte) 0xff;
            Throwable thrown = catchThrowable(
                    () -> codec.readRequest(bad, codec.agreement().typed("Safe"), echo, context));
            shown.add(String.valueOf(thrown));
        }
    }

    @Test
    void when_a_peer_changes_it_beyond_a_limit() {
        load("text", CANARY);
        Slots.masks(safe, Slots.present(safe), Slots.present(safe));
        byte[] body = codec.writeRequest(safe, echo, new @Nullable Object[] {SensitiveString.of("a"), null, List.of()});

        fails(() -> codec.readRequest(body, codec.agreement().typed("Safe"), echo, context));
        assertThat(shown)
                .anySatisfy(
                        text -> assertThat(text).contains("Safe.echo.text: *** (expected: a text that matches [a-z])"));
    }

    @Test
    void when_the_writer_refuses_it() {
        SensitiveString half = SensitiveString.of(CANARY + "\ud83d");
        fails(() -> codec.writeRequest(safe, echo, new @Nullable Object[] {half, null, List.of()}));
        fails(() -> codec.writeRequest(
                safe, echo, new @Nullable Object[] {SensitiveString.of(CANARY), null, Arrays.asList(half, null)}));
        load("text", CANARY + "\ud83d");
        fails(() ->
                codec.writeRequest(safe, echo, new @Nullable Object[] {SensitiveString.of(CANARY), null, List.of()}));
    }

    @Test
    void when_it_does_not_fit_an_older_reader() {
        ObjectRegistry newer = registryOf(Wide.class);
        Agreement agreement =
                Agreement.between(newer, registryOf(OlderWide.Wide.class).schemaSet());
        Wide wide = Attacca.local(newer, UnitOfWorkFactory.NONE)
                .context(RequestContext.create())
                .create(Wide.class);

        wide.setNumber(NUMBER * 1_000_000);
        fails(() -> write(agreement, wide));
        wide.setNumber(0);
        wide.setState(Secret.CANARY_7D1F);
        fails(() -> write(agreement, wide));
        wide.setState(null);
        wide.setStates(Set.of(Secret.CANARY_7D1F));
        fails(() -> write(agreement, wide));
    }

    private static void write(Agreement agreement, Wide wide) {
        try (WireOutput out = new WireOutput(agreement)) {
            agreement.typed("Wide").codec().write(out, wide, -1L);
        }
    }

    private static ObjectRegistry registryOf(Class<? extends VersionedObject> type) {
        return ObjectRegistry.builder().add(new Domain(List.of(type))).build();
    }

    @Test
    void when_it_is_the_default_of_a_bad_declaration() {
        fails(() -> ObjectRegistry.builder()
                .add(new Domain(List.of(BadDefault.class)))
                .build());
    }

    @Test
    void and_yet_it_arrives() {
        load("pins", Set.of(new Pin(DIGITS)));
        byte[] body =
                codec.writeRequest(safe, echo, new @Nullable Object[] {SensitiveString.of(CANARY), null, List.of()});
        shown.add("");

        assertThat(new String(body, StandardCharsets.ISO_8859_1)).contains(CANARY, DIGITS);
    }
}
