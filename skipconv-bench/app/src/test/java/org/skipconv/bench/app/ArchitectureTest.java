package org.skipconv.bench.app;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaConstructor;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.skipconv.bench.lab.layer.OneDnn;

/** bench uses models, models uses gates, gates uses core; never the other way. */
class ArchitectureTest {
  /** Each may use those after it. */
  private static final List<String> MODULES = List.of("bench", "models", "gates", "core");

  private static final String[] TRAINING = {
    "org.skipconv.gates.training..", "org.skipconv.models.training.."
  };

  private static final String[] SCENES = {
    "org.skipconv.models.scene..", "org.skipconv.models.embedded.."
  };

  /** Components of which a reader can still tell one from another. */
  private static final int MOST_COMPONENTS = 8;

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
  void whatInfersKnowsNothingOfTraining() {
    noClasses()
        .that()
        .resideOutsideOfPackages(TRAINING)
        .and()
        .resideOutsideOfPackage(in("bench"))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(TRAINING)
        .check(classes);
    noClasses()
        .that()
        .resideOutsideOfPackage("org.skipconv.gates.training..")
        .and()
        // oneDNN's number of threads can be set through PyTorch alone.
        .areNotAssignableTo(OneDnn.class)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.bytedeco.pytorch..")
        .check(classes);
  }

  @Test
  void modelsKnowNothingOfScenes() {
    noClasses()
        .that()
        .resideInAPackage(in("models"))
        .and()
        .resideOutsideOfPackages(SCENES)
        .and()
        .resideOutsideOfPackages(TRAINING)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(SCENES)
        .check(classes);
  }

  /** What a reader of one module calls a thing must not be another thing in the next one. */
  @Test
  void noTwoTypesHaveTheSameName() {
    Map<String, List<String>> byName =
        classes.stream()
            .filter(type -> !type.isAnonymousClass() && !type.isLocalClass())
            .filter(type -> type.isTopLevelClass() || !isPrivate(type))
            .filter(type -> !type.getPackageName().startsWith("org.skipconv.bench"))
            .filter(type -> !type.getSimpleName().equals("package-info"))
            .collect(groupingBy(JavaClass::getSimpleName, mapping(JavaClass::getName, toList())));
    assertThat(byName.values()).filteredOn(names -> names.size() > 1).isEmpty();
  }

  /** Without the annotation a signature says nothing of null. */
  @Test
  void allPublicTypesOfTheLibrariesSayWhatMayBeNull() {
    List<JavaClass> silent =
        classes.stream()
            .filter(type -> type.isTopLevelClass() && isPublic(type))
            .filter(type -> !type.getPackageName().startsWith("org.skipconv.bench"))
            .filter(type -> !type.getPackageName().contains(".internal"))
            .filter(type -> !type.isAnnotatedWith(NullMarked.class))
            .filter(type -> !type.getPackage().isAnnotatedWith(NullMarked.class))
            .toList();
    assertThat(silent).isEmpty();
  }

  private static boolean isPublic(JavaClass type) {
    return type.getModifiers().contains(JavaModifier.PUBLIC);
  }

  private static boolean isPrivate(JavaClass type) {
    return type.getModifiers().contains(JavaModifier.PRIVATE);
  }

  @Test
  void partsOfTheProgramDependInOneDirection() {
    for (String parts : List.of("bench", "bench.cli", "bench.lab")) {
      slices()
          .matching("org.skipconv." + parts + ".(*)..")
          .should()
          .beFreeOfCycles()
          .check(classes);
    }
  }

  /** A record's components are its constructor's parameters: who needs more has two ideas. */
  @Test
  void nothingInTheProgramIsBuiltOfMoreThanEightParts() {
    List<String> blobs =
        classes.stream()
            .filter(type -> type.getPackageName().startsWith("org.skipconv.bench"))
            // What these capture, the compiler passes to their constructors.
            .filter(type -> !type.isAnonymousClass() && !type.isLocalClass())
            .flatMap(type -> type.getConstructors().stream())
            .filter(constructor -> constructor.getRawParameterTypes().size() > MOST_COMPONENTS)
            .map(JavaConstructor::getFullName)
            .toList();
    assertThat(blobs).isEmpty();
  }

  @Test
  void librariesDoNotPrint() {
    NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.check(
        classes.that(resideOutsideOfPackage(in("bench"))));
  }
}
