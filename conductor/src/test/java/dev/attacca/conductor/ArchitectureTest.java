package dev.attacca.conductor;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** What a conductor may know: no domain, nobody's internals, and each tool in one place. */
@AnalyzeClasses(packages = "dev.attacca.conductor", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule NO_CYCLES =
            slices().matching("dev.attacca.conductor.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule NO_PART_KNOWS_THE_WHOLE = noClasses()
            .that()
            .resideInAPackage("dev.attacca.conductor.*..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.attacca.conductor");

    @ArchTest
    static final ArchRule DOMAINS_ARE_FOUND_AND_NOT_NAMED = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.attacca.compute..", "dev.attacca.agent..");

    @ArchTest
    static final ArchRule INTERNALS_ARE_LEFT_ALONE =
            noClasses().should().dependOnClassesThat().resideInAPackage("dev.attacca.internal..");

    @ArchTest
    static final ArchRule ONLY_THE_DATABASE_PACKAGE_USES_THE_POOL = noClasses()
            .that()
            .resideOutsideOfPackage("dev.attacca.conductor.database")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.zaxxer.hikari..");

    @ArchTest
    static final ArchRule ONLY_THE_MAIN_CLASS_READS_A_COMMAND_LINE = noClasses()
            .that()
            .doNotHaveSimpleName("ConductorMain")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("picocli..");
}
