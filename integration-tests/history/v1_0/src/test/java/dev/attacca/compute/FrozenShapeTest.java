package dev.attacca.compute;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attacca.registry.ObjectRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class FrozenShapeTest {
    @Test
    void theRegistryDeclaresTheShapeThatWasReleased() throws IOException {
        try (InputStream shape = Objects.requireNonNull(FrozenShapeTest.class.getResourceAsStream("/shape.txt"))) {
            String released = new String(shape.readAllBytes(), StandardCharsets.UTF_8);

            assertThat(ObjectRegistry.load().schemaSet().text()).isEqualTo(released);
        }
    }
}
