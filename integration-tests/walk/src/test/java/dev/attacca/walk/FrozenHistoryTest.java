package dev.attacca.walk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attacca.annotation.Added;
import dev.attacca.compute.ComputeDomain;
import dev.attacca.contract.ObjectsLock;
import dev.attacca.fleet.Release;
import dev.attacca.object.ObjectType;
import dev.attacca.object.RemotableMethod;
import dev.attacca.object.ValueType;
import dev.attacca.registry.LayoutField;
import dev.attacca.registry.ObjectDomain;
import dev.attacca.registry.ObjectRegistry;
import dev.attacca.registry.SchemaSet;
import dev.attacca.registry.SchemaSet.TypeSchema;
import dev.attacca.version.Version;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the newest sources derive for an older release is what that release said of itself. */
class FrozenHistoryTest {
    private static final ObjectRegistry REGISTRY =
            ObjectRegistry.builder().add(new ComputeDomain()).build();

    private static SchemaSet released(String folder) throws IOException {
        Path shape = Release.home().resolve("integration-tests/history/" + folder + "/src/main/resources/shape.txt");
        return SchemaSet.parse(Files.readAllBytes(shape));
    }

    @ParameterizedTest
    @CsvSource({"v1_0, 1.0", "v1_1, 1.1"})
    void aFrozenReleaseIsWhatItsFolderSays(String folder, String version) throws IOException {
        assertThat(Objects.requireNonNull(released(folder).typeNamed("Instance"))
                        .version())
                .isEqualTo(Version.parse(version));
        assertThat(released(folder).types())
                .containsOnlyKeys(REGISTRY.types().stream().map(ObjectType::key).toList());
    }

    @ParameterizedTest
    @CsvSource({"v1_0, 1.0", "v1_1, 1.1"})
    void theLockOfAReleaseIsWhatItsSourcesState(String folder, String version) throws Exception {
        Path classes = Release.home().resolve("integration-tests/history/" + folder + "/target/classes");
        ClassLoader withoutCompute = new ClassLoader(FrozenHistoryTest.class.getClassLoader()) {
            @Override
            protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
                if (name.startsWith("dev.attacca.compute.")) {
                    throw new ClassNotFoundException(name);
                }
                return super.loadClass(name, resolve);
            }
        };

        try (URLClassLoader frozen =
                new URLClassLoader(new URL[] {classes.toUri().toURL()}, withoutCompute)) {
            ObjectDomain domain = (ObjectDomain) frozen.loadClass(ComputeDomain.class.getName())
                    .getConstructor()
                    .newInstance();
            assertThat(Release.home().resolve("schema/compute/releases/" + version + ".lock"))
                    .hasContent(ObjectsLock.of(domain).text());
        }
    }

    @ParameterizedTest
    @CsvSource({"v1_0", "v1_1"})
    void theFieldsOfEveryClassAreThoseThatWereReleased(String folder) throws IOException {
        for (TypeSchema released : released(folder).types().values()) {
            assertThat(fieldsAt(released))
                    .as("%s %s", released.name(), released.version())
                    .isEqualTo(released.fields());
        }
    }

    private static List<String> fieldsAt(TypeSchema released) {
        return Objects.requireNonNull(REGISTRY.history(type(released)).at(released.version())).fields().stream()
                .map(LayoutField::schemaText)
                .toList();
    }

    private static ObjectType<?> type(TypeSchema released) {
        return Objects.requireNonNull(REGISTRY.type(released.key()));
    }

    @ParameterizedTest
    @CsvSource({"v1_0", "v1_1"})
    void theRemotablesOfEveryClassAreThoseThatWereReleased(String folder) throws IOException {
        for (TypeSchema released : released(folder).types().values()) {
            ObjectType<?> type = type(released);
            var query = type.queryType() == null ? null : REGISTRY.queryType(type.queryType());

            assertThat(signaturesAt(released.version(), type.remotables()))
                    .as("calls of %s %s", released.name(), released.version())
                    .isEqualTo(released.calls());
            assertThat(signaturesAt(released.version(), query == null ? List.of() : query.remotables()))
                    .as("queries of %s %s", released.name(), released.version())
                    .isEqualTo(released.queries());
        }
    }

    private static List<String> signaturesAt(Version version, List<RemotableMethod> remotables) {
        return remotables.stream()
                .filter(remotable -> !version.isBefore(remotable.since()))
                .map(RemotableMethod::signature)
                .sorted()
                .toList();
    }

    @ParameterizedTest
    @CsvSource({"v1_0", "v1_1"})
    void theEnumConstantsWithoutThoseAddedLaterAreThoseThatWereReleased(String folder) throws IOException {
        SchemaSet released = released(folder);
        Version version = Objects.requireNonNull(released.typeNamed("Instance")).version();
        Map<String, List<String>> derived = new TreeMap<>();
        REGISTRY.types().stream()
                .flatMap(type -> type.fields().stream())
                .map(field -> field.type())
                .filter(ValueType.EnumValue.class::isInstance)
                .map(ValueType.EnumValue.class::cast)
                .forEach(each -> derived.put(each.javaType().getSimpleName(), constantsAt(version, each)));

        assertThat(derived).isEqualTo(released.enums());
    }

    private static List<String> constantsAt(Version version, ValueType.EnumValue type) {
        return Stream.of(type.javaType().getFields())
                .filter(field -> field.isEnumConstant() && wasThere(version, field.getAnnotation(Added.class)))
                .map(field -> field.getName())
                .toList();
    }

    private static boolean wasThere(Version version, @Nullable Added added) {
        return added == null || !version.isBefore(Version.parse(added.in()));
    }

    @Test
    void theNewestReleaseBringsWhatTheIssueAsksFor() throws IOException {
        SchemaSet oldest = released("v1_0");
        List<String> before =
                Objects.requireNonNull(oldest.typeNamed("Instance")).fields();
        List<String> now = Objects.requireNonNull(REGISTRY.schemaSet().typeNamed("Instance"))
                .fields();

        assertThat(before).contains("displayName string", "memoryMb int");
        assertThat(now)
                .contains("name string", "memoryMb long", "availabilityZone string?", "flavor object(Flavor)")
                .doesNotContainAnyElementsOf(List.of("displayName string", "memoryMb int"));
        assertThat(oldest.enums().get("VmState")).doesNotContain("SHELVED_OFFLOADED");
        assertThat(REGISTRY.schemaSet().enums().get("VmState")).contains("SHELVED_OFFLOADED");
    }
}
