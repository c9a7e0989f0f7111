package dev.attacca.transport.idl;

import dev.attacca.transport.idl.Idl.EnumType;
import dev.attacca.transport.idl.Idl.Field;
import dev.attacca.transport.idl.Idl.Method;
import dev.attacca.transport.idl.Idl.Service;
import dev.attacca.transport.idl.Idl.Struct;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What of a contract would break a peer that has a released one, in either direction: each problem with the line in the newer file
 * and what to write instead.
 */
final class IdlEvolution {
    private static final Pattern UUID = Pattern.compile("\\buuid\\b");

    private final String release;
    private final List<String> problems = new ArrayList<>();

    private IdlEvolution(String release) {
        this.release = release;
    }

    /**
     * Compares.
     *
     * @param release the name of the release, for messages
     * @return the problems in the order of the released file; none if every peer goes on working
     */
    static List<String> problems(String release, Idl released, Idl now) {
        IdlEvolution evolution = new IdlEvolution(release);
        released.structs()
                .values()
                .forEach(then -> evolution.struct(then, now.structs().get(then.name())));
        released.enums()
                .values()
                .forEach(then -> evolution.enumType(then, now.enums().get(then.name())));
        released.services()
                .values()
                .forEach(then -> evolution.service(then, now.services().get(then.name())));
        now.structs().values().stream()
                .filter(struct -> !released.structs().containsKey(struct.name()))
                .forEach(evolution::newStruct);
        now.structs().values().forEach(evolution::types);
        return evolution.problems;
    }

    private void struct(Struct then, @Nullable Struct now) {
        if (now == null) {
            report(1, then.kind() + " " + then.name(), "gone", "kept", "put it back");
            return;
        }
        if (!then.kind().equals(now.kind())) {
            report(now.line(), now.name(), "now " + now.kind(), then.kind(), "make it one again");
        }
        then.fields().values().forEach(field -> field(now, field));
        for (Field field : now.fields().values()) {
            if (!then.fields().containsKey(field.number())) {
                added(
                        now,
                        field,
                        then.reserved().contains(field.number())
                                || now.reserved().contains(field.number()));
            }
        }
        TreeSet<Integer> forgotten = new TreeSet<>(then.reserved());
        forgotten.removeAll(now.reserved());
        for (int number : forgotten) {
            report(
                    now.line(),
                    now.name(),
                    "no longer reserves " + number,
                    "reserved for ever",
                    "write '// reserved " + number + "' into it");
        }
    }

    private void field(Struct struct, Field then) {
        Field now = struct.fields().get(then.number());
        String place = struct.name() + "." + then.name();
        if (now == null) {
            if (!struct.reserved().contains(then.number())) {
                report(
                        struct.line(),
                        place,
                        "gone",
                        "kept, or number " + then.number() + " reserved",
                        "write '// reserved " + then.number() + "' into " + struct.name());
            }
        } else if (!then.name().equals(now.name())) {
            int next = Collections.max(struct.fields().keySet()) + 1;
            report(
                    now.line(),
                    struct.name() + "." + now.name(),
                    "has the number " + then.number() + " of " + then.name(),
                    "numbers are never used twice",
                    "give it a new one, " + next + ", and write '// reserved " + then.number() + "'");
        } else {
            same(
                    now,
                    place,
                    "type " + now.type(),
                    "type " + then.type(),
                    "add a field with a new number, and read both");
            same(now, place, need(now), need(then), "as it was: peers of that release send and expect it so");
            same(
                    now,
                    place,
                    fallback(now),
                    fallback(then),
                    "as it was: a value that is absent means another one there");
        }
    }

    private void added(Struct struct, Field field, boolean reserved) {
        String place = struct.name() + "." + field.name();
        if (reserved) {
            report(
                    field.line(),
                    place,
                    "has the reserved number " + field.number(),
                    "a number never used",
                    "give it the next one");
        } else if (!field.need().equals("optional")) {
            report(
                    field.line(),
                    place,
                    need(field),
                    "optional, since peers of that release do not send it",
                    "write 'optional'");
        }
    }

    private void newStruct(Struct struct) {
        for (Field field : struct.fields().values()) {
            if (field.need().equals("required")) {
                report(
                        field.line(),
                        struct.name() + "." + field.name(),
                        "required",
                        "never: it could not be taken away again",
                        "leave the word out");
            }
        }
    }

    /** libthrift up to 0.25 cannot skip uuids in lists and maps, other languages and proxies none at all. */
    private void types(Struct struct) {
        for (Field field : struct.fields().values()) {
            if (UUID.matcher(field.type()).find()) {
                report(
                        field.line(),
                        struct.name() + "." + field.name(),
                        "type " + field.type(),
                        "types that every peer can skip, so no uuid",
                        "write binary, 16 bytes");
            }
        }
    }

    private void enumType(EnumType then, @Nullable EnumType now) {
        if (now == null) {
            report(1, "enum " + then.name(), "gone", "kept", "put it back");
            return;
        }
        for (Map.Entry<String, Integer> value : then.values().entrySet()) {
            Integer number = now.values().get(value.getKey());
            String place = now.name() + "." + value.getKey();
            if (number == null) {
                report(now.line(), place, "gone", "kept: peers of that release send it", "put it back");
            } else if (!number.equals(value.getValue())) {
                report(
                        now.line(),
                        place,
                        "is " + number,
                        value.getValue().toString(),
                        "as it was, and another value for the new meaning");
            }
        }
    }

    private void service(Service then, @Nullable Service now) {
        if (now == null) {
            report(1, "service " + then.name(), "gone", "kept", "put it back");
            return;
        }
        if (!then.base().equals(now.base())) {
            report(
                    now.line(),
                    now.name(),
                    "extends '" + now.base() + "'",
                    "extends '" + then.base() + "'",
                    "as it was");
        }
        then.methods().values().forEach(method -> method(now, method));
        now.methods().values().stream()
                .filter(method -> then.reserved().contains(method.name())
                        || now.reserved().contains(method.name()))
                .forEach(method -> report(
                        method.line(),
                        method.name() + "()",
                        "has a reserved name",
                        "a name never used",
                        "choose another"));
        then.reserved().stream()
                .filter(name -> !now.reserved().contains(name))
                .forEach(name -> report(
                        now.line(),
                        now.name(),
                        "no longer reserves " + name,
                        "reserved for ever",
                        "write '// reserved " + name + "' into it"));
    }

    private void method(Service service, Method then) {
        Method now = service.methods().get(then.name());
        String place = then.name() + "()";
        if (now == null) {
            if (!service.reserved().contains(then.name())) {
                report(
                        service.line(),
                        place,
                        "gone",
                        "kept, or its name reserved",
                        "write '// reserved " + then.name() + "' into " + service.name());
            }
            return;
        }
        String instead = "a field in a struct that is there, or a method with another name";
        same(now.line(), place, "returns " + now.returns(), "returns " + then.returns(), instead);
        same(now.line(), place, "takes " + written(now.arguments()), "takes " + written(then.arguments()), instead);
        same(
                now.line(),
                place,
                "throws " + written(now.failures()),
                "throws " + written(then.failures()),
                "a code of WireFault, which older peers can read");
    }

    private static String written(List<Field> fields) {
        return fields.stream().map(Field::written).collect(Collectors.joining(", ", "(", ")"));
    }

    private static String need(Field field) {
        return field.need().isEmpty() ? "neither optional nor required" : field.need();
    }

    private static String fallback(Field field) {
        return field.fallback() == null ? "no default" : "default " + field.fallback();
    }

    private void same(Field now, String place, String found, String expected, String remedy) {
        same(now.line(), place, found, expected, remedy);
    }

    private void same(int line, String place, String found, String expected, String remedy) {
        if (!found.equals(expected)) {
            report(line, place, found, expected, remedy);
        }
    }

    private void report(int line, String place, String found, String expected, String remedy) {
        problems.add("line " + line + ": " + place + ": " + found + " (expected: " + expected + "; release " + release
                + "); " + remedy);
    }
}
