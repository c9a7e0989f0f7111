package dev.attacca.contract;

import dev.attacca.registry.ObjectDomain;
import dev.attacca.registry.ObjectRegistry;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Everything about a domain that its peers rely on, one line a thing, sorted: classes with versions, fields with their types,
 * limits and past, remotables with arguments and results, written steps with their losses, enum constants with fallbacks, errors
 * with what they tell.
 * A review of the file's change is a review of the contract's change. Equal domains have equal texts. Immutable.
 *
 * <p>Shape of the text: the first line is {@value #HEADER}, then enums, then errors, then classes, each with its lines indented below it;
 * lines end with a line feed. {@code docs/objects-check.md} explains each kind of line.
 */
public final class ObjectsLock {
    /** The first line: what the file is, and the version of its form. */
    public static final String HEADER = "attacca objects lock 1";

    private static final Comparator<LockedType> ORDER =
            Comparator.comparing(LockedType::name).thenComparing(LockedType::version);

    private final List<LockedEnum> enums;
    private final List<LockedError> errors;
    private final List<LockedType> types;
    private final LockText text;

    ObjectsLock(List<LockedEnum> enums, List<LockedError> errors, List<LockedType> types) {
        this.enums =
                enums.stream().sorted(Comparator.comparing(LockedEnum::name)).toList();
        this.errors =
                errors.stream().sorted(Comparator.comparing(LockedError::code)).toList();
        this.types = types.stream().sorted(ORDER).toList();
        this.text = LockText.of(this.enums, this.errors, this.types);
    }

    /**
     * The lock of some domains as their classes stand.
     *
     * @throws dev.attacca.error.RegistryException if the registry refuses them
     */
    public static ObjectsLock of(ObjectDomain... domains) {
        ObjectRegistry.Builder builder = ObjectRegistry.builder();
        for (ObjectDomain domain : domains) {
            builder.add(domain);
        }
        return of(builder.build());
    }

    /** The lock of every class of a registry. */
    public static ObjectsLock of(ObjectRegistry registry) {
        return new RegisteredContract(registry).lock();
    }

    /**
     * Reads a text.
     *
     * @param file how errors name where it came from
     * @throws ContractFileException if it is not exactly what this class writes, with the first line that is not
     */
    public static ObjectsLock parse(String file, String text) {
        return new LockParser(file, text).parse();
    }

    /**
     * Reads a file in UTF-8.
     *
     * @throws ContractFileException if it cannot be read, or is not exactly what this class writes
     */
    public static ObjectsLock read(Path file) {
        String shown = file.toString().replace('\\', '/');
        try {
            return parse(shown, Files.readString(file, StandardCharsets.UTF_8));
        } catch (CharacterCodingException notText) {
            throw new ContractFileException(shown, 0, "not UTF-8 (expected: a lock); write it again", notText);
        } catch (IOException unreadable) {
            throw new ContractFileException(
                    shown, 0, "cannot be read: " + unreadable + " (expected: a lock)", unreadable);
        }
    }

    List<LockedEnum> enums() {
        return enums;
    }

    List<LockedError> errors() {
        return errors;
    }

    /** The error of that code, or {@code null}. */
    @Nullable
    LockedError error(String code) {
        for (LockedError error : errors) {
            if (error.code().equals(code)) {
                return error;
            }
        }
        return null;
    }

    List<LockedType> types() {
        return types;
    }

    /** The class of that name and major, or {@code null}. */
    @Nullable
    LockedType type(String key) {
        for (LockedType type : types) {
            if (type.key().equals(key)) {
                return type;
            }
        }
        return null;
    }

    @Nullable
    LockedEnum enumNamed(String name) {
        for (LockedEnum each : enums) {
            if (each.name().equals(name)) {
                return each;
            }
        }
        return null;
    }

    /** The line, counted from 1, that states a subject such as {@code Instance.host} or {@code VmState.ACTIVE}; 0 for none. */
    int lineOf(String subject) {
        return text.lines().getOrDefault(subject, 0);
    }

    /** The text as the file holds it. */
    public String text() {
        return text.text();
    }

    /** The versions by class, {@code Instance 1.2}, sorted. */
    public List<String> versions() {
        return types.stream().map(LockedType::toString).toList();
    }

    /** What this lock says beyond an older one, in words, by class and version; empty if nothing. Ends with a line feed. */
    public String changelogSince(ObjectsLock older) {
        return new Changelog(older, this).write();
    }

    /** The lines that differ from an older lock, {@code -} and {@code +}, by class, enum and error; empty if none do. */
    public String diffTo(ObjectsLock older) {
        return LockDiff.of(older, this);
    }

    /**
     * The lines of one class, enum or error.
     *
     * @param name its name, with the major unless that is 1; {@code null} is returned if there is none
     */
    public @Nullable String section(String name) {
        int from = lineOf(name);
        if (from == 0) {
            return null;
        }
        List<String> lines = text().lines().toList();
        int to = from;
        while (to < lines.size() && lines.get(to).startsWith(" ")) {
            to++;
        }
        return String.join("\n", lines.subList(from - 1, to)) + "\n";
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ObjectsLock lock && lock.text().equals(text());
    }

    @Override
    public int hashCode() {
        return text().hashCode();
    }

    /** {@code lock of 5 classes}. */
    @Override
    public String toString() {
        return "lock of " + types.size() + (types.size() == 1 ? " class" : " classes");
    }

    /**
     * A text with the places of its subjects.
     *
     * @param text the text
     * @param lines the line of each subject, counted from 1
     */
    record LockText(String text, Map<String, Integer> lines) {
        static LockText of(List<LockedEnum> enums, List<LockedError> errors, List<LockedType> types) {
            LockWriter writer = new LockWriter(new HashMap<>());
            enums.forEach(writer::write);
            errors.forEach(writer::write);
            types.forEach(writer::write);
            return new LockText(writer.text(), writer.lines());
        }
    }
}
