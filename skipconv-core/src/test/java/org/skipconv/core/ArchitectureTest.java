package org.skipconv.core;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Who may know what. */
class ArchitectureTest {
  private static final String CORE = "org.skipconv.core";
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .importUrl(SkipNetwork.class.getProtectionDomain().getCodeSource().getLocation());

  @Test
  void onlyTheAdapterKnowsNd4j() {
    noClasses()
        .that()
        .resideOutsideOfPackage(CORE + ".nd4j")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.nd4j..", CORE + ".nd4j")
        .check(CLASSES);
  }

  @Test
  void onlyKernelsAndTheAdapterKnowJavaCpp() {
    noClasses()
        .that()
        .resideOutsideOfPackages(CORE + ".internal.kernel", CORE + ".nd4j")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.bytedeco..")
        .check(CLASSES);
  }

  @Test
  void kernelsDoNotKnowTheEngine() {
    noClasses()
        .that()
        .resideInAPackage(CORE + ".internal.kernel")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(CORE + ".internal.engine", CORE + ".nd4j")
        .check(CLASSES);
  }

  @Test
  void kernelsDoNotKnowWhatUsersAreToldOfThem() {
    noClasses()
        .that()
        .resideInAPackage(CORE + ".internal..")
        .should()
        .dependOnClassesThat()
        .areAssignableTo(KernelInfo.class)
        .check(CLASSES);
  }

  /** Or a mistake in it would be a mistake of what is tested against it. */
  @Test
  void theReferenceIsNoPartOfProduction() {
    noClasses()
        .that()
        .haveNameNotMatching(CORE + ".internal.kernel.Reference.*")
        .should()
        .dependOnClassesThat()
        .haveNameMatching(CORE + ".internal.kernel.Reference.*")
        .check(CLASSES);
  }

  @Test
  void noPublicSignatureMentionsInternalTypes() {
    List<String> mentions = new ArrayList<>();
    int members = 0;
    for (JavaClass type : CLASSES) {
      if (!isVisible(type)) {
        continue;
      }
      Stream.concat(type.getAllRawInterfaces().stream(), type.getAllRawSuperclasses().stream())
          .filter(ArchitectureTest::isInternal)
          .forEach(c -> mentions.add(type + " is a " + c));
      for (JavaMember member : type.getMembers()) {
        if (isVisible(member.getModifiers())) {
          members++;
          types(member)
              .filter(ArchitectureTest::isInternal)
              .forEach(c -> mentions.add(member.getFullName() + " mentions " + c));
        }
      }
    }
    assertThat(members).as("members looked at").isGreaterThan(100);
    assertThat(mentions).isEmpty();
  }

  private static Stream<JavaClass> types(JavaMember member) {
    if (member instanceof JavaCodeUnit code) {
      return Stream.of(
              code.getReturnType().getAllInvolvedRawTypes().stream(),
              code.getParameterTypes().stream().flatMap(t -> t.getAllInvolvedRawTypes().stream()),
              code.getExceptionTypes().stream())
          .flatMap(s -> s.map(JavaClass.class::cast));
    }
    return ((JavaField) member).getType().getAllInvolvedRawTypes().stream();
  }

  private static boolean isInternal(JavaClass type) {
    return type.getBaseComponentType().getPackageName().startsWith(CORE + ".internal");
  }

  private static boolean isVisible(JavaClass type) {
    return !isInternal(type)
        && isVisible(type.getModifiers())
        && type.getEnclosingClass().map(ArchitectureTest::isVisible).orElse(true);
  }

  private static boolean isVisible(Set<JavaModifier> modifiers) {
    return modifiers.contains(JavaModifier.PUBLIC) || modifiers.contains(JavaModifier.PROTECTED);
  }
}
