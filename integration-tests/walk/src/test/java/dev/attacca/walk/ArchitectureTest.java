package dev.attacca.walk;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import dev.attacca.fleet.Release;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The arrows between the modules, over all their classes. A class belongs to the module that it was compiled in. */
class ArchitectureTest {
    private static final String CORE = "objects-core";
    private static final String PROCESSOR = "schema/processor";
    private static final String STORE = "schema/store";
    private static final String POSTGRES = "schema/postgres";
    private static final String COMPUTE = "schema/compute";
    private static final String CONDUCTOR = "conductor";
    private static final String AGENT = "compute-agent";
    private static final String FOREIGN = "integration-tests/foreign-domain";
    private static final String DEMO = "integration-tests/demo";

    /** Whatever knows no domain: a user's own plugs into it as compute does. */
    private static final List<String> FRAMEWORK = List.of(CORE, PROCESSOR, STORE, POSTGRES, CONDUCTOR);

    private static final JavaClasses CLASSES =
            compiled(CORE, PROCESSOR, STORE, POSTGRES, COMPUTE, CONDUCTOR, AGENT, FOREIGN, DEMO);

    private static JavaClasses compiled(String... modules) {
        return new ClassFileImporter()
                .importPaths(Stream.of(modules)
                        .map(module -> Release.home().resolve(module).resolve("target/classes"))
                        .toList());
    }

    private static DescribedPredicate<JavaClass> in(String... modules) {
        return DescribedPredicate.describe(
                "in " + String.join(", ", modules),
                type -> Stream.of(modules).anyMatch(module -> belongs(type, module)));
    }

    private static boolean belongs(JavaClass type, String module) {
        return type.getSource()
                .map(source -> source.getUri().toString().contains("/" + module + "/target/classes/"))
                .orElse(false);
    }

    @Test
    void theArrowsBetweenTheModulesAreThoseOfTheDesign() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer(CORE)
                .definedBy(in(CORE))
                .layer(PROCESSOR)
                .definedBy(in(PROCESSOR))
                .layer(STORE)
                .definedBy(in(STORE))
                .layer(POSTGRES)
                .definedBy(in(POSTGRES))
                .layer(COMPUTE)
                .definedBy(in(COMPUTE))
                .layer(CONDUCTOR)
                .definedBy(in(CONDUCTOR))
                .layer(AGENT)
                .definedBy(in(AGENT))
                .layer(FOREIGN)
                .definedBy(in(FOREIGN))
                .layer(DEMO)
                .definedBy(in(DEMO))
                .whereLayer(CORE)
                .mayNotAccessAnyLayer()
                .whereLayer(PROCESSOR)
                .mayOnlyAccessLayers(CORE)
                .whereLayer(STORE)
                .mayOnlyAccessLayers(CORE)
                .whereLayer(POSTGRES)
                .mayOnlyAccessLayers(CORE)
                .whereLayer(COMPUTE)
                .mayOnlyAccessLayers(CORE, STORE)
                .whereLayer(FOREIGN)
                .mayOnlyAccessLayers(CORE, STORE)
                .whereLayer(CONDUCTOR)
                .mayOnlyAccessLayers(CORE, STORE, POSTGRES)
                .whereLayer(AGENT)
                .mayOnlyAccessLayers(CORE, COMPUTE)
                .whereLayer(DEMO)
                .mayOnlyAccessLayers(CORE, COMPUTE)
                .check(CLASSES);
    }

    @Test
    void theConductorAndTheAgentNeverSeeEachOther() {
        noClasses()
                .that(in(CONDUCTOR))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.attacca.agent..")
                .check(CLASSES);
        noClasses()
                .that(in(AGENT))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.attacca.conductor..", "dev.attacca.postgres..")
                .check(CLASSES);
    }

    @Test
    void theFrameworkKnowsNoDomain() {
        noClasses()
                .that(in(FRAMEWORK.toArray(String[]::new)))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.attacca.compute..", "dev.attacca.foreign..")
                .check(CLASSES);
    }

    @Test
    void nobodyUsesTheInternalsOfAnotherModule() {
        classes().should(useInternalsOfTheirOwnModuleOnly()).check(CLASSES);
    }

    private static ArchCondition<JavaClass> useInternalsOfTheirOwnModuleOnly() {
        return new ArchCondition<>("use internals of their own module only") {
            @Override
            public void check(JavaClass user, ConditionEvents events) {
                user.getDirectDependenciesFromSelf().stream()
                        .filter(dependency -> isInternal(dependency.getTargetClass()))
                        .forEach(dependency -> events.add(new SimpleConditionEvent(
                                user,
                                moduleOf(user).equals(moduleOf(dependency.getTargetClass())),
                                dependency.getDescription())));
            }
        };
    }

    private static boolean isInternal(JavaClass type) {
        String inPackage = type.getPackageName();
        return inPackage.startsWith("dev.attacca.") && (inPackage + ".").contains(".internal.");
    }

    private static String moduleOf(JavaClass type) {
        return Stream.of(CORE, PROCESSOR, STORE, POSTGRES, COMPUTE, CONDUCTOR, AGENT, FOREIGN, DEMO)
                .filter(module -> belongs(type, module))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(type.getName() + ": of no module"));
    }

    /** What an agent may see of a class is its fields, never how they are stored. */
    @Test
    void theAgentHasNothingToDoWithSql() {
        noClasses()
                .that(in(AGENT, CORE))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.sql..", "javax.sql..", "dev.attacca.store..")
                .check(CLASSES);
    }

    /** A frozen release has its own compute domain and its own agent over today's framework. */
    @ParameterizedTest
    @ValueSource(strings = {"v1_0", "v1_1"})
    void aFrozenReleaseUsesTheFrameworkAsTheNewestOneDoes(String folder) {
        String history = "integration-tests/history/" + folder;
        JavaClasses classes = compiled(history, CORE, STORE, POSTGRES, CONDUCTOR);

        noClasses()
                .that(in(history))
                .should()
                .dependOnClassesThat(in(POSTGRES, CONDUCTOR))
                .orShould()
                .dependOnClassesThat()
                .resideInAPackage("dev.attacca.internal..")
                .check(classes);
        noClasses()
                .that(in(history)
                        .and(DescribedPredicate.describe(
                                "an agent's", type -> type.getPackageName().startsWith("dev.attacca.agent"))))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.sql..", "javax.sql..", "dev.attacca.store..")
                .check(classes);
    }
}
