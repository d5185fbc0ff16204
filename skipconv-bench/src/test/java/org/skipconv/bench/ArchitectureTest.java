package org.skipconv.bench;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** bench uses models, models uses gates, gates uses core; never the other way. */
class ArchitectureTest {
  /** Each may use those behind it. */
  private static final List<String> MODULES = List.of("bench", "models", "gates", "core");

  private static JavaClasses classes;

  @BeforeAll
  static void read() {
    classes =
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .withImportOption(location -> !location.contains("-tests.jar"))
            .importPackages("org.skipconv");
    for (String module : MODULES) {
      assertThat(classes.stream().map(c -> c.getPackageName()))
          .as("classes of " + module + " were read")
          .anyMatch(name -> name.startsWith("org.skipconv." + module));
    }
  }

  private static String in(String module) {
    return "org.skipconv." + module + "..";
  }

  @Test
  void modulesDependInOneDirection() {
    for (int user = 1; user < MODULES.size(); user++) {
      String[] forbidden =
          MODULES.subList(0, user).stream().map(ArchitectureTest::in).toArray(String[]::new);
      noClasses()
          .that()
          .resideInAPackage(in(MODULES.get(user)))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(forbidden)
          .check(classes);
    }
  }

  @Test
  void internalsStayInTheirModule() {
    for (String module : MODULES) {
      noClasses()
          .that()
          .resideOutsideOfPackage(in(module))
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.skipconv." + module + "..internal..")
          .check(classes);
    }
  }

  @Test
  void partsOfTheProgramDependInOneDirection() {
    slices().matching("org.skipconv.bench.(*)..").should().beFreeOfCycles().check(classes);
  }

  @Test
  void librariesDoNotPrint() {
    NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.check(
        classes.that(resideOutsideOfPackage(in("bench"))));
  }
}
