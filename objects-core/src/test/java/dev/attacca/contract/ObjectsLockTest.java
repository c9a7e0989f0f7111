package dev.attacca.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attacca.annotation.Default;
import dev.attacca.annotation.Length;
import dev.attacca.annotation.Matches;
import dev.attacca.annotation.Max;
import dev.attacca.annotation.Min;
import dev.attacca.annotation.NonNegative;
import dev.attacca.annotation.Polymorphic;
import dev.attacca.annotation.Transitions;
import dev.attacca.annotation.Versioned;
import dev.attacca.annotation.WriteOnce;
import dev.attacca.object.VersionedObject;
import dev.attacca.registry.Layout;
import dev.attacca.registry.LayoutField;
import dev.attacca.registry.ObjectDomain;
import dev.attacca.registry.ObjectRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ObjectsLockTest {
    @Test
    void states_everything_that_peers_rely_on() {
        assertThat(ObjectsLock.of(new Harbour()).text()).isEqualTo(Harbour.LOCK);
    }

    /** Every limit there is, and a place that subclasses may take. */
    static final class Lights implements ObjectDomain {
        enum Beam {
            ON,
            OFF,
            BROKEN
        }

        @Polymorphic
        @Versioned("1.0")
        abstract static class Lamp extends VersionedObject {
            @Min(-3)
            @Max(7)
            @Default("1")
            public abstract int getHeight();

            @NonNegative
            public abstract long getRange();

            @Length(min = 1, max = 20)
            @Matches("[a-z;\"]+")
            @WriteOnce
            public abstract String getName();

            public abstract void setName(String name);

            @Length(min = 1)
            public abstract List<String> getKeepers();

            @Transitions({"ON->OFF|BROKEN", "OFF->ON"})
            public abstract Beam getBeam();

            public abstract void setBeam(Beam beam);

            public abstract @Nullable Lamp getNext();
        }

        @Versioned("1.0")
        abstract static class Lantern extends Lamp {}

        @Override
        public String name() {
            return "lights";
        }

        @Override
        public List<Class<? extends VersionedObject>> types() {
            return List.of(Lamp.class, Lantern.class);
        }
    }

    @Test
    void states_limits_defaults_and_what_a_class_may_stand_for() {
        String text = ObjectsLock.of(new Lights()).text();

        assertThat(text).startsWith("""
                        attacca objects lock 1
                        enum Beam
                          constant BROKEN
                          constant OFF
                          constant ON
                        class Lamp 1.0
                          field beam: enum(Beam); transitions "OFF->ON"; transitions "ON->BROKEN|OFF"
                          field height: int; read-only; min -3; max 7; default "1"
                          field keepers: list<string>; read-only; length 1..
                          field name: string; write-once; length 1..20; matches "[a-z;\\"]+"
                          field next: object(Lamp+)?; read-only
                          field range: long; read-only; min 0
                        class Lantern 1.0; extends Lamp
                        """);
        assertThat(ObjectsLock.parse("lights", text).text()).isEqualTo(text);
    }

    @Test
    void reads_what_it_wrote() {
        ObjectsLock lock = ObjectsLock.parse("objects.lock", Harbour.LOCK);

        assertThat(lock).isEqualTo(ObjectsLock.of(new Harbour())).hasToString("lock of 2 classes");
        assertThat(lock.versions()).containsExactly("Crew 1.0", "Ship 1.2");
    }

    @Test
    void knows_the_shape_of_every_version_as_the_registry_does() {
        ObjectRegistry registry = ObjectRegistry.builder().add(new Harbour()).build();
        LockedType ship = Objects.requireNonNull(
                ObjectsLock.parse("objects.lock", Harbour.LOCK).type("Ship"));

        for (Layout layout : registry.history(Objects.requireNonNull(registry.typeNamed("Ship")))
                .layouts()) {
            assertThat(ship.at(layout.version()))
                    .as("%s", layout)
                    .extracting(shape -> shape.name() + " " + shape.typeText())
                    .isEqualTo(layout.fields().stream()
                            .map(LayoutField::schemaText)
                            .toList());
        }
    }

    @Test
    void keeps_free_text_on_one_line() {
        String text = "a \"quoted\"; text\\ of\ntwo\tlines\r";

        assertThat(Quoted.parse(Quoted.of(text))).isEqualTo(text);
        assertThat(Quoted.split("field x: string; matches " + Quoted.of(text) + "; lazy"))
                .containsExactly("field x: string", "matches " + Quoted.of(text), "lazy");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "attacca objects lock 1| attacca objects lock 9| 1| 'attacca objects lock 9' (expected: 'attacca objects lock 1'); write the lock again with this release of Attacca",
                "class Crew 1.0| class Crew one| 6| 'class Crew one' (expected: a version, not 'one')",
                "class Crew 1.0| clazz Crew 1.0| 6| 'clazz Crew 1.0' (expected: enum NAME, error CODE or class NAME VERSION)",
                "  field size: int| <<<<<<< HEAD| 8| '<<<<<<< HEAD' (expected: enum NAME, error CODE or class NAME VERSION)",
                "  field size: int|   field size int| 8| 'field size int' (expected: NAME: TYPE)",
                "  field size: int|   field captain: string| 8| 'field captain: string' (expected: captain once)",
                "  field size: int|   field bell: int| 7| 'field captain: string' (expected: 'field bell: int' here, sorted)",
                "field size: int| field size: int; min few| 8| 'field size: int; min few' (expected: a fact this release knows, not 'min few')",
                "field size: int| field size: int; glowing| 8| 'field size: int; glowing' (expected: a fact this release knows, not 'glowing')",
                "label until 1.1| label 1.1| 13| 'field name: string; named label 1.1' (expected: a fact this release knows, not 'named label 1.1')",
                "loses \"tonnage| loses tonnage| 19| 'step 1.2 -> 1.1: loses tonnage above 2147483647\"' (expected: step VERSION -> VERSION: loses \"...\")",
                "    returns string| `  `| 21| '' (expected: argument NAME: TYPE or returns TYPE)",
                "constant WHITE| constant RED| 5| 'constant RED' (expected: RED once)",
            })
    void refuses_what_it_would_not_write(String from, String to, int line, String problem) {
        String garbled = Harbour.LOCK.replace(from, to);

        assertThatThrownBy(() -> ObjectsLock.parse("objects.lock", garbled))
                .isInstanceOf(ContractFileException.class)
                .hasMessageStartingWith("objects.lock:" + line + ": " + problem);
    }

    @Test
    void refuses_what_is_no_text(@TempDir Path folder) throws Exception {
        Path file = Files.write(folder.resolve("objects.lock"), new byte[] {(byte) 0xff, (byte) 0xfe, 0});

        assertThatThrownBy(() -> ObjectsLock.read(file))
                .isInstanceOf(ContractFileException.class)
                .hasMessage(file + ": not UTF-8 (expected: a lock); write it again");
        assertThatThrownBy(() -> ObjectsLock.parse("objects.lock", ""))
                .isInstanceOf(ContractFileException.class)
                .hasMessageStartingWith("objects.lock:1: an empty file (expected: ");
        assertThat(Files.writeString(file, Harbour.LOCK, StandardCharsets.UTF_8))
                .satisfies(
                        written -> assertThat(ObjectsLock.read(written).text()).isEqualTo(Harbour.LOCK));
    }
}
