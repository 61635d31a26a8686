package dev.ccproxy;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import org.junit.jupiter.api.Test;

/** Holds the arrows of the house; docs/contributing/architecture.md draws them. */
class ArchitectureTest {
  /** From where the program itself lies: what else is on the class path is tests. */
  private static final JavaClasses PRODUCT =
      new ClassFileImporter()
          .importUrl(Main.class.getProtectionDomain().getCodeSource().getLocation());

  @Test
  void dependencies_point_down() {
    layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .withOptionalLayers(true)
        .layer("main")
        .definedBy("dev.ccproxy")
        .layer("cli")
        .definedBy("dev.ccproxy.cli..")
        .layer("walks")
        .definedBy("dev.ccproxy.launch..", "dev.ccproxy.tour..")
        .layer("setup")
        .definedBy("dev.ccproxy.setup..", "dev.ccproxy.repair..")
        .layer("verdicts")
        .definedBy("dev.ccproxy.check..", "dev.ccproxy.inspect..", "dev.ccproxy.report..")
        .layer("work")
        .definedBy("dev.ccproxy.explain..", "dev.ccproxy.change..", "dev.ccproxy.lab..")
        .layer("reach")
        .definedBy("dev.ccproxy.probe..", "dev.ccproxy.render..")
        .layer("views")
        .definedBy("dev.ccproxy.config..", "dev.ccproxy.catalog..", "dev.ccproxy.wire..")
        .layer("document")
        .definedBy("dev.ccproxy.document..")
        .layer("ground")
        .definedBy("dev.ccproxy.redact..", "dev.ccproxy.term..")
        .whereLayer("main")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("cli")
        .mayOnlyBeAccessedByLayers("main")
        .whereLayer("walks")
        .mayOnlyBeAccessedByLayers("main", "cli")
        .whereLayer("setup")
        .mayOnlyBeAccessedByLayers("main", "cli", "walks")
        .whereLayer("verdicts")
        .mayOnlyBeAccessedByLayers("main", "cli", "walks", "setup")
        .whereLayer("work")
        .mayOnlyBeAccessedByLayers("main", "cli", "walks", "setup", "verdicts")
        .whereLayer("reach")
        .mayOnlyBeAccessedByLayers("main", "cli", "walks", "setup", "verdicts", "work")
        .whereLayer("views")
        .mayOnlyBeAccessedByLayers("main", "cli", "walks", "setup", "verdicts", "work", "reach")
        .whereLayer("document")
        .mayOnlyBeAccessedByLayers(
            "main", "cli", "walks", "setup", "verdicts", "work", "reach", "views")
        .check(PRODUCT);
  }

  @Test
  void rooms_do_not_lean_on_each_other_in_circles() {
    SlicesRuleDefinition.slices()
        .matching("dev.ccproxy.(*)..")
        .should()
        .beFreeOfCycles()
        .check(PRODUCT);
  }

  @Test
  void the_protocol_checker_and_the_documents_do_no_io() {
    noClasses()
        .that()
        .resideInAnyPackage("dev.ccproxy.wire..", "dev.ccproxy.document..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.nio.file..", "java.net..")
        .check(PRODUCT);
  }

  @Test
  void sockets_are_opened_in_three_rooms_only() {
    noClasses()
        .that()
        .resideOutsideOfPackages("dev.ccproxy.probe..", "dev.ccproxy.lab..", "dev.ccproxy.launch..")
        .should()
        .dependOnClassesThat()
        .haveNameMatching("java\\.net\\.(.*Socket.*|HttpURLConnection|http\\..*|URLConnection)")
        .check(PRODUCT);
  }

  @Test
  void only_the_entry_point_ends_the_process_or_touches_its_streams() {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName("dev.ccproxy.Main")
        .should()
        .callMethod(System.class, "exit", int.class)
        .orShould()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .orShould()
        .accessField(System.class, "in")
        .check(PRODUCT);
  }

  @Test
  void nothing_static_changes() {
    fields()
        .that()
        .areStatic()
        .and()
        .areDeclaredInClassesThat()
        .resideInAPackage("dev.ccproxy..")
        .should()
        .beFinal()
        .check(PRODUCT);
  }

  @Test
  void no_databind_and_no_logging_at_run_time() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "com.fasterxml.jackson.databind..", "java.util.logging..", "org.slf4j..")
        .check(PRODUCT);
  }
}
