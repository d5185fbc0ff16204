package org.skipconv.bench.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.skipconv.core.testing.ForkedJvm;

/** The runnable jar has the licences of all that it contains. */
class LicencesTest {
  private static final String FOLDER = "/META-INF/licenses/";

  /** .../artifact/version/artifact-version.jar, or with a classifier. */
  private static final Pattern IN_REPOSITORY =
      Pattern.compile(".*/([^/]+)/([^/]+)/\\1-\\2[^/]*\\.jar");

  /** Artifacts on the class path of tests alone. */
  private static final Set<String> OF_TESTS =
      Set.of(
          "apiguardian-api",
          "archunit",
          "assertj-core",
          "byte-buddy",
          "junit-jupiter",
          "junit-jupiter-api",
          "junit-jupiter-engine",
          "junit-jupiter-params",
          "junit-platform-commons",
          "junit-platform-engine",
          "junit-platform-launcher",
          "opentest4j");

  /** Artifacts with the names of their licences' files. */
  private static Map<String, List<String>> index() throws IOException {
    Map<String, List<String>> index = new TreeMap<>();
    for (String line : text("README.txt").lines().toList()) {
      if (line.matches("[a-z0-9-]+: .*\\.txt")) {
        int colon = line.indexOf(':');
        List<String> files = List.of(line.substring(colon + 2).split(", ", -1));
        index.put(line.substring(0, colon), files);
      }
    }
    return index;
  }

  private static String text(String file) throws IOException {
    try (InputStream in = LicencesTest.class.getResourceAsStream(FOLDER + file)) {
      return new String(Objects.requireNonNull(in, file).readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** Names of others' artifacts, from where a repository has them. */
  private static Set<String> carried() {
    Set<String> carried = new TreeSet<>();
    for (Path entry : ForkedJvm.classPath()) {
      Matcher file = IN_REPOSITORY.matcher(entry.toUri().getPath());
      if (file.matches() && !file.group(1).startsWith("skipconv-")) {
        carried.add(file.group(1));
      }
    }
    carried.removeAll(OF_TESTS);
    return carried;
  }

  @Test
  void eachArtifactHasItsLicences() throws IOException {
    assertThat(carried()).contains("javacpp", "gson", "picocli").isEqualTo(index().keySet());
    for (Map.Entry<String, List<String>> artifact : index().entrySet()) {
      for (String file : artifact.getValue()) {
        assertThat(text(file)).as(artifact.getKey()).hasSizeGreaterThan(1000);
      }
    }
  }
}
