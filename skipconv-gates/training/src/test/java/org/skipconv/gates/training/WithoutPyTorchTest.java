package org.skipconv.gates.training;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Inference never meets PyTorch, and training without it says what is missing. */
class WithoutPyTorchTest {

  @Test
  void nothingElseRefersToPyTorch() {
    JavaClasses classes =
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("org.skipconv");
    assertThat(classes).isNotEmpty();
    noClasses()
        .that()
        .resideOutsideOfPackage("org.skipconv.gates.training")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.bytedeco.pytorch..")
        .check(classes);
    noClasses()
        .that()
        .resideOutsideOfPackage("org.skipconv.gates.training")
        .and()
        .resideInAPackage("org.skipconv.gates..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.skipconv.gates.training")
        .check(classes);
  }

  @Test
  void trainingWithoutPyTorchNamesTheDependency() throws Exception {
    List<URL> urls = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      if (!entry.contains("pytorch")) {
        urls.add(url(entry));
      }
    }
    ClassLoader platform = ClassLoader.getPlatformClassLoader();
    try (URLClassLoader without = new URLClassLoader(urls.toArray(new URL[0]), platform)) {
      Class<?> attempt = without.loadClass(Attempt.class.getName());
      Supplier<?> message = (Supplier<?>) attempt.getDeclaredConstructor().newInstance();
      assertThat(message.get().toString())
          .startsWith("training needs PyTorch")
          .contains("org.bytedeco:pytorch:");
    }
  }

  private static URL url(String entry) throws MalformedURLException {
    return Path.of(entry).toUri().toURL();
  }

  /** Tries to train; gives the message of the exception. */
  public static final class Attempt implements Supplier<String> {
    @Override
    public String get() {
      try {
        GateTrainer.of(org.skipconv.core.testing.Networks.wide())
            .task(TaskLoss.heatmaps("out"))
            .steps(1)
            .run(new BlockVideo(new org.skipconv.core.Shape(17, 5, 6), 50));
        return "it trained";
      } catch (IllegalStateException e) {
        return e.getMessage();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
