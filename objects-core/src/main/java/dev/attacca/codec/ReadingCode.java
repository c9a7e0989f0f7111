package dev.attacca.codec;

import static dev.attacca.codec.CodecCode.ANY;
import static dev.attacca.codec.CodecCode.BASE;
import static dev.attacca.codec.CodecCode.CODEC;
import static dev.attacca.codec.CodecCode.CONSTANT;
import static dev.attacca.codec.CodecCode.IDENTIFIER;
import static dev.attacca.codec.CodecCode.IN;
import static dev.attacca.codec.CodecCode.MOMENT;
import static dev.attacca.codec.CodecCode.OBJECT;
import static dev.attacca.codec.CodecCode.TEXT;
import static dev.attacca.codec.CodecCode.end;
import static dev.attacca.codec.CodecCode.kept;
import static dev.attacca.codec.CodecCode.land;
import static dev.attacca.codec.CodecCode.load;
import static dev.attacca.codec.CodecCode.push;
import static dev.attacca.codec.CodecCode.shared;
import static dev.attacca.codec.CodecCode.unless;

import dev.attacca.registry.LayoutField;
import java.util.ArrayList;
import java.util.List;
import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;

/**
 * The method of a {@link GeneratedCodec} that reads. Each value is put into the new object at once, so that what is not set costs
 * nothing; nobody knows an object of which a value could not be read. Confined to one thread.
 */
final class ReadingCode {
    private static final String VERSION = "Ldev/attacca/version/Version;";
    private static final String FAILURE = "java/lang/RuntimeException";

    private static final int SHAPE = 2;
    private static final int DATA = 3;
    private static final int SET = 4;
    private static final int CHANGED = 6;
    private static final int NULLS = 8;
    /** The fields whose values are there, in place of the nulls, which are known by then. */
    private static final int GIVEN = NULLS;
    /** The field that is read. */
    private static final int READING = 10;

    /** The object that is filled. */
    private static final int MADE = 11;

    private final CodecCode code;
    private final MethodVisitor method;
    /** The types of the locals, as frames tell them. */
    private final List<Object> types = new ArrayList<>();

    ReadingCode(CodecCode code) {
        this.code = code;
        this.method = code.method("read", "(" + IN + ")" + OBJECT);
        types.addAll(List.of(
                code.name(),
                "dev/attacca/codec/WireInput",
                Opcodes.INTEGER,
                "dev/attacca/version/Version",
                Opcodes.LONG,
                Opcodes.LONG,
                Opcodes.LONG));
    }

    void read() {
        header();
        object();
        values();
        made();
        end(method, Opcodes.ARETURN);
    }

    private void header() {
        load(method, Opcodes.ALOAD, 0, 1);
        code.inherited(method, "begin", "(" + IN + ")I");
        method.visitVarInsn(Opcodes.ISTORE, SHAPE);
        Label whole = new Label();
        load(method, Opcodes.ILOAD, SHAPE);
        method.visitJumpInsn(Opcodes.IFGE, whole);
        load(method, Opcodes.ALOAD, 0, 1);
        load(method, Opcodes.ILOAD, SHAPE);
        code.inherited(method, "again", "(" + IN + "I)" + OBJECT);
        method.visitInsn(Opcodes.ARETURN);
        method.visitLabel(whole);
        method.visitFrame(Opcodes.F_APPEND, 1, new Object[] {Opcodes.INTEGER}, 0, null);
        load(method, Opcodes.ALOAD, 0, 1);
        load(method, Opcodes.ILOAD, SHAPE);
        code.inherited(method, "version", "(" + IN + "I)" + VERSION);
        method.visitVarInsn(Opcodes.ASTORE, DATA);
        mask("set", "(" + IN + "I)J", SET);
        mask("changed", "(" + IN + "IJ)J", CHANGED, SET);
        mask("nulls", "(" + IN + "IJJ)J", NULLS, SET, CHANGED);
        Label straight = new Label();
        load(method, Opcodes.ALOAD, 0);
        load(method, Opcodes.LLOAD, CHANGED);
        code.inherited(method, "takesSteps", "(J)Z");
        method.visitJumpInsn(Opcodes.IFEQ, straight);
        load(method, Opcodes.ALOAD, 0, 1, DATA);
        load(method, Opcodes.LLOAD, SET, CHANGED, NULLS);
        code.inherited(method, "steps", "(" + IN + VERSION + "JJJ)" + OBJECT);
        method.visitInsn(Opcodes.ARETURN);
        method.visitLabel(straight);
        frame();
        load(method, Opcodes.LLOAD, SET, NULLS);
        method.visitInsn(Opcodes.LXOR);
        method.visitVarInsn(Opcodes.LSTORE, GIVEN);
    }

    /** {@code into = this.called(in, shape, before...)}. */
    private void mask(String called, String descriptor, int into, int... before) {
        load(method, Opcodes.ALOAD, 0, 1);
        load(method, Opcodes.ILOAD, SHAPE);
        load(method, Opcodes.LLOAD, before);
        code.inherited(method, called, descriptor);
        method.visitVarInsn(Opcodes.LSTORE, into);
    }

    private void frame(Object... stack) {
        method.visitFrame(Opcodes.F_FULL, types.size(), types.toArray(), stack.length, stack);
    }

    /** {@code object = new Holder()}. */
    private void object() {
        push(method, 0);
        method.visitVarInsn(Opcodes.ISTORE, READING);
        method.visitTypeInsn(Opcodes.NEW, code.holder);
        method.visitInsn(Opcodes.DUP);
        method.visitMethodInsn(Opcodes.INVOKESPECIAL, code.holder, "<init>", "()V", false);
        method.visitVarInsn(Opcodes.ASTORE, MADE);
        types.add(Opcodes.INTEGER);
        types.add(code.holder);
    }

    private void values() {
        if (code.groups.isEmpty()) {
            return;
        }
        Label start = new Label();
        Label stop = new Label();
        Label failed = new Label();
        Label done = new Label();
        method.visitTryCatchBlock(start, stop, failed, FAILURE);
        method.visitLabel(start);
        frame();
        for (List<LayoutField> group : code.groups) {
            Label none = unless(method, GIVEN, group);
            for (LayoutField at : group) {
                Label absent = unless(method, GIVEN, at);
                push(method, at.bit());
                method.visitVarInsn(Opcodes.ISTORE, READING);
                value(at);
                keep(at);
                land(method, absent);
            }
            land(method, none);
        }
        method.visitLabel(stop);
        method.visitJumpInsn(Opcodes.GOTO, done);
        method.visitLabel(failed);
        frame(FAILURE);
        load(method, Opcodes.ALOAD, 0);
        method.visitInsn(Opcodes.SWAP);
        load(method, Opcodes.ILOAD, READING);
        code.inherited(method, "failed", "(L" + FAILURE + ";I)L" + FAILURE + ";");
        method.visitInsn(Opcodes.ATHROW);
        method.visitLabel(done);
        frame();
    }

    /** {@code object.field = value}. */
    private void keep(LayoutField at) {
        Type kept = kept(at);
        if (kept == null) {
            method.visitInsn(Opcodes.POP);
            return;
        }
        load(method, Opcodes.ALOAD, MADE);
        if (kept.getSize() == 2) {
            method.visitInsn(Opcodes.DUP_X2);
            method.visitInsn(Opcodes.POP);
        } else {
            method.visitInsn(Opcodes.SWAP);
        }
        code.put(method, at);
    }

    private void value(LayoutField at) {
        switch (FieldWay.of(at)) {
            case INT -> plain("integer", "(" + IN + ")I");
            case LONG -> plain("number", "(" + IN + ")J");
            case NARROWED -> {
                plain("integer", "(" + IN + ")I");
                method.visitInsn(Opcodes.I2L);
            }
            case DOUBLE -> plain("real", "(" + IN + ")D");
            case BOOLEAN -> plain("flag", "(" + IN + ")Z");
            case TEXT -> plain("text", "(" + IN + ")" + TEXT);
            case IDENTIFIER -> plain("identifier", "(" + IN + ")" + IDENTIFIER);
            case MOMENT -> plain("moment", "(" + IN + ")" + MOMENT);
            case CONSTANT -> byField(at, "constant", "(" + IN + "I)" + CONSTANT);
            case NESTED -> nested(at);
            case OTHER, APART -> byField(at, "other", "(" + IN + "I)" + ANY);
        }
    }

    /** {@code way(in)}. */
    private void plain(String way, String descriptor) {
        load(method, Opcodes.ALOAD, 1);
        shared(method, way, descriptor);
    }

    /** {@code this.way(in, bit)}. */
    private void byField(LayoutField at, String way, String descriptor) {
        load(method, Opcodes.ALOAD, 0, 1);
        push(method, at.bit());
        code.inherited(method, way, descriptor);
        cast(at);
    }

    /** {@code nested.read(in)}. */
    private void nested(LayoutField at) {
        code.nested(method, at, "(" + IN + "I)" + CODEC);
        load(method, Opcodes.ALOAD, 1);
        method.visitMethodInsn(Opcodes.INVOKEVIRTUAL, BASE, "read", "(" + IN + ")" + OBJECT, false);
        cast(at);
    }

    private void cast(LayoutField at) {
        Type kept = kept(at);
        if (kept != null) {
            method.visitTypeInsn(Opcodes.CHECKCAST, kept.getInternalName());
        }
    }

    /** {@code this.made(in, object, ...)}. */
    private void made() {
        load(method, Opcodes.ALOAD, 0, 1, MADE, DATA);
        load(method, Opcodes.LLOAD, SET, CHANGED);
        code.inherited(method, "made", "(" + IN + OBJECT + VERSION + "JJ)" + OBJECT);
    }
}
