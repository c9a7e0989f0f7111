package dev.attacca.codec;

import dev.attacca.error.InvalidValueException;
import dev.attacca.error.VersionStepException;
import dev.attacca.object.ObjectField;
import dev.attacca.object.Slots;
import dev.attacca.object.ValueForm;
import dev.attacca.object.ValueType;
import dev.attacca.registry.Layout;
import dev.attacca.registry.LayoutField;
import dev.attacca.version.SnapshotEditor;
import java.lang.reflect.InvocationTargetException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One run of one written step: what the step sees, and the check that a downgrade tells what it loses. What a downgrade
 * changes or unsets must either come back by the upgrade steps between the same versions, or be told by
 * {@link SnapshotEditor#lose}. Only a step that changes something pays for the check. Used once, confined to one thread.
 */
final class StepRun implements SnapshotEditor {
    private final Layout.Step step;
    private final Layout named;
    private final SlotBuffer data;
    private final List<Loss> losses;
    private final Map<LayoutField, @Nullable Object> before = new LinkedHashMap<>();
    private final Set<LayoutField> told = new HashSet<>();
    private boolean readChanged;
    private boolean sawTravelling;

    StepRun(Layout.Step step, SlotBuffer data, List<Loss> losses) {
        this.step = step;
        this.named = step.named();
        this.data = data;
        this.losses = losses;
        this.sawTravelling = data.isWhole();
    }

    void run() {
        try {
            step.method().invoke(null, this);
        } catch (InvocationTargetException thrown) {
            throw failed(thrown.getCause());
        } catch (IllegalAccessException impossible) {
            throw new IllegalStateException(step.method() + " cannot be reached", impossible);
        }
        if (step.downgrades()) {
            refuseUndeclared();
        }
    }

    private VersionStepException failed(@Nullable Throwable cause) {
        if (cause instanceof Error error) {
            throw error;
        }
        return cause instanceof Misused misused
                ? error(misused.getMessage(), misused)
                : error(
                        "threw " + (cause == null ? "nothing" : cause.getClass().getName())
                                + " (expected: a step that copes with any data, and with any field unset)",
                        cause);
    }

    private void refuseUndeclared() {
        if (step.loses().isEmpty() && !told.isEmpty()) {
            String field = told.iterator().next().name();
            throw error(
                    "loses '" + field
                            + "' but declares no loss (expected: what it loses, in words; write @Downgrade(from"
                            + " = \"" + step.from() + "\", to = \"" + step.to() + "\", loses = \"...\"))",
                    null);
        }
        SlotBuffer back = null;
        for (Map.Entry<LayoutField, @Nullable Object> each : before.entrySet()) {
            LayoutField field = each.getKey();
            boolean same = data.isVisible(field) && Objects.equals(data.get(field), each.getValue());
            if (same || told.contains(field)) {
                continue;
            }
            back = back == null ? data.takenBack(step) : back;
            if (!back.isVisible(field) || !Objects.equals(back.get(field), each.getValue())) {
                throw undeclared(field);
            }
        }
    }

    private VersionStepException undeclared(LayoutField field) {
        return error(
                (data.isVisible(field) ? "changes '" : "unsets '") + field.name()
                        + "' and nothing brings it back (expected: snapshot.lose(\"" + field.name()
                        + "\", \"...\") in the step, or an @Upgrade(from = \"" + step.to() + "\", to = \"" + step.from()
                        + "\") that restores it)",
                null);
    }

    private VersionStepException error(@Nullable String problem, @Nullable Throwable cause) {
        Map<String, String> details = new LinkedHashMap<>();
        details.put(VersionStepException.TYPE, data.type.name());
        details.put(VersionStepException.STEP, step.method().getName());
        details.put(VersionStepException.FROM, step.from().toString());
        details.put(VersionStepException.TO, step.to().toString());
        return new VersionStepException(
                data.type.name() + "." + step.method().getName() + " (" + step.from() + " -> " + step.to() + "): "
                        + problem,
                details,
                cause);
    }

    private LayoutField field(String name) {
        LayoutField field = step.field(name);
        if (field == null) {
            throw new Misused(named + " has no field " + name + " (expected one of: " + step.fieldNames() + ")");
        }
        return field;
    }

    @Override
    public boolean isSet(String name) {
        LayoutField field = field(name);
        sawTravelling |= data.isSet(field);
        return data.isVisible(field);
    }

    @Override
    public @Nullable Object get(String name) {
        LayoutField field = field(name);
        if (!data.isVisible(field)) {
            throw new Misused(named + "." + name + ": not set (expected: ask isSet first)");
        }
        sawTravelling |= data.isSet(field);
        readChanged |= data.isChanged(field);
        if (step.downgrades() && field.field() != null) {
            data.takenOver |= field.field().bit();
        }
        Object value = data.get(field);
        return field.type().holdsObjects() ? Slots.orphanOf(value) : value;
    }

    @Override
    public long getLong(String name) {
        if (get(name) instanceof Number number) {
            return number.longValue();
        }
        throw new Misused(named + "." + name + ": no number (expected: a number)");
    }

    @Override
    public void set(String name, @Nullable Object value) {
        LayoutField field = field(name);
        if (value == null && !field.nullable()) {
            throw new Misused(named + "." + name + ": null (expected: a value)");
        }
        Object fitting = value == null ? null : fitting(field, value);
        remember(field);
        data.set(field, fitting, sawTravelling);
        if (readChanged) {
            data.markChanged(field);
        }
    }

    private Object fitting(LayoutField field, Object value) {
        ObjectField current = field.field();
        ValueType type = current == null ? field.type() : current.type();
        try {
            return ValueForm.of(type).keep(named + "." + field.name(), value);
        } catch (InvalidValueException unfit) {
            throw new Misused(String.valueOf(unfit.getMessage()));
        }
    }

    @Override
    public void unset(String name) {
        LayoutField field = field(name);
        remember(field);
        data.unset(field);
    }

    /** Only what travels and what the older version has can be lost to its readers by a step. */
    private void remember(LayoutField field) {
        boolean kept = step.older().fields().stream()
                .anyMatch(older -> older.field() != null && older.field().equals(field.field()));
        if (step.downgrades() && kept && data.isSet(field)) {
            before.putIfAbsent(field, data.get(field));
        }
    }

    @Override
    public void lose(String name, String what) {
        LayoutField field = field(name);
        told.add(field);
        if (data.isWhole() || data.isSet(field) || before.containsKey(field)) {
            String shown = field.field() == null ? name : field.field().name();
            losses.add(new Loss(data.type.name(), shown, what));
        }
    }

    /** What a step did wrong, in words that name fields and types only. */
    private static final class Misused extends IllegalArgumentException {
        private static final long serialVersionUID = 1L;

        Misused(String message) {
            super(message);
        }
    }
}
