package io.automation.embedded;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.junit.jupiter.api.Test;

/** The modules depend on each other in one direction only. */
class ModuleDirectionTest {

    private static final JavaClasses CLASSES =
            new ClassFileImporter().importPackages("io.automation");

    @Test
    void importsPointOneWay() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("model")
                .definedBy("io.automation.model..")
                .layer("udfs")
                .definedBy("io.automation.udfs..")
                .layer("connectors")
                .definedBy("io.automation.connectors..")
                .layer("sql")
                .definedBy("io.automation.sql..")
                .layer("job")
                .definedBy("io.automation.job..")
                .layer("embedded")
                .definedBy("io.automation.embedded..")
                .whereLayer("embedded")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("job")
                .mayOnlyBeAccessedByLayers("embedded")
                .whereLayer("sql")
                .mayOnlyBeAccessedByLayers("embedded")
                .whereLayer("connectors")
                .mayOnlyBeAccessedByLayers("job", "embedded")
                .whereLayer("udfs")
                .mayOnlyBeAccessedByLayers("job", "embedded")
                .check(CLASSES);
    }

    @Test
    void meaningKnowsNoFlinkAndNoOutside() {
        noClasses()
                .that()
                .resideInAnyPackage("io.automation.model..", "io.automation.udfs..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.apache.flink..",
                        "org.apache.kafka..",
                        "java.sql..",
                        "java.net..",
                        "jakarta.mail..")
                .check(CLASSES);
    }

    @Test
    void thereIsNoPlaceForOddsAndEnds() {
        noClasses()
                .should()
                .resideInAnyPackage("..utils..", "..util..", "..common..")
                .check(CLASSES);
    }

    @Test
    void testsAreJUnit5() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.junit", "junit.framework..")
                .check(CLASSES);
    }

    @Test
    void everyTestNamesItsLayer() {
        classes()
                .that()
                .haveSimpleNameEndingWith("ITCase")
                .or()
                .haveSimpleNameEndingWith("E2EIT")
                .should()
                .resideOutsideOfPackages("io.automation.model..", "io.automation.udfs..")
                .allowEmptyShould(true)
                .check(CLASSES);
    }
}
