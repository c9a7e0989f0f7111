package dev.attacca.compute;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attacca.annotation.Added;
import dev.attacca.object.ObjectType;
import dev.attacca.object.QueryType;
import dev.attacca.object.RemotableMethod;
import dev.attacca.registry.Layout;
import dev.attacca.registry.LayoutField;
import dev.attacca.registry.ObjectRegistry;
import dev.attacca.registry.SchemaSet;
import dev.attacca.registry.SchemaSet.TypeSchema;
import dev.attacca.version.Version;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the annotations say that older releases were, against what the frozen older releases say they are. */
class HistoryTest {
    private final ObjectRegistry registry = ObjectRegistry.load();

    @Test
    void theRegistryAcceptsTheDomain() {
        assertThat(registry.types())
                .extracting(ObjectType::toString)
                .containsExactly("BlockDeviceMapping 1.0", "Flavor 1.0", "Instance 1.2", "Quotas 1.0", "Service 1.0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.0", "1.1"})
    void theDerivedShapeIsTheOneThatTheReleaseDeclared(String release) {
        SchemaSet declared = FrozenReleases.schemaSet(release);

        for (TypeSchema old : declared.types().values()) {
            ObjectType<?> type = Objects.requireNonNull(registry.type(old.key()), old.name());
            Layout derived = Objects.requireNonNull(registry.history(type).at(old.version()));
            assertThat(derived.fields())
                    .as("fields of %s", derived)
                    .extracting(LayoutField::schemaText)
                    .isEqualTo(old.fields());
            assertThat(signatures(type.remotables(), old.version()))
                    .as("remotables of %s", derived)
                    .isEqualTo(old.calls());
            QueryType<?> query = registry.queryType(Objects.requireNonNull(type.queryType()));
            assertThat(signatures(query.remotables(), old.version()))
                    .as("queries of %s", derived)
                    .isEqualTo(old.queries());
        }
        assertThat(constantsAt(VmState.class, Version.parse(release)))
                .isEqualTo(declared.enums().get("VmState"));
        assertThat(constantsAt(TaskState.class, Version.parse(release)))
                .isEqualTo(declared.enums().get("TaskState"));
        assertThat(constantsAt(PowerState.class, Version.parse(release)))
                .isEqualTo(declared.enums().get("PowerState"));
    }

    @Test
    void theFrozenReleasesAreTheOnesTheyClaimToBe() {
        assertThat(FrozenReleases.schemaSet("1.0").typeNamed("Instance"))
                .extracting(TypeSchema::version)
                .isEqualTo(Version.of(1, 0));
        assertThat(FrozenReleases.schemaSet("1.1").typeNamed("Instance"))
                .extracting(TypeSchema::version)
                .isEqualTo(Version.of(1, 1));
    }

    private static List<String> signatures(List<RemotableMethod> remotables, Version version) {
        return remotables.stream()
                .filter(remotable -> !version.isBefore(remotable.since()))
                .map(RemotableMethod::signature)
                .sorted()
                .toList();
    }

    private static List<String> constantsAt(Class<? extends Enum<?>> enumType, Version version) {
        return Arrays.stream(enumType.getFields())
                .filter(constant -> constant.isEnumConstant())
                .filter(constant -> !constant.isAnnotationPresent(Added.class)
                        || !version.isBefore(Version.parse(
                                constant.getAnnotation(Added.class).in())))
                .map(java.lang.reflect.Field::getName)
                .toList();
    }
}
