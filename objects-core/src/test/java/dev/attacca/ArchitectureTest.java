package dev.attacca;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The order of packages in objects-core: each knows those above it in this list, none below. */
@AnalyzeClasses(packages = "dev.attacca", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule PACKAGES_KNOW_ONLY_WHAT_STANDS_ABOVE_THEM = layeredArchitecture()
            .consideringOnlyDependenciesInAnyPackage("dev.attacca..")
            .layer("error")
            .definedBy("dev.attacca.error")
            .layer("config")
            .definedBy("dev.attacca.config")
            .layer("value")
            .definedBy("dev.attacca.value")
            .layer("annotation")
            .definedBy("dev.attacca.annotation")
            .layer("version")
            .definedBy("dev.attacca.version")
            .layer("object")
            .definedBy("dev.attacca.object")
            .layer("proxy")
            .definedBy("dev.attacca.internal.proxy")
            .layer("registry")
            .definedBy("dev.attacca.registry")
            .layer("contract")
            .definedBy("dev.attacca.contract")
            .layer("indirection")
            .definedBy("dev.attacca.indirection")
            .layer("codec")
            .definedBy("dev.attacca.codec")
            .layer("transport")
            .definedBy("dev.attacca.transport..")
            .layer("front door")
            .definedBy("dev.attacca")
            .whereLayer("front door")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("transport")
            .mayOnlyBeAccessedByLayers("front door")
            .whereLayer("codec")
            .mayOnlyBeAccessedByLayers("transport", "front door")
            .whereLayer("indirection")
            .mayOnlyBeAccessedByLayers("codec", "transport", "front door")
            .whereLayer("registry")
            .mayOnlyBeAccessedByLayers("contract", "codec", "transport", "front door")
            .whereLayer("contract")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("proxy")
            .mayOnlyBeAccessedByLayers("registry", "codec")
            .whereLayer("object")
            .mayOnlyBeAccessedByLayers(
                    "proxy", "registry", "contract", "indirection", "codec", "transport", "front door")
            .whereLayer("value")
            .mayOnlyBeAccessedByLayers("object", "registry", "indirection", "codec", "transport", "front door")
            // How processes are told about TLS is the same for all of them.
            .whereLayer("config")
            .mayOnlyBeAccessedByLayers("transport");

    @ArchTest
    static final ArchRule NO_CYCLES =
            slices().matching("dev.attacca.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule ONLY_WRITERS_OF_CLASSES_KNOW_BYTE_BUDDY = noClasses()
            .that()
            .resideOutsideOfPackages("dev.attacca.internal.proxy", "dev.attacca.codec")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("net.bytebuddy..");

    @ArchTest
    static final ArchRule ONLY_THE_CODEC_KNOWS_KRYO = noClasses()
            .that()
            .resideOutsideOfPackage("dev.attacca.codec")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.esotericsoftware..");

    @ArchTest
    static final ArchRule ONLY_THE_TRANSPORT_KNOWS_NETTY_AND_THRIFT = noClasses()
            .that()
            .resideOutsideOfPackage("dev.attacca.transport..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.netty..", "org.apache.thrift..");

    @ArchTest
    static final ArchRule NO_SQL_HERE =
            noClasses().should().dependOnClassesThat().resideInAnyPackage("java.sql..", "javax.sql..");
}
