package dev.attacca.internal.proxy;

import dev.attacca.object.ContextBound;
import dev.attacca.object.GeneratedCalls;
import dev.attacca.object.ObjectField;
import java.lang.reflect.Method;
import java.util.List;
import java.util.stream.IntStream;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of one generated subclass: its fields with their accessors, and remotables that are a call into ordinary code with
 * their context's answer before it. Byte Buddy's builder would say the same in a tenth of the lines, and takes twenty times as long for a class, which an
 * agent's start pays for every class it knows; so this writes through the assembler inside Byte Buddy. Confined to one thread.
 */
final class SubclassCode {
    static final String LOOKUP = "attaccaLookup";
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
        another();
        lookup();
    }

    /** Gives the class its fields, and what reads and writes them. */
    void fields(List<ObjectField> fields) {
        if (!fields.isEmpty()) {
            new FieldAccessCode(code, parent, name, fields).write();
        }
    }

    private void another() {
        MethodVisitor method = code.visitMethod(Opcodes.ACC_PROTECTED, "attaccaNew", "()" + BOUND, null, null);
        method.visitCode();
        method.visitTypeInsn(Opcodes.NEW, name);
        method.visitInsn(Opcodes.DUP);
        method.visitMethodInsn(Opcodes.INVOKESPECIAL, name, "<init>", "()V", false);
        end(method, Opcodes.ARETURN);
    }

    private void lookup() {
        String found = "()Ljava/lang/invoke/MethodHandles$Lookup;";
        MethodVisitor method = code.visitMethod(Opcodes.ACC_STATIC, LOOKUP, found, null, null);
        method.visitCode();
        method.visitMethodInsn(Opcodes.INVOKESTATIC, "java/lang/invoke/MethodHandles", "lookup", found, false);
        end(method, Opcodes.ARETURN);
    }

    /** Overrides the remotables, each at its index, and adds the way to call one by that. */
    void remotables(List<Method> remotables) {
        for (int index = 0; index < remotables.size(); index++) {
            remotable(remotables.get(index), index);
        }
        new PositionSwitch(parent, "attaccaInvoke", "(I[Ljava/lang/Object;)Ljava/lang/Object;")
                .write(
                        code,
                        IntStream.range(0, remotables.size()).boxed().toList(),
                        (method, index) -> invoke(method, remotables.get(index)));
    }

    private void invoke(MethodVisitor method, Method remotable) {
        method.visitVarInsn(Opcodes.ALOAD, 0);
        Class<?>[] parameters = remotable.getParameterTypes();
        for (int i = 0; i < parameters.length; i++) {
            method.visitVarInsn(Opcodes.ALOAD, 2);
            push(method, i);
            method.visitInsn(Opcodes.AALOAD);
            unboxed(method, parameters[i]);
        }
        method.visitMethodInsn(
                Opcodes.INVOKEVIRTUAL, name, remotable.getName(), Type.getMethodDescriptor(remotable), false);
        if (remotable.getReturnType() == void.class) {
            method.visitInsn(Opcodes.ACONST_NULL);
        } else if (remotable.getReturnType().isPrimitive()) {
            boxed(method, remotable.getReturnType());
        }
    }

    /** Lets a remotable run its body only where its context says so, and hands it to the indirection otherwise. */
    private void remotable(Method remotable, int index) {
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
        arguments(method, Type.getMethodDescriptor(remotable));
        method.visitMethodInsn(
                Opcodes.INVOKESPECIAL, parent, remotable.getName(), Type.getMethodDescriptor(remotable), false);
        end(method, Type.getType(remotable.getReturnType()).getOpcode(Opcodes.IRETURN));
    }

    byte[] bytes() {
        code.visitEnd();
        return code.toByteArray();
    }

    private MethodVisitor override(Method method) {
        return override(code, method);
    }

    static MethodVisitor override(ClassWriter code, Method method) {
        Class<?>[] declared = method.getExceptionTypes();
        @Nullable String[] thrown = new @Nullable String[declared.length];
        for (int i = 0; i < thrown.length; i++) {
            thrown[i] = Type.getInternalName(declared[i]);
        }
        MethodVisitor visitor = code.visitMethod(
                method.getModifiers() & VISIBILITY, method.getName(), Type.getMethodDescriptor(method), null, thrown);
        visitor.visitCode();
        return visitor;
    }

    static void end(MethodVisitor method, int returning) {
        method.visitInsn(returning);
        method.visitMaxs(0, 0);
        method.visitEnd();
    }

    static void push(MethodVisitor method, int small) {
        method.visitIntInsn(Opcodes.SIPUSH, small);
    }

    static void arguments(MethodVisitor method, String descriptor) {
        int local = 1;
        for (Type type : Type.getArgumentTypes(descriptor)) {
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
                boxed(method, parameter);
            }
            method.visitInsn(Opcodes.AASTORE);
            local += type.getSize();
        }
    }

    private static void boxed(MethodVisitor method, Class<?> primitive) {
        Class<?> box = box(primitive);
        method.visitMethodInsn(
                Opcodes.INVOKESTATIC,
                Type.getInternalName(box),
                "valueOf",
                "(" + Type.getDescriptor(primitive) + ")" + Type.getDescriptor(box),
                false);
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
