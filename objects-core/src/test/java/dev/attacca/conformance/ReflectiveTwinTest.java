package dev.attacca.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attacca.Attacca;
import dev.attacca.codec.Agreement;
import dev.attacca.codec.CodecKind;
import dev.attacca.codec.ObjectBytes;
import dev.attacca.conformance.Limits.Limited;
import dev.attacca.conformance.Limits.Stage;
import dev.attacca.conformance.ReflectiveTwin.Property;
import dev.attacca.error.InvalidValueException;
import dev.attacca.error.UnsetFieldException;
import dev.attacca.indirection.UnitOfWorkFactory;
import dev.attacca.object.ObjectContext;
import dev.attacca.object.RequestContext;
import dev.attacca.object.VersionedObject;
import dev.attacca.registry.AllTypes;
import dev.attacca.registry.AllTypes.Everything;
import dev.attacca.registry.Hostname;
import dev.attacca.registry.Money;
import dev.attacca.registry.ObjectRegistry;
import dev.attacca.registry.Pin;
import dev.attacca.testing.ObjectFiller;
import dev.attacca.value.Bytes;
import dev.attacca.value.SensitiveString;
import dev.attacca.version.TypeKey;
import java.lang.invoke.MethodType;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Generated accessors do what a plain map and reflection do, whatever the order of calls. */
class ReflectiveTwinTest {
    private static final ObjectRegistry REGISTRY =
            ObjectRegistry.builder().add(new AllTypes()).add(new Limits()).build();
    private static final int STEPS = 600;
    private static final int STEPS_TO_A_JOURNEY = 40;

    private final ObjectContext context =
            Attacca.local(REGISTRY, UnitOfWorkFactory.NONE).context(RequestContext.create());
    private final ObjectFiller filler = ObjectFiller.of(REGISTRY)
            .using(Hostname.class, random -> new Hostname("host" + random.nextInt(5)))
            .using(Money.class, random -> new Money(random.nextInt(), Currency.getInstance("EUR")))
            .using(Pin.class, random -> new Pin(String.valueOf(1000 + random.nextInt(9000))));

    private VersionedObject generated = context.create(Everything.class);
    private ReflectiveTwin twin = new ReflectiveTwin(Everything.class, this::fetched);

    private void begin(Class<? extends VersionedObject> type) {
        generated = context.create(type);
        twin = new ReflectiveTwin(type, this::fetched);
    }

    @ParameterizedTest
    @ValueSource(classes = {Everything.class, Limited.class})
    void the_twin_finds_every_property_by_itself(Class<? extends VersionedObject> type) {
        begin(type);

        assertThat(twin.properties())
                .extracting(Property::name)
                .containsExactlyElementsOf(REGISTRY.type(type).fields().stream()
                        .map(field -> field.name())
                        .toList());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void both_do_the_same_after_every_step(long seed) {
        walk(new Random(seed));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void both_refuse_and_fetch_the_same(long seed) {
        begin(Limited.class);

        walk(new Random(seed));
    }

    private void walk(Random random) {
        int mostChanges = 0;
        for (int step = 0; step < STEPS; step++) {
            String done = step(random);
            assertThat(generated.changes()).as(done).isEqualTo(twin.changes());
            assertThat(ordered(generated.toString())).as(done).isEqualTo(ordered(twin.toString()));
            mostChanges = Math.max(mostChanges, generated.changes().size());
            if (step % STEPS_TO_A_JOURNEY == 0) {
                journeys(done);
            }
            for (Property property : twin.properties()) {
                assertThat(generated.isSet(property.name())).as(done).isEqualTo(twin.isSet(property.name()));
                // What is fetched stays: most steps leave it unset.
                if (twin.isSet(property.name()) || !property.lazy() || random.nextInt(STEPS_TO_A_JOURNEY) == 0) {
                    assertThat(outcome(() -> call(property.getter(), generated)))
                            .as("%s, then %s", done, property.name())
                            .isEqualTo(outcome(() -> twin.get(property)));
                }
            }
        }
        assertThat(mostChanges).isGreaterThan(5);
    }

    /** Copies and what arrives as bytes are the same again: they are made by position, not by accessors. */
    private void journeys(String done) {
        isTheSame(VersionedObject.copyOf(generated), done + ", copied");
        Agreement agreement = Agreement.between(REGISTRY, REGISTRY.schemaSet());
        for (CodecKind kind : CodecKind.values()) {
            ObjectBytes bytes = new ObjectBytes(kind, REGISTRY, agreement);
            TypeKey key = generated.type().key();
            isTheSame(bytes.read(key, bytes.write(generated).bytes(), context), done + ", written as " + kind);
        }
    }

    private void isTheSame(VersionedObject other, String done) {
        assertThat(other.changes()).as(done).isEqualTo(twin.changes());
        for (Property property : twin.properties()) {
            assertThat(other.isSet(property.name())).as(done).isEqualTo(twin.isSet(property.name()));
            if (twin.isSet(property.name())) {
                Object value = ReflectiveTwin.kept(call(property.getter(), other));
                assertThat(plain(value))
                        .as("%s, then %s", done, property.name())
                        .isEqualTo(plain(twin.get(property)));
            }
        }
    }

    /** The text of a value; a secret is revealed, lest all secrets be the same. */
    private static String plain(@Nullable Object value) {
        return value instanceof SensitiveString secret ? secret.reveal() : ReflectiveTwin.text(value);
    }

    private @Nullable Object fetched(Property property) {
        String name = property.name();
        String loader = "load" + Character.toUpperCase(name.charAt(0)) + name.substring(1);
        try {
            Method method = Limited.class.getDeclaredMethod(loader);
            method.setAccessible(true);
            return call(method, generated);
        } catch (NoSuchMethodException missing) {
            throw new AssertionError(missing);
        }
    }

    private String step(Random random) {
        List<Property> properties = twin.properties();
        Property property = properties.get(random.nextInt(properties.size()));
        return switch (random.nextInt(8)) {
            case 0 -> set(property, null);
            case 1 -> setAgain(property);
            case 2 -> reset(property, random.nextInt(4) == 0);
            case 3 -> touchNested(random);
            default -> {
                if (generated instanceof Limited) {
                    yield set(property, anything(property, random));
                }
                Everything donor = filler.seed(random.nextInt(12)).filled(Everything.class, context);
                yield set(property, call(property.getter(), donor));
            }
        };
    }

    /** Among others what limits refuse. */
    private static @Nullable Object anything(Property property, Random random) {
        Class<?> type = MethodType.methodType(property.setter().getParameterTypes()[0])
                .wrap()
                .returnType();
        int number = random.nextInt(13) - 3;
        List<String> texts = List.of("", "a", "abc", "cccc", "xyz", "none", "bb");
        String text = texts.get(random.nextInt(texts.size()));
        Map<Class<?>, Supplier<Object>> makers = Map.of(
                Integer.class, () -> number,
                Long.class, () -> (long) number,
                Double.class, () -> number == 9 ? Double.NaN : number / 4.0,
                Boolean.class, () -> number > 3,
                BigDecimal.class, () -> new BigDecimal(number).movePointLeft(1),
                String.class, () -> text,
                SensitiveString.class, () -> SensitiveString.of(text),
                Instant.class, () -> Instant.ofEpochSecond(number),
                Stage.class, () -> List.of(Stage.values()).get(Math.abs(number) % 3),
                List.class, () -> Collections.nCopies(Math.abs(number) % 4, text));
        return Objects.requireNonNull(makers.get(type), type::getName).get();
    }

    private String setAgain(Property property) {
        Object again = twin.isSet(property.name()) ? twin.get(property) : null;
        boolean takesArray = property.setter().getParameterTypes()[0].isArray();
        return set(property, takesArray && again instanceof Bytes bytes ? bytes.toArray() : again);
    }

    private String reset(Property property, boolean everything) {
        if (everything) {
            generated.resetChanges();
            twin.resetChanges();
            return "reset";
        }
        generated.resetChanges(property.name());
        twin.resetChanges(property.name());
        return "reset " + property.name();
    }

    private String touchNested(Random random) {
        Map<String, VersionedObject> reached = new TreeMap<>();
        for (Property property : twin.properties()) {
            if (twin.isSet(property.name())) {
                ReflectiveTwin.objectsIn(twin.get(property)).forEach(object -> reached.put(property.name(), object));
            }
        }
        List<VersionedObject> objects = List.copyOf(reached.values());
        if (objects.isEmpty()) {
            return "touched nothing";
        }
        VersionedObject object = objects.get(random.nextInt(objects.size()));
        if (object instanceof AllTypes.Item item) {
            item.setNumber(random.nextInt(3));
        } else if (object instanceof AllTypes.Animal animal) {
            animal.setName("n" + random.nextInt(3));
        }
        return "touched a nested object";
    }

    private String set(Property property, @Nullable Object value) {
        String done = "set " + property.name() + " to " + ReflectiveTwin.text(ReflectiveTwin.kept(value));
        if (value == null && property.setter().getParameterTypes()[0].isPrimitive()) {
            return done;
        }
        Map<String, @Nullable Object> result = outcome(() -> call(property.setter(), generated, value));
        Map<String, @Nullable Object> expected = outcome(() -> {
            twin.set(property, value);
            return null;
        });
        assertThat(result).as(done).isEqualTo(expected);
        return done;
    }

    @FunctionalInterface
    private interface Attempt {
        @Nullable
        Object run();
    }

    /** The value, or which of the errors that a user may expect. */
    private static Map<String, @Nullable Object> outcome(Attempt attempt) {
        Map<String, @Nullable Object> outcome = new HashMap<>();
        try {
            outcome.put("value", ReflectiveTwin.kept(attempt.run()));
        } catch (UnsetFieldException unset) {
            outcome.put("error", "unset");
        } catch (InvalidValueException invalid) {
            outcome.put("error", "invalid");
        }
        return outcome;
    }

    private static @Nullable Object call(Method method, Object receiver, @Nullable Object... arguments) {
        try {
            return method.invoke(receiver, arguments);
        } catch (InvocationTargetException thrown) {
            if (thrown.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new AssertionError(thrown.getCause());
        } catch (IllegalAccessException impossible) {
            throw new AssertionError(impossible);
        }
    }

    /** The text without the order inside braces and brackets, which only the generated one knows. */
    private static String ordered(String text) {
        char[] letters = text.toCharArray();
        Arrays.sort(letters);
        return new String(letters).replaceAll("[\\[\\]{}]", "");
    }
}
