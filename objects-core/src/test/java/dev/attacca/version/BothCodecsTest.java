package dev.attacca.version;

import dev.attacca.codec.CodecKind;
import dev.attacca.indirection.UnitOfWorkFactory;
import dev.attacca.object.VersionedObject;
import dev.attacca.testing.LoopbackIndirection;
import java.util.List;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Runs each of a class's tests once with every codec: what versions mean does not depend on how bytes look. */
@ParameterizedClass(name = "{0}")
@EnumSource(CodecKind.class)
abstract class BothCodecsTest {
    private final CodecKind codec;

    BothCodecsTest(CodecKind codec) {
        this.codec = codec;
    }

    /** A caller that knows one class, and a conductor that knows another release of it. */
    final LoopbackIndirection between(
            Class<? extends VersionedObject> caller, Class<? extends VersionedObject> conductor) {
        return between(List.of(caller), List.of(conductor));
    }

    /** A caller of one release, and a conductor of another. */
    final LoopbackIndirection between(
            List<Class<? extends VersionedObject>> caller, List<Class<? extends VersionedObject>> conductor) {
        return LoopbackIndirection.between(Releases.of(caller), Releases.of(conductor), UnitOfWorkFactory.NONE, codec);
    }
}
