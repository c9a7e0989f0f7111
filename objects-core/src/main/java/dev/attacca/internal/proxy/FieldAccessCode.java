package dev.attacca.internal.proxy;

import dev.attacca.object.GeneratedCalls;
import dev.attacca.object.ObjectField;
import dev.attacca.object.TrackedFields;
import dev.attacca.object.ValueForm;
import dev.attacca.object.ValueType;
import java.lang.reflect.Method;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;

/**
 * The part of a generated subclass that keeps values: a field {@code f<index>} of the declared type for each tracked field,
 * its accessors, and access by position. Confined to one thread.
 *
 * <p>Accessors compare and store by themselves, so that a write costs hardly more than that of a plain field; whatever is
 * limited, takes another form, is null or has to be fetched is left to {@link TrackedFields}.
 */
final class FieldAccessCode {
    private static final String TRACKED = Type.getDescriptor(TrackedFields.class);

    /** So many fields are passed over by one test where none of them is copied. */
    private static final int GROUP = 8;

    private static final Type OBJECT = Type.getType(Object.class);

    private final ClassWriter code;
    private final String parent;
    private final String owner;
    private final List<ObjectField> fields;
    private final String[] names;
    private final Type[] kept;

    FieldAccessCode(ClassWriter code, String parent, String owner, List<ObjectField> fields) {
        this.code = code;
        this.parent = parent;
        this.owner = owner;
        this.fields = fields;
        this.names = new String[fields.size()];
        this.kept = new Type[fields.size()];
        for (ObjectField field : fields) {
            names[field.index()] = "f" + field.index();
            kept[field.index()] = Type.getType(field.keptType());
        }
    }

    /** Adds the fields, their accessors and what those use who carry objects of any class. */
    void write() {
        fields.forEach(this::field);
        byPosition();
    }

    private void field(ObjectField field) {
        code.visitField(0, name(field), kept(field).getDescriptor(), null, null).visitEnd();
        getter(field);
        Method setter = field.setter();
        if (setter != null) {
            setter(field, setter);
        }
    }

    private String name(ObjectField field) {
        return names[field.index()];
    }

    private Type kept(ObjectField field) {
        return kept[field.index()];
    }

    // ---- accessors

    private void getter(ObjectField field) {
        MethodVisitor method = SubclassCode.override(code, field.getter());
        Label isSet = new Label();
        tracked(method, "attaccaIsSet", field.bit());
        method.visitJumpInsn(Opcodes.IFNE, isSet);
        method.visitVarInsn(Opcodes.ALOAD, 0);
        SubclassCode.push(method, field.index());
        call(method, "attaccaFetch", "(I)V");
        PositionSwitch.land(method, isSet);
        load(method, field);
        if (field.getter().getReturnType() == byte[].class) {
            method.visitMethodInsn(
                    Opcodes.INVOKESTATIC,
                    Type.getInternalName(GeneratedCalls.class),
                    "array",
                    "(" + kept(field) + ")[B",
                    false);
        }
        SubclassCode.end(method, Type.getType(field.getter().getReturnType()).getOpcode(Opcodes.IRETURN));
    }

    private void setter(ObjectField field, Method setter) {
        MethodVisitor method = SubclassCode.override(code, setter);
        boolean limited = field.limits() != null;
        if (field.primitive() && limited) {
            method.visitVarInsn(Opcodes.ALOAD, 0);
            SubclassCode.push(method, field.index());
            argument(method, field);
            toBits(method, kept(field));
            call(method, "attaccaSetLimited", "(IJ)V");
        } else if (field.primitive()) {
            direct(method, field);
        } else if (limited || !ValueForm.of(field.type()).isAsIs() || !declares(setter, field)) {
            method.visitVarInsn(Opcodes.ALOAD, 0);
            SubclassCode.push(method, field.index());
            argument(method, field);
            call(method, "attaccaSetReference", "(ILjava/lang/Object;)V");
        } else {
            Label given = new Label();
            argument(method, field);
            method.visitJumpInsn(Opcodes.IFNONNULL, given);
            method.visitVarInsn(Opcodes.ALOAD, 0);
            SubclassCode.push(method, field.index());
            call(method, "attaccaSetNull", "(I)V");
            method.visitInsn(Opcodes.RETURN);
            PositionSwitch.land(method, given);
            direct(method, field);
        }
        SubclassCode.end(method, Opcodes.RETURN);
    }

    /** Whether the setter takes the field's own type: of a type variable, its bound. */
    private static boolean declares(Method setter, ObjectField field) {
        return setter.getParameterTypes()[0] == field.keptType();
    }

    /** A field that is changed takes any value; one that is set takes only another value than it has. */
    private void direct(MethodVisitor method, ObjectField field) {
        Label mark = new Label();
        Label store = new Label();
        Label same = new Label();
        tracked(method, "attaccaIsChanged", field.bit());
        method.visitJumpInsn(Opcodes.IFNE, store);
        tracked(method, "attaccaIsSet", field.bit());
        method.visitJumpInsn(Opcodes.IFEQ, mark);
        unlessDifferent(method, field, same);
        PositionSwitch.land(method, mark);
        tracked(method, "attaccaMark", field.bit());
        PositionSwitch.land(method, store);
        method.visitVarInsn(Opcodes.ALOAD, 0);
        argument(method, field);
        put(method, field);
        PositionSwitch.land(method, same);
    }

    private void unlessDifferent(MethodVisitor method, ObjectField field, Label same) {
        boolean identity = field.type() instanceof ValueType.ObjectValue || field.type() instanceof ValueType.EnumValue;
        boolean wide = kept(field).getSize() == 2;
        argument(method, field);
        if (wide) {
            toBits(method, kept(field));
        }
        load(method, field);
        if (wide) {
            toBits(method, kept(field));
        }
        if (!field.primitive() && !identity) {
            boolean text = field.type() == ValueType.Scalar.STRING;
            method.visitMethodInsn(
                    Opcodes.INVOKEVIRTUAL,
                    text ? "java/lang/String" : OBJECT.getInternalName(),
                    "equals",
                    "(Ljava/lang/Object;)Z",
                    false);
            method.visitJumpInsn(Opcodes.IFNE, same);
        } else if (wide) {
            method.visitInsn(Opcodes.LCMP);
            method.visitJumpInsn(Opcodes.IFEQ, same);
        } else {
            method.visitJumpInsn(field.primitive() ? Opcodes.IF_ICMPEQ : Opcodes.IF_ACMPEQ, same);
        }
    }

    // ---- access by position

    private void byPosition() {
        take();
        List<ObjectField> primitives =
                fields.stream().filter(ObjectField::primitive).toList();
        List<ObjectField> references =
                fields.stream().filter(Predicate.not(ObjectField::primitive)).toList();
        choose("attaccaBits", "(I)J", primitives, (method, field) -> {
            load(method, field);
            toBits(method, kept(field));
        });
        choose("attaccaBits", "(IJ)V", primitives, (method, field) -> {
            method.visitVarInsn(Opcodes.ALOAD, 0);
            method.visitVarInsn(Opcodes.LLOAD, 2);
            fromBits(method, kept(field));
            put(method, field);
        });
        choose("attaccaReference", "(I)Ljava/lang/Object;", references, this::load);
        choose("attaccaReference", "(ILjava/lang/Object;)V", references, (method, field) -> {
            method.visitVarInsn(Opcodes.ALOAD, 0);
            method.visitVarInsn(Opcodes.ALOAD, 2);
            method.visitTypeInsn(Opcodes.CHECKCAST, kept(field).getInternalName());
            put(method, field);
        });
    }

    /** Takes the fields of a group together, where the mask has any of them. */
    private void take() {
        int mask = 2;
        int other = 4;
        MethodVisitor method = method("attaccaTake", "(" + TRACKED + "J)V");
        method.visitVarInsn(Opcodes.ALOAD, 1);
        method.visitTypeInsn(Opcodes.CHECKCAST, owner);
        method.visitVarInsn(Opcodes.ASTORE, other);
        method.visitFrame(Opcodes.F_APPEND, 1, new Object[] {owner}, 0, null);
        for (int first = 0; first < fields.size(); first += GROUP) {
            Label none = new Label();
            method.visitVarInsn(Opcodes.LLOAD, mask);
            method.visitLdcInsn(((1L << GROUP) - 1) << first);
            method.visitInsn(Opcodes.LAND);
            method.visitInsn(Opcodes.LCONST_0);
            method.visitInsn(Opcodes.LCMP);
            method.visitJumpInsn(Opcodes.IFEQ, none);
            for (ObjectField field : fields.subList(first, Math.min(first + GROUP, fields.size()))) {
                method.visitVarInsn(Opcodes.ALOAD, 0);
                method.visitVarInsn(Opcodes.ALOAD, other);
                method.visitFieldInsn(
                        Opcodes.GETFIELD, owner, name(field), kept(field).getDescriptor());
                put(method, field);
            }
            PositionSwitch.land(method, none);
        }
        SubclassCode.end(method, Opcodes.RETURN);
    }

    private MethodVisitor method(String name, String descriptor) {
        MethodVisitor method = code.visitMethod(Opcodes.ACC_PROTECTED, name, descriptor, null, null);
        method.visitCode();
        return method;
    }

    private void choose(
            String called, String descriptor, List<ObjectField> chosen, BiConsumer<MethodVisitor, ObjectField> each) {
        new PositionSwitch(parent, called, descriptor)
                .write(
                        code,
                        chosen.stream().map(ObjectField::index).toList(),
                        (method, i) -> each.accept(method, chosen.get(i)));
    }

    // ---- instructions

    private void tracked(MethodVisitor method, String called, long bit) {
        method.visitVarInsn(Opcodes.ALOAD, 0);
        method.visitLdcInsn(bit);
        call(method, called, called.equals("attaccaMark") ? "(J)V" : "(J)Z");
    }

    private void call(MethodVisitor method, String called, String descriptor) {
        method.visitMethodInsn(Opcodes.INVOKEVIRTUAL, owner, called, descriptor, false);
    }

    private void load(MethodVisitor method, ObjectField field) {
        method.visitVarInsn(Opcodes.ALOAD, 0);
        method.visitFieldInsn(Opcodes.GETFIELD, owner, name(field), kept(field).getDescriptor());
    }

    private void put(MethodVisitor method, ObjectField field) {
        method.visitFieldInsn(Opcodes.PUTFIELD, owner, name(field), kept(field).getDescriptor());
    }

    private void argument(MethodVisitor method, ObjectField field) {
        method.visitVarInsn(kept(field).getOpcode(Opcodes.ILOAD), 1);
    }

    private static void toBits(MethodVisitor method, Type from) {
        if (from.getSort() == Type.DOUBLE) {
            method.visitMethodInsn(Opcodes.INVOKESTATIC, "java/lang/Double", "doubleToRawLongBits", "(D)J", false);
        } else if (from.getSize() == 1) {
            method.visitInsn(Opcodes.I2L);
        }
    }

    private static void fromBits(MethodVisitor method, Type to) {
        if (to.getSort() == Type.DOUBLE) {
            method.visitMethodInsn(Opcodes.INVOKESTATIC, "java/lang/Double", "longBitsToDouble", "(J)D", false);
        } else if (to.getSize() == 1) {
            method.visitInsn(Opcodes.L2I);
        }
    }
}
