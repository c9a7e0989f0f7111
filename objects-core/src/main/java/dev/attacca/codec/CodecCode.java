package dev.attacca.codec;

import dev.attacca.object.ObjectField;
import dev.attacca.registry.Layout;
import dev.attacca.registry.LayoutField;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of one layout's {@link GeneratedCodec}, and what its methods are put together from. With at most 64 fields a method
 * stays far below the 8,000 bytes up to which the JVM compiles one. Confined to one thread.
 */
final class CodecCode {
    // Written out, so that descriptors are put together by the compiler: it takes a JVM longer to do that at run time
    // than
    // to write the class.
    static final String BASE = "dev/attacca/codec/GeneratedCodec";
    static final String CODEC = "L" + BASE + ";";
    static final String OBJECT = "Ldev/attacca/object/VersionedObject;";
    static final String IN = "Ldev/attacca/codec/WireInput;";
    static final String OUT = "Ldev/attacca/codec/WireOutput;";
    static final String ANY = "Ljava/lang/Object;";
    static final String TEXT = "Ljava/lang/String;";
    static final String IDENTIFIER = "Ljava/util/UUID;";
    static final String MOMENT = "Ljava/time/Instant;";
    static final String CONSTANT = "Ljava/lang/Enum;";

    /** So many fields are passed over by one test where none of them is set. */
    private static final int GROUP = 8;

    final Layout layout;
    /** The fields in the order of their values, in groups that code for all fields tests first. */
    final List<List<LayoutField>> groups = new ArrayList<>();
    /** The class that keeps the values. */
    final String holder;

    private final String name;
    private final ClassWriter code = new ClassWriter(ClassWriter.COMPUTE_MAXS);

    private CodecCode(Layout layout, Class<?> holder) {
        this.layout = layout;
        List<LayoutField> ordered = new ArrayList<>();
        for (int bit : FieldOrder.bits(layout.fields())) {
            ordered.add(layout.fields().get(bit));
        }
        for (int first = 0; first < ordered.size(); first += GROUP) {
            groups.add(ordered.subList(first, Math.min(first + GROUP, ordered.size())));
        }
        this.holder = Type.getInternalName(holder);
        this.name = this.holder.concat("Codec");
    }

    /**
     * The bytes of the class.
     *
     * @param holder the generated subclass of the domain class
     */
    static byte[] of(Layout layout, Class<?> holder) {
        CodecCode code = new CodecCode(layout, holder);
        code.begin();
        new WritingCode(code).write();
        new ReadingCode(code).read();
        code.code.visitEnd();
        return code.code.toByteArray();
    }

    /** The class's own name. */
    String name() {
        return name;
    }

    private void begin() {
        code.visit(Opcodes.V17, Opcodes.ACC_FINAL | Opcodes.ACC_SUPER | Opcodes.ACC_SYNTHETIC, name, null, BASE, null);
        for (LayoutField at : layout.fields()) {
            if (FieldWay.of(at) == FieldWay.NESTED) {
                code.visitField(Opcodes.ACC_PRIVATE, nestedCodec(at), CODEC, null, null)
                        .visitEnd();
            }
        }
        String descriptor = "(Ldev/attacca/codec/ObjectCodec;)V";
        MethodVisitor method = method("<init>", descriptor);
        load(method, Opcodes.ALOAD, 0, 1);
        method.visitMethodInsn(Opcodes.INVOKESPECIAL, BASE, "<init>", descriptor, false);
        end(method, Opcodes.RETURN);
    }

    private static String nestedCodec(LayoutField at) {
        return "n".concat(Integer.toString(at.bit()));
    }

    /** Loads the codec of the objects that a field holds, which is looked up when the first one comes. */
    void nested(MethodVisitor method, LayoutField at, String lookup) {
        Label known = new Label();
        load(method, Opcodes.ALOAD, 0);
        method.visitFieldInsn(Opcodes.GETFIELD, name, nestedCodec(at), CODEC);
        method.visitJumpInsn(Opcodes.IFNONNULL, known);
        load(method, Opcodes.ALOAD, 0, 0, 1);
        push(method, at.bit());
        inherited(method, "nested", lookup);
        method.visitFieldInsn(Opcodes.PUTFIELD, name, nestedCodec(at), CODEC);
        land(method, known);
        load(method, Opcodes.ALOAD, 0);
        method.visitFieldInsn(Opcodes.GETFIELD, name, nestedCodec(at), CODEC);
    }

    /** Jumps over what follows, up to the label, where a mask has none of some fields. */
    static Label unless(MethodVisitor method, int mask, List<LayoutField> some) {
        long bits = 0;
        for (LayoutField at : some) {
            bits |= 1L << at.bit();
        }
        return unless(method, mask, bits);
    }

    /** Jumps over what follows, up to the label, where a mask does not have a field. */
    static Label unless(MethodVisitor method, int mask, LayoutField at) {
        return unless(method, mask, 1L << at.bit());
    }

    private static Label unless(MethodVisitor method, int mask, long bits) {
        Label absent = new Label();
        load(method, Opcodes.LLOAD, mask);
        method.visitLdcInsn(bits);
        method.visitInsn(Opcodes.LAND);
        method.visitInsn(Opcodes.LCONST_0);
        method.visitInsn(Opcodes.LCMP);
        method.visitJumpInsn(Opcodes.IFEQ, absent);
        return absent;
    }

    /** Where a jump lands with nothing on the stack and the locals that were there when a frame was told last. */
    static void land(MethodVisitor method, Label label) {
        method.visitLabel(label);
        method.visitFrame(Opcodes.F_SAME, 0, null, 0, null);
    }

    /** Loads what an object keeps in a field. */
    void get(MethodVisitor method, int object, LayoutField at) {
        load(method, Opcodes.ALOAD, object);
        field(method, Opcodes.GETFIELD, at);
    }

    /** Puts a value into a field of the object below it. */
    void put(MethodVisitor method, LayoutField at) {
        field(method, Opcodes.PUTFIELD, at);
    }

    private void field(MethodVisitor method, int opcode, LayoutField at) {
        ObjectField field = Objects.requireNonNull(at.field());
        method.visitFieldInsn(
                opcode, holder, "f".concat(Integer.toString(field.index())), Type.getDescriptor(field.keptType()));
    }

    /** What is kept of a field that is read; {@code null} for one whose values are put nowhere. */
    static @Nullable Type kept(LayoutField at) {
        ObjectField field = at.field();
        return field == null || FieldWay.of(at) == FieldWay.APART ? null : Type.getType(field.keptType());
    }

    static void load(MethodVisitor method, int opcode, int... locals) {
        for (int local : locals) {
            method.visitVarInsn(opcode, local);
        }
    }

    static void push(MethodVisitor method, int small) {
        method.visitIntInsn(Opcodes.BIPUSH, small);
    }

    /** Calls a method of {@link GeneratedCodec} on what was loaded, often {@code this}. */
    void inherited(MethodVisitor method, String called, String descriptor) {
        method.visitMethodInsn(Opcodes.INVOKEVIRTUAL, name, called, descriptor, false);
    }

    /** Calls a static method of {@link GeneratedCodec}. */
    static void shared(MethodVisitor method, String called, String descriptor) {
        method.visitMethodInsn(Opcodes.INVOKESTATIC, BASE, called, descriptor, false);
    }

    MethodVisitor method(String called, String descriptor) {
        MethodVisitor method = code.visitMethod(Opcodes.ACC_PUBLIC, called, descriptor, null, null);
        method.visitCode();
        return method;
    }

    static void end(MethodVisitor method, int returning) {
        method.visitInsn(returning);
        method.visitMaxs(0, 0);
        method.visitEnd();
    }
}
