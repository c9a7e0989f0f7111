package dev.attacca.internal.proxy;

import dev.attacca.object.ContextBound;
import dev.attacca.object.GeneratedCalls;
import java.lang.reflect.Method;
import java.util.stream.Stream;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of one generated subclass: each method is a call into ordinary code, a remotable with its context's answer before
 * it. Byte Buddy's builder would say the same in a tenth of the lines, and takes twenty times as long for a class, which an
 * agent's start pays for every class it knows; so this writes through the assembler inside Byte Buddy. Confined to one thread.
 */
final class SubclassCode {
    private static final String CALLS = Type.getInternalName(GeneratedCalls.class);
    private static final String BOUND = Type.getDescriptor(ContextBound.class);
    private static final int VISIBILITY = Opcodes.ACC_PUBLIC | Opcodes.ACC_PROTECTED;

    private final String parent;
    private final String name;
    private final ClassWriter code = new ClassWriter(ClassWriter.COMPUTE_MAXS);

    SubclassCode(Class<?> javaType) {
        this.parent = Type.getInternalName(javaType);
        this.name = parent + "$Attacca";
        code.visit(Opcodes.V17, Opcodes.ACC_SUPER | Opcodes.ACC_SYNTHETIC, name, null, parent, null);
        MethodVisitor constructor = code.visitMethod(0, "<init>", "()V", null, null);
        constructor.visitCode();
        constructor.visitVarInsn(Opcodes.ALOAD, 0);
        constructor.visitMethodInsn(Opcodes.INVOKESPECIAL, parent, "<init>", "()V", false);
        end(constructor, Opcodes.RETURN);
    }

    /** Implements an accessor by a method of the tracked fields that takes the field, the slot and what the accessor takes. */
    void accessor(Method accessor, Method tracked, int field, int slot) {
        MethodVisitor method = override(accessor);
        method.visitVarInsn(Opcodes.ALOAD, 0);
        push(method, field);
        push(method, slot);
        arguments(method, accessor);
        method.visitMethodInsn(
                Opcodes.INVOKEVIRTUAL, name, tracked.getName(), Type.getMethodDescriptor(tracked), false);
        if (tracked.getReturnType() == Object.class) {
            method.visitTypeInsn(Opcodes.CHECKCAST, Type.getInternalName(accessor.getReturnType()));
        }
        end(method, Type.getType(accessor.getReturnType()).getOpcode(Opcodes.IRETURN));
    }

    /** Lets a remotable run its body only where its context says so, and hands it to the indirection otherwise. */
    void remotable(Method remotable, int index) {
        MethodVisitor method = override(remotable);
        Label here = new Label();
        method.visitVarInsn(Opcodes.ALOAD, 0);
        method.visitMethodInsn(Opcodes.INVOKESTATIC, CALLS, "elsewhere", "(" + BOUND + ")Z", false);
        method.visitJumpInsn(Opcodes.IFEQ, here);
        method.visitVarInsn(Opcodes.ALOAD, 0);
        push(method, index);
        boxedArguments(method, remotable);
        method.visitMethodInsn(
                Opcodes.INVOKESTATIC, CALLS, "call", "(" + BOUND + "I[Ljava/lang/Object;)Ljava/lang/Object;", false);
        unboxed(method, remotable.getReturnType());
        method.visitInsn(Type.getType(remotable.getReturnType()).getOpcode(Opcodes.IRETURN));
        method.visitLabel(here);
        method.visitFrame(Opcodes.F_SAME, 0, null, 0, null);
        method.visitVarInsn(Opcodes.ALOAD, 0);
        arguments(method, remotable);
        method.visitMethodInsn(
                Opcodes.INVOKESPECIAL, parent, remotable.getName(), Type.getMethodDescriptor(remotable), false);
        end(method, Type.getType(remotable.getReturnType()).getOpcode(Opcodes.IRETURN));
    }

    byte[] bytes() {
        code.visitEnd();
        return code.toByteArray();
    }

    private MethodVisitor override(Method method) {
        @Nullable
        String[] thrown =
                Stream.of(method.getExceptionTypes()).map(Type::getInternalName).toArray(String[]::new);
        MethodVisitor visitor = code.visitMethod(
                method.getModifiers() & VISIBILITY, method.getName(), Type.getMethodDescriptor(method), null, thrown);
        visitor.visitCode();
        return visitor;
    }

    private static void end(MethodVisitor method, int returning) {
        method.visitInsn(returning);
        method.visitMaxs(0, 0);
        method.visitEnd();
    }

    private static void push(MethodVisitor method, int small) {
        method.visitIntInsn(Opcodes.SIPUSH, small);
    }

    private static void arguments(MethodVisitor method, Method of) {
        int local = 1;
        for (Type type : Type.getArgumentTypes(of)) {
            method.visitVarInsn(type.getOpcode(Opcodes.ILOAD), local);
            local += type.getSize();
        }
    }

    private static void boxedArguments(MethodVisitor method, Method of) {
        push(method, of.getParameterCount());
        method.visitTypeInsn(Opcodes.ANEWARRAY, "java/lang/Object");
        int local = 1;
        int index = 0;
        for (Class<?> parameter : of.getParameterTypes()) {
            Type type = Type.getType(parameter);
            method.visitInsn(Opcodes.DUP);
            push(method, index++);
            method.visitVarInsn(type.getOpcode(Opcodes.ILOAD), local);
            if (parameter.isPrimitive()) {
                Class<?> box = box(parameter);
                method.visitMethodInsn(
                        Opcodes.INVOKESTATIC,
                        Type.getInternalName(box),
                        "valueOf",
                        "(" + type + ")" + Type.getDescriptor(box),
                        false);
            }
            method.visitInsn(Opcodes.AASTORE);
            local += type.getSize();
        }
    }

    private static void unboxed(MethodVisitor method, Class<?> result) {
        if (result == void.class) {
            method.visitInsn(Opcodes.POP);
        } else if (result.isPrimitive()) {
            String box = Type.getInternalName(box(result));
            method.visitTypeInsn(Opcodes.CHECKCAST, box);
            method.visitMethodInsn(
                    Opcodes.INVOKEVIRTUAL, box, result.getName() + "Value", "()" + Type.getDescriptor(result), false);
        } else {
            method.visitTypeInsn(Opcodes.CHECKCAST, Type.getInternalName(result));
        }
    }

    private static Class<?> box(Class<?> primitive) {
        return java.lang.invoke.MethodType.methodType(primitive).wrap().returnType();
    }
}
