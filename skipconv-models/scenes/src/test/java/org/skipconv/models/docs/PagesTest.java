package org.skipconv.models.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.skipconv.core.Gate;
import org.skipconv.core.KernelInfo;
import org.skipconv.core.Precision;
import org.skipconv.core.ResidualPolicy;
import org.skipconv.core.SessionOptions;
import org.skipconv.core.SkipNetwork;
import org.skipconv.core.VideoSession;
import org.skipconv.core.testing.ProjectFiles;
import org.skipconv.models.efficientdet.EfficientDet;
import org.skipconv.models.hrnet.HrNet;

/** The pages show code that is compiled and run, output that is printed, figures that are so. */
class PagesTest {
  private static final SessionOptions ALL_OPEN = SessionOptions.gates(Gate.ALL_OPEN);

  /** A block and, where there is one, the comment before it. */
  private static final Pattern BLOCK =
      Pattern.compile("(?:<!-- from (\\S+)#(\\S+) -->\\n)?```java\\n(.*?)```", Pattern.DOTALL);

  private static final Pattern IMPORT =
      Pattern.compile("(?m)^import ((?:org\\.skipconv|java|ai)\\.[\\w.]+)(\\.\\*)?;$");

  /** A type, but none that belongs to another one. */
  private static final Pattern TYPE = Pattern.compile("(?<![.\\w])[A-Z]\\w+");

  /** Has a test of its own, which needs no comments in the page. */
  private static final String OWN_GATE = "your-own-gate.md";

  static List<Path> pages() {
    Stream<Path> readme = Stream.of(ProjectFiles.root().resolve("README.md"));
    return Stream.concat(readme, Pages.all().stream())
        .filter(page -> !page.endsWith(OWN_GATE))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("pages")
  void javaIsARegionOfATestedSource(Path page) {
    Matcher block = BLOCK.matcher(ProjectFiles.text(page));
    while (block.find()) {
      if (block.group(1) == null) {
        requireImports(block.group(3));
      } else {
        assertThat(block.group(3)).isEqualTo(region(block.group(1), block.group(2)));
      }
    }
  }

  private static String region(String file, String tag) {
    String source = ProjectFiles.text(ProjectFiles.root().resolve(file));
    Matcher region =
        Pattern.compile("// tag::" + tag + "\\n(.*?) *// end::" + tag + "\\n", Pattern.DOTALL)
            .matcher(source);
    assertThat(region.find()).as(tag + " in " + file).isTrue();
    return region.group(1).stripTrailing().stripIndent() + "\n";
  }

  /** Blocks without a source may hold nothing but imports, of what there is. */
  private static void requireImports(String block) {
    for (String line : block.lines().toList()) {
      Matcher matcher = IMPORT.matcher(line);
      assertThat(matcher.matches()).as("an import, or a comment with the source: " + line).isTrue();
      if (!matcher.group(1).startsWith("org.skipconv.")) {
        continue; // The sources that they are copied from are compiled.
      }
      String path = matcher.group(1).replace('.', '/') + (matcher.group(2) == null ? ".java" : "");
      assertThat(ProjectFiles.LIBRARIES)
          .as(line)
          .anyMatch(library -> sources(library).resolve(path).toFile().exists());
    }
  }

  private static Path sources(String library) {
    return ProjectFiles.root().resolve(library + "/src/main/java");
  }

  /** Samples name their imports on their page, so that they can be copied. */
  @ParameterizedTest
  @MethodSource("pages")
  void samplesHaveTheirImports(Path page) {
    String text = ProjectFiles.text(page);
    Set<String> imported =
        IMPORT.matcher(text).results().map(PagesTest::imported).collect(Collectors.toSet());
    Set<String> missing = new TreeSet<>();
    Matcher block = BLOCK.matcher(text);
    while (block.find()) {
      if (block.group(1) != null) {
        Map<String, String> known = imports(block.group(1));
        TYPE.matcher(block.group(3).replaceAll("\"(\\\\.|[^\"\\\\])*\"|//.*", ""))
            .results()
            .map(type -> known.get(type.group()))
            .filter(Objects::nonNull)
            .filter(type -> !imported.contains(type))
            .filter(type -> !imported.contains(type.replaceAll("\\.\\w+$", ".*")))
            .forEach(type -> missing.add("import " + type + ";"));
      }
    }
    assertThat(missing).isEmpty();
  }

  private static String imported(MatchResult line) {
    return line.group(1) + (line.group(2) == null ? "" : ".*");
  }

  /** Qualified names by simple ones, of the types that a source imports or has beside it. */
  private static Map<String, String> imports(String file) {
    String source = ProjectFiles.text(ProjectFiles.root().resolve(file));
    Map<String, String> imports = new HashMap<>();
    Matcher own = Pattern.compile("(?m)^package ([\\w.]+);$").matcher(source);
    assertThat(own.find()).as(file).isTrue();
    for (String library : ProjectFiles.LIBRARIES) {
      String[] beside = sources(library).resolve(own.group(1).replace('.', '/')).toFile().list();
      for (String name : beside == null ? new String[0] : beside) {
        String type = name.replace(".java", "");
        imports.put(type, own.group(1) + "." + type);
      }
    }
    IMPORT
        .matcher(source)
        .results()
        .map(PagesTest::imported)
        .forEach(type -> imports.put(type.substring(type.lastIndexOf('.') + 1), type));
    return imports;
  }

  @Test
  void theTutorialShowsWhatItsProgramPrints() {
    Map<Integer, Integer> printed = savings(printed());
    assertThat(printed).hasSize(40);
    String page = Pages.text("tutorial.md");
    int from = page.indexOf("<!-- output of FirstPoses -->");
    Map<Integer, Integer> shown = savings(page.substring(from, page.indexOf("(Six of", from)));
    assertThat(shown).hasSize(6);
    shown.forEach(
        (frame, saved) ->
            assertThat(printed.get(frame)).as("frame " + frame).isCloseTo(saved, within(3)));
  }

  private static String printed() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    FirstPoses.print(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private static Map<Integer, Integer> savings(String text) {
    Map<Integer, Integer> savings = new TreeMap<>();
    Matcher line =
        Pattern.compile("frame +(\\d+): Joint\\[name=nose, .*], saved (\\d+) %, [\\d.]+ ms")
            .matcher(text);
    while (line.find()) {
      savings.put(Integer.valueOf(line.group(1)), Integer.valueOf(line.group(2)));
    }
    return savings;
  }

  @Test
  void theMemoryPageGivesWhatAStreamHolds() {
    String heading = "| network | input | weights | `CARRY` | `REBASE` | `CARRY`, bfloat16 |";
    Map<String, List<String>> table =
        Pages.table("concepts/memory.md", heading).stream()
            .collect(Collectors.toMap(row -> row.get(0), row -> row.subList(2, 6)));
    List<String> checked = new ArrayList<>();
    for (SkipNetwork network :
        List.of(
            HrNet.w18SmallV1(256, 192).seeded(1),
            HrNet.w32(256, 192).seeded(1),
            EfficientDet.d0().seeded(1))) {
      String name = label(network);
      checked.add(name);
      assertMegabytes(table.get(name).get(0), Float.BYTES * network.parameters());
      assertMegabytes(table.get(name).get(1), memory(network, ALL_OPEN));
      assertMegabytes(
          table.get(name).get(2), memory(network, ALL_OPEN.withPolicy(ResidualPolicy.REBASE)));
      if (hasNativeKernels()) {
        SessionOptions narrow = ALL_OPEN.withPrecision(Precision.BFLOAT16);
        assertMegabytes(table.get(name).get(3), memory(network, narrow));
      }
    }
    assertThat(checked).containsExactlyInAnyOrderElementsOf(table.keySet());
  }

  private static String label(SkipNetwork network) {
    if (network.inputShape().height() == 512) {
      return "EfficientDet-D0";
    }
    return network.parameters() > 10_000_000 ? "HRNet-W32" : "HRNet-W18-small-v1";
  }

  private static boolean hasNativeKernels() {
    return !List.of("openblas", "java").contains(KernelInfo.current().name());
  }

  private static long memory(SkipNetwork network, SessionOptions options) {
    try (VideoSession session = network.open(options)) {
      return session.memoryBytes();
    }
  }

  private static void assertMegabytes(String shown, long bytes) {
    double value = Double.parseDouble(shown);
    assertThat(bytes / 1e6).isCloseTo(value, within(0.05 * value));
  }
}
