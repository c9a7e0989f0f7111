package dev.attacca.codec;

import static dev.attacca.codec.CodecCode.ANY;
import static dev.attacca.codec.CodecCode.BASE;
import static dev.attacca.codec.CodecCode.CODEC;
import static dev.attacca.codec.CodecCode.CONSTANT;
import static dev.attacca.codec.CodecCode.IDENTIFIER;
import static dev.attacca.codec.CodecCode.MOMENT;
import static dev.attacca.codec.CodecCode.OBJECT;
import static dev.attacca.codec.CodecCode.OUT;
import static dev.attacca.codec.CodecCode.TEXT;
import static dev.attacca.codec.CodecCode.end;
import static dev.attacca.codec.CodecCode.land;
import static dev.attacca.codec.CodecCode.load;
import static dev.attacca.codec.CodecCode.push;
import static dev.attacca.codec.CodecCode.shared;
import static dev.attacca.codec.CodecCode.unless;

import dev.attacca.object.ObjectField;
import dev.attacca.registry.LayoutField;
import java.util.List;
import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;

/** The methods of a {@link GeneratedCodec} that write. Confined to one thread. */
final class WritingCode {
    private static final String BUFFER = "Ldev/attacca/codec/SlotBuffer;";

    private final CodecCode code;

    WritingCode(CodecCode code) {
        this.code = code;
    }

    void write() {
        // Objects for older readers are brought to their version first.
        if (code.layout.newest()) {
            straight();
        }
        nulls();
        values();
    }

    /** {@link GeneratedCodec#write} of an object that crosses as it is. */
    private void straight() {
        String descriptor = "(" + OUT + OBJECT + "J)V";
        int set = 5;
        int nulls = 7;
        MethodVisitor method = code.method("write", descriptor);
        Label straight = new Label();
        load(method, Opcodes.ALOAD, 0, 1, 2);
        load(method, Opcodes.LLOAD, 3);
        code.inherited(method, "begin", "(" + OUT + OBJECT + "J)Z");
        method.visitJumpInsn(Opcodes.IFNE, straight);
        method.visitInsn(Opcodes.RETURN);
        land(method, straight);
        load(method, Opcodes.ALOAD, 2);
        method.visitMethodInsn(Opcodes.INVOKESTATIC, "dev/attacca/object/Slots", "present", "(" + OBJECT + ")J", false);
        load(method, Opcodes.LLOAD, 3);
        method.visitInsn(Opcodes.LAND);
        method.visitVarInsn(Opcodes.LSTORE, set);
        load(method, Opcodes.ALOAD, 0, 2);
        load(method, Opcodes.LLOAD, set);
        code.inherited(method, "nulls", "(" + OBJECT + "J)J");
        load(method, Opcodes.LLOAD, set);
        method.visitInsn(Opcodes.LAND);
        method.visitVarInsn(Opcodes.LSTORE, nulls);
        load(method, Opcodes.ALOAD, 0, 1, 2);
        load(method, Opcodes.LLOAD, set, nulls);
        code.inherited(method, "header", "(" + OUT + OBJECT + "JJ)V");
        load(method, Opcodes.ALOAD, 0, 1, 2);
        method.visitInsn(Opcodes.ACONST_NULL);
        load(method, Opcodes.LLOAD, set, nulls);
        method.visitInsn(Opcodes.LXOR);
        code.inherited(method, "values", "(" + OUT + OBJECT + BUFFER + "J)V");
        load(method, Opcodes.ALOAD, 1, 2);
        shared(method, "end", "(" + OUT + OBJECT + ")V");
        end(method, Opcodes.RETURN);
    }

    /** {@link GeneratedCodec#nulls}: a test of each field that may be null, where its group has a set one. */
    private void nulls() {
        int mask = 2;
        int object = 4;
        int nulls = 5;
        MethodVisitor method = code.method("nulls", "(" + OBJECT + "J)J");
        method.visitInsn(Opcodes.LCONST_0);
        method.visitVarInsn(Opcodes.LSTORE, nulls);
        cast(method, 1, object, Opcodes.LONG);
        for (List<LayoutField> group : code.groups) {
            List<LayoutField> some =
                    group.stream().filter(WritingCode::mayBeNull).toList();
            if (!some.isEmpty()) {
                Label none = unless(method, mask, some);
                for (LayoutField at : some) {
                    Label given = new Label();
                    code.get(method, object, at);
                    method.visitJumpInsn(Opcodes.IFNONNULL, given);
                    load(method, Opcodes.LLOAD, nulls);
                    method.visitLdcInsn(1L << at.bit());
                    method.visitInsn(Opcodes.LOR);
                    method.visitVarInsn(Opcodes.LSTORE, nulls);
                    land(method, given);
                }
                land(method, none);
            }
        }
        load(method, Opcodes.LLOAD, nulls);
        end(method, Opcodes.LRETURN);
    }

    private static boolean mayBeNull(LayoutField at) {
        ObjectField field = at.field();
        return field != null && !field.primitive() && (field.nullable() || at.nullable());
    }

    /** {@link GeneratedCodec#values}: a test and a call for each field. */
    private void values() {
        int edited = 3;
        int mask = 4;
        int object = 6;
        MethodVisitor method = code.method("values", "(" + OUT + OBJECT + BUFFER + "J)V");
        cast(method, 2, object);
        for (List<LayoutField> group : code.groups) {
            Label none = unless(method, mask, group);
            for (LayoutField at : group) {
                Label absent = unless(method, mask, at);
                value(method, at, object, edited);
                land(method, absent);
            }
            land(method, none);
        }
        end(method, Opcodes.RETURN);
    }

    private void value(MethodVisitor method, LayoutField at, int object, int edited) {
        switch (FieldWay.of(at)) {
            case INT -> number(method, at, object, true);
            case LONG -> number(method, at, object, false);
            case NARROWED -> value(method, at, object, "narrowed", "(" + OUT + "IJ)V");
            case DOUBLE -> primitive(method, at, object, "real", "(" + OUT + "D)V");
            case BOOLEAN -> primitive(method, at, object, "flag", "(" + OUT + "Z)V");
            case TEXT -> value(method, at, object, "text", "(" + OUT + "I" + TEXT + ")V");
            case IDENTIFIER -> value(method, at, object, "identifier", "(" + OUT + "I" + IDENTIFIER + ")V");
            case MOMENT -> value(method, at, object, "moment", "(" + OUT + "I" + MOMENT + ")V");
            case CONSTANT -> value(method, at, object, "constant", "(" + OUT + "I" + CONSTANT + ")V");
            case NESTED -> nested(method, at, object);
            case OTHER -> value(method, at, object, "other", "(" + OUT + "I" + ANY + ")V");
            case APART -> apart(method, at, edited);
        }
    }

    /** {@code number(out, object.field)}. */
    private void number(MethodVisitor method, LayoutField at, int object, boolean isInt) {
        load(method, Opcodes.ALOAD, 1);
        code.get(method, object, at);
        if (isInt) {
            method.visitInsn(Opcodes.I2L);
        }
        shared(method, "number", "(" + OUT + "J)V");
    }

    /** {@code way(out, object.field)}. */
    private void primitive(MethodVisitor method, LayoutField at, int object, String way, String descriptor) {
        load(method, Opcodes.ALOAD, 1);
        code.get(method, object, at);
        shared(method, way, descriptor);
    }

    /** {@code this.way(out, bit, object.field)}. */
    private void value(MethodVisitor method, LayoutField at, int object, String way, String descriptor) {
        load(method, Opcodes.ALOAD, 0, 1);
        push(method, at.bit());
        code.get(method, object, at);
        code.inherited(method, way, descriptor);
    }

    /** {@code nested.write(out, given(bit, object.field), -1)}. */
    private void nested(MethodVisitor method, LayoutField at, int object) {
        code.nested(method, at, "(" + OUT + "I)" + CODEC);
        load(method, Opcodes.ALOAD, 1, 0);
        push(method, at.bit());
        code.get(method, object, at);
        code.inherited(method, "given", "(I" + OBJECT + ")" + OBJECT);
        method.visitLdcInsn(-1L);
        method.visitMethodInsn(Opcodes.INVOKEVIRTUAL, BASE, "write", "(" + OUT + OBJECT + "J)V", false);
    }

    /** {@code this.apart(out, bit, holder, edited)}. */
    private void apart(MethodVisitor method, LayoutField at, int edited) {
        load(method, Opcodes.ALOAD, 0, 1);
        push(method, at.bit());
        load(method, Opcodes.ALOAD, 2, edited);
        code.inherited(method, "apart", "(" + OUT + "I" + OBJECT + BUFFER + ")V");
    }

    private void cast(MethodVisitor method, int from, int to, Object... further) {
        load(method, Opcodes.ALOAD, from);
        method.visitTypeInsn(Opcodes.CHECKCAST, code.holder);
        method.visitVarInsn(Opcodes.ASTORE, to);
        Object[] locals = new Object[1 + further.length];
        locals[0] = code.holder;
        System.arraycopy(further, 0, locals, 1, further.length);
        method.visitFrame(Opcodes.F_APPEND, locals.length, locals, 0, null);
    }
}
