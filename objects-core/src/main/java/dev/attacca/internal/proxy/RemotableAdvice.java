package dev.attacca.internal.proxy;

import dev.attacca.object.ContextBound;
import dev.attacca.object.GeneratedCalls;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner;
import org.jspecify.annotations.Nullable;

/** The code around a remotable's body: it is inlined into the generated method and never called itself. */
final class RemotableAdvice {
    private RemotableAdvice() {}

    /** Bound to the remotable's position in its class. */
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.PARAMETER)
    @interface Index {}

    @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
    static boolean enter(@Advice.This(typing = Assigner.Typing.DYNAMIC) ContextBound self) {
        return GeneratedCalls.elsewhere(self);
    }

    // Assigning the parameter is how advice replaces the returned value.
    @SuppressWarnings({"unused", "UnusedVariable", "ReassignedVariable"})
    @Advice.OnMethodExit
    static void exit(
            @Advice.Enter boolean elsewhere,
            @Advice.This(typing = Assigner.Typing.DYNAMIC) ContextBound self,
            @Index int index,
            @Advice.AllArguments @Nullable Object[] arguments,
            @Advice.Return(readOnly = false, typing = Assigner.Typing.DYNAMIC) @Nullable Object result) {
        if (elsewhere) {
            result = GeneratedCalls.call(self, index, arguments);
        }
    }
}
