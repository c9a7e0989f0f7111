package dev.attacca.internal.proxy;

import java.util.Arrays;
import java.util.List;
import java.util.function.ObjIntConsumer;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;

/**
 * A generated method that does something else for each position, which is its first argument; any other position is the
 * parent's to refuse.
 *
 * @param parent the internal name of the class whose method it overrides
 * @param name the method's name
 * @param descriptor the method's descriptor
 */
record PositionSwitch(String parent, String name, String descriptor) {

    /**
     * Writes the method.
     *
     * @param positions sorted; without any there is no method
     * @param each writes what one position, given by its place in the list, does, up to the value that is returned
     */
    void write(ClassWriter code, List<Integer> positions, ObjIntConsumer<MethodVisitor> each) {
        if (positions.isEmpty()) {
            return;
        }
        MethodVisitor method = code.visitMethod(Opcodes.ACC_PROTECTED, name, descriptor, null, null);
        method.visitCode();
        int first = positions.get(0);
        Label none = new Label();
        Label[] labels = new Label[positions.get(positions.size() - 1) - first + 1];
        Arrays.fill(labels, none);
        for (int position : positions) {
            labels[position - first] = new Label();
        }
        int returning = Type.getReturnType(descriptor).getOpcode(Opcodes.IRETURN);
        method.visitVarInsn(Opcodes.ILOAD, 1);
        method.visitTableSwitchInsn(first, first + labels.length - 1, none, labels);
        for (int i = 0; i < positions.size(); i++) {
            land(method, labels[positions.get(i) - first]);
            each.accept(method, i);
            method.visitInsn(returning);
        }
        land(method, none);
        method.visitVarInsn(Opcodes.ALOAD, 0);
        SubclassCode.arguments(method, descriptor);
        method.visitMethodInsn(Opcodes.INVOKESPECIAL, parent, name, descriptor, false);
        SubclassCode.end(method, returning);
    }

    /** Puts a label where every local is what it was at the method's beginning, and nothing is on the stack. */
    static void land(MethodVisitor method, Label label) {
        method.visitLabel(label);
        method.visitFrame(Opcodes.F_SAME, 0, null, 0, null);
    }
}
