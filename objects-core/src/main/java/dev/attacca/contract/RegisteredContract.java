package dev.attacca.contract;

import dev.attacca.annotation.Added;
import dev.attacca.annotation.Default;
import dev.attacca.annotation.Remotable.Sends;
import dev.attacca.object.FieldLimits;
import dev.attacca.object.ObjectField;
import dev.attacca.object.ObjectType;
import dev.attacca.object.RemotableMethod;
import dev.attacca.object.ValueLimit;
import dev.attacca.object.ValueType;
import dev.attacca.registry.EnumFallbacks;
import dev.attacca.registry.Layout;
import dev.attacca.registry.LayoutField;
import dev.attacca.registry.ObjectRegistry;
import dev.attacca.registry.TypeHistory;
import dev.attacca.version.Version;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads the contract of registered classes. The past comes from the derived layouts, which are what peers are served. */
final class RegisteredContract {
    private final ObjectRegistry registry;
    private final Map<String, ValueType.EnumValue> enums = new TreeMap<>();

    RegisteredContract(ObjectRegistry registry) {
        this.registry = registry;
    }

    ObjectsLock lock() {
        List<LockedType> types = registry.types().stream().map(this::read).toList();
        return new ObjectsLock(
                enums.values().stream().map(RegisteredContract::read).toList(),
                RegisteredErrors.read(registry.errors()),
                types);
    }

    /** The enums that the classes hold, by simple name. */
    Map<String, ValueType.EnumValue> enums() {
        return enums;
    }

    private LockedType read(ObjectType<?> type) {
        TypeHistory history = registry.history(type);
        List<RemotableMethod> queries = type.queryType() == null
                ? List.of()
                : registry.queryType(type.queryType()).remotables();
        return new LockedType(
                type.name(),
                type.version(),
                supertype(type),
                type.fields().stream().map(field -> field(field, history)).toList(),
                removed(history),
                history.layouts().get(0).downgrades().stream()
                        .map(step -> new LockedType.Step(step.from(), step.to(), step.loses()))
                        .toList(),
                methods(type.remotables()),
                methods(queries));
    }

    /** The registered class that it may stand for where that one is polymorphic. */
    private Facts supertype(ObjectType<?> type) {
        for (Class<?> at = type.javaType().getSuperclass(); at != null; at = at.getSuperclass()) {
            for (ObjectType<?> other : registry.types()) {
                if (other.javaType() == at) {
                    return Facts.of(
                            List.of(new Fact(Fact.Kind.EXTENDS, other.key().toString())));
                }
            }
        }
        return Facts.NONE;
    }

    private LockedField field(ObjectField field, TypeHistory history) {
        collect(field.type());
        List<Fact> facts = new ArrayList<>();
        flag(facts, Fact.Kind.KEY, field.key());
        flag(facts, Fact.Kind.ROW_VERSION, field.rowVersion());
        flag(facts, Fact.Kind.READ_ONLY, field.setter() == null);
        flag(facts, Fact.Kind.SENSITIVE, field.sensitive());
        flag(facts, Fact.Kind.LAZY, field.loader() != null);
        limits(facts, field);
        Default byDefault = field.getter().getAnnotation(Default.class);
        if (byDefault != null) {
            facts.add(new Fact(Fact.Kind.DEFAULT, byDefault.value()));
        }
        past(facts, field, history);
        return new LockedField(field.name(), field.type().toString(), field.nullable(), Facts.of(facts));
    }

    private static void limits(List<Fact> facts, ObjectField field) {
        FieldLimits limits = field.limits();
        if (limits == null) {
            return;
        }
        flag(facts, Fact.Kind.WRITE_ONCE, limits.writeOnce());
        for (ValueLimit limit : limits.values()) {
            if (limit instanceof ValueLimit.Range range) {
                number(facts, Fact.Kind.MIN, range.min(), Long.MIN_VALUE);
                number(facts, Fact.Kind.MAX, range.max(), Long.MAX_VALUE);
            } else if (limit instanceof ValueLimit.Length length) {
                long most = length.max() == Integer.MAX_VALUE ? Long.MAX_VALUE : length.max();
                facts.add(new Fact(Fact.Kind.LENGTH, new LimitRules.Range(length.min(), most).toString()));
            } else if (limit instanceof ValueLimit.Form form) {
                facts.add(new Fact(Fact.Kind.MATCHES, form.pattern().pattern()));
            }
        }
        if (limits.transitions() != null) {
            limits.transitions()
                    .forEach((state, next) -> facts.add(new Fact(
                            Fact.Kind.TRANSITIONS,
                            state.name() + "->"
                                    + next.stream().map(Enum::name).sorted().collect(Collectors.joining("|")))));
        }
    }

    private static void number(List<Fact> facts, Fact.Kind kind, long number, long none) {
        if (number != none) {
            facts.add(new Fact(kind, Long.toString(number)));
        }
    }

    private static void flag(List<Fact> facts, Fact.Kind kind, boolean holds) {
        if (holds) {
            facts.add(Fact.flag(kind));
        }
    }

    private static void past(List<Fact> facts, ObjectField field, TypeHistory history) {
        LayoutField before = null;
        for (Layout layout : history.layouts()) {
            LayoutField here = in(layout, field);
            if (here == null) {
                continue;
            }
            if (before == null && layout != history.layouts().get(0)) {
                facts.add(new Fact(Fact.Kind.SINCE, layout.version().toString()));
            }
            if (before != null && !before.name().equals(here.name())) {
                facts.add(until(Fact.Kind.NAMED, before.name(), layout.version()));
            }
            if (before != null && !before.type().toString().equals(here.type().toString())) {
                facts.add(until(Fact.Kind.TYPED, before.type().toString(), layout.version()));
            }
            if (before != null && before.nullable() != here.nullable()) {
                Fact.Kind kind = before.nullable() ? Fact.Kind.NULLABLE : Fact.Kind.NOT_NULL;
                facts.add(new Fact(kind, LockedField.Past.UNTIL + layout.version()));
            }
            before = here;
        }
    }

    private static Fact until(Fact.Kind kind, String what, Version version) {
        return new Fact(kind, new LockedField.Past(what, version).toString());
    }

    private static @Nullable LayoutField in(Layout layout, ObjectField field) {
        for (LayoutField each : layout.fields()) {
            if (field.equals(each.field())) {
                return each;
            }
        }
        return null;
    }

    private List<LockedField> removed(TypeHistory history) {
        Map<String, LockedField> removed = new TreeMap<>();
        for (Layout layout : history.layouts()) {
            for (LayoutField field : layout.fields()) {
                LayoutField.Gone gone = field.gone();
                if (gone != null) {
                    collect(field.type());
                    boolean fromStart = layout == history.layouts().get(0);
                    removed.computeIfAbsent(
                            field.name() + " " + gone.in(),
                            key -> gone(field, gone, fromStart ? null : layout.version()));
                }
            }
        }
        return List.copyOf(removed.values());
    }

    private static LockedField gone(LayoutField field, LayoutField.Gone gone, @Nullable Version since) {
        List<Fact> facts = new ArrayList<>();
        flag(facts, Fact.Kind.SENSITIVE, gone.sensitive());
        if (since != null) {
            facts.add(new Fact(Fact.Kind.SINCE, since.toString()));
        }
        facts.add(new Fact(Fact.Kind.GONE, gone.in().toString()));
        return new LockedField(field.name(), field.type().toString(), field.nullable(), Facts.of(facts));
    }

    private List<LockedMethod> methods(List<RemotableMethod> remotables) {
        return remotables.stream()
                .sorted(Comparator.comparing(RemotableMethod::signature))
                .map(this::method)
                .toList();
    }

    private LockedMethod method(RemotableMethod remotable) {
        List<LockedMethod.Argument> arguments = new ArrayList<>();
        for (int i = 0; i < remotable.parameters().size(); i++) {
            ValueType type = remotable.parameters().get(i);
            collect(type);
            arguments.add(new LockedMethod.Argument(
                    remotable.parameterNames().get(i),
                    type.toString(),
                    remotable.nullableParameters().get(i)));
        }
        ValueType result = remotable.result();
        collect(result);
        List<Fact> facts = new ArrayList<>();
        flag(facts, Fact.Kind.READ_ONLY, remotable.readOnly());
        if (remotable.sends() != Sends.EVERYTHING_SET) {
            facts.add(new Fact(
                    Fact.Kind.SENDS,
                    remotable.sends().name().toLowerCase(Locale.ROOT).replace('_', '-')));
        }
        if (remotable.maxResults() > 0) {
            facts.add(new Fact(Fact.Kind.MOST_RESULTS, Integer.toString(remotable.maxResults())));
        }
        if (remotable.since().minor() > 0) {
            facts.add(new Fact(Fact.Kind.SINCE, remotable.since().shape().toString()));
        }
        return new LockedMethod(
                remotable.name(),
                List.copyOf(arguments),
                result == null ? null : new LockedMethod.Result(result.toString(), remotable.resultNullable()),
                Facts.of(facts));
    }

    private void collect(@Nullable ValueType type) {
        if (type instanceof ValueType.EnumValue enumType) {
            enums.put(enumType.javaType().getSimpleName(), enumType);
        } else if (type != null) {
            type.parts().forEach(this::collect);
        }
    }

    private static LockedEnum read(ValueType.EnumValue type) {
        List<LockedEnum.Constant> constants = new ArrayList<>();
        for (String name : type.constants()) {
            List<Fact> facts = new ArrayList<>();
            String fallback = EnumFallbacks.of(type, name);
            if (fallback != null) {
                facts.add(new Fact(Fact.Kind.FALLBACK, fallback));
                facts.add(new Fact(Fact.Kind.SINCE, added(type, name).in()));
            }
            constants.add(new LockedEnum.Constant(name, Facts.of(facts)));
        }
        constants.sort(Comparator.comparing(LockedEnum.Constant::name));
        return new LockedEnum(type.javaType().getSimpleName(), List.copyOf(constants));
    }

    private static Added added(ValueType.EnumValue type, String constant) {
        try {
            return java.util.Objects.requireNonNull(
                    type.javaType().getField(constant).getAnnotation(Added.class));
        } catch (NoSuchFieldException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
