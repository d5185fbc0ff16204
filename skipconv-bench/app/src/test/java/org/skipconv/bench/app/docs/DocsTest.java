package org.skipconv.bench.app.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.skipconv.core.testing.ProjectFiles;

/** Names in the documentation are names in the code, and links lead somewhere. */
class DocsTest {
  private static final Pattern FENCE = Pattern.compile("```.*?```", Pattern.DOTALL);
  private static final Pattern CODE = Pattern.compile("`([^`\n]+)`");
  private static final Pattern TYPE =
      Pattern.compile("([A-Z][A-Z0-9]*[a-z]\\w*)((?:\\.\\w+)*)(?:[(<].*)?");
  private static final Pattern METHOD = Pattern.compile("([a-z]\\w*)\\(.*\\)");
  private static final Pattern LINK = Pattern.compile("\\[[^]]*]\\(([^)\\s]+)\\)");
  private static final Pattern HEADING = Pattern.compile("(?m)^#+ +(.*)$");

  /** Types of Java, ND4J and others that the pages name. */
  private static final Set<String> FOREIGN =
      Set.of(
          "INDArray",
          "FloatBuffer",
          "Duration",
          "BufferedImage",
          "System",
          "IOException",
          "InterruptedIOException",
          "IllegalStateException",
          "IllegalArgumentException",
          "OutOfMemoryError",
          "ReadOnlyBufferException",
          "DetBenchPredict",
          "COCOeval");

  /** Methods of others that the pages name. */
  private static final Set<String> FOREIGN_METHODS = Set.of("dup", "sign", "state_dict");

  private static Sources sources;

  @BeforeAll
  static void readSources() {
    sources = Sources.read();
  }

  static List<Path> pages() {
    List<Path> pages = new ArrayList<>();
    try (Stream<Path> docs = ProjectFiles.below(Sources.PROJECT.resolve("docs")).stream()) {
      docs.filter(file -> file.toString().endsWith(".md")).forEach(pages::add);
    }
    for (String page : List.of("README.md", "CHANGELOG.md")) {
      Path file = Sources.PROJECT.resolve(page);
      if (Files.exists(file)) {
        pages.add(file);
      }
    }
    return pages;
  }

  @ParameterizedTest
  @MethodSource("pages")
  void namesInBackticksAreNamesInTheCode(Path page) {
    Matcher code = CODE.matcher(FENCE.matcher(ProjectFiles.text(page)).replaceAll(""));
    List<String> unknown = new ArrayList<>();
    while (code.find()) {
      if (!isKnown(code.group(1))) {
        unknown.add(code.group(1));
      }
    }
    assertThat(unknown).isEmpty();
  }

  /** Whether there is what a word stands for, if it looks like something of ours. */
  private static boolean isKnown(String word) {
    Matcher type = TYPE.matcher(word);
    if (type.matches() && !sources.hasFile(word)) {
      return FOREIGN.contains(type.group(1)) || isKnown(type.group(1), type.group(2));
    }
    Matcher method = METHOD.matcher(word);
    if (method.matches()) {
      return FOREIGN_METHODS.contains(method.group(1)) || sources.hasMethod(method.group(1));
    }
    boolean ours = word.startsWith("skipconv.") || word.startsWith("SKIPCONV_");
    if (ours || word.matches("--[a-z-]+")) {
      return sources.mention(word.split("=", 2)[0]);
    }
    return !word.matches("\\w+\\.(java|cpp|h|inc|sh)") || sources.hasFile(word);
  }

  private static boolean isKnown(String type, String members) {
    if (!sources.hasType(type)) {
      return false;
    }
    String holder = type;
    for (String member : members.split("\\.", -1)) {
      if (!member.isEmpty() && !sources.hasMember(holder, member)) {
        return false;
      }
      holder = sources.hasType(member) ? member : holder;
    }
    return true;
  }

  @ParameterizedTest
  @MethodSource("pages")
  void relativeLinksLeadSomewhere(Path page) {
    Matcher link = LINK.matcher(FENCE.matcher(ProjectFiles.text(page)).replaceAll(""));
    List<String> dead = new ArrayList<>();
    while (link.find()) {
      if (!link.group(1).matches("[a-z]+:.*") && !isThere(page, link.group(1))) {
        dead.add(link.group(1));
      }
    }
    assertThat(dead).isEmpty();
  }

  private static boolean isThere(Path page, String link) {
    int hash = link.indexOf('#');
    String path = hash < 0 ? link : link.substring(0, hash);
    Path target = path.isEmpty() ? page : page.resolveSibling(path).normalize();
    if (!Files.exists(target)) {
      return false;
    }
    return hash < 0 || anchors(target).contains(link.substring(hash + 1));
  }

  /** A heading's anchor as GitHub makes it. */
  private static List<String> anchors(Path page) {
    String text = FENCE.matcher(ProjectFiles.text(page)).replaceAll("");
    return HEADING
        .matcher(text)
        .results()
        .map(heading -> heading.group(1).toLowerCase(Locale.ROOT))
        .map(heading -> heading.replaceAll("[^\\w\\- ]", "").replace(' ', '-'))
        .toList();
  }

  @Test
  void everyFieldOfTheJsonIsDescribed() {
    String report =
        "skipconv-bench/cli/src/main/java/org/skipconv/bench/cli/report/ReportJson.java";
    String page = ProjectFiles.text(Sources.PROJECT.resolve("docs/how-to/measure.md"));
    List<String> fields =
        Pattern.compile("\\.put\\(\"(\\w+)\"")
            .matcher(ProjectFiles.text(Sources.PROJECT.resolve(report)))
            .results()
            .map(put -> put.group(1))
            .toList();
    assertThat(fields).hasSizeGreaterThan(20);
    for (String field : fields) {
      assertThat(page).contains("`" + field + "`");
    }
  }

  @Test
  void everyPageIsInTheIndex() {
    Path index = Sources.PROJECT.resolve("docs/README.md");
    String text = ProjectFiles.text(index);
    for (Path page : pages()) {
      if (page.startsWith(index.getParent()) && !page.equals(index)) {
        assertThat(text).contains("(" + index.getParent().relativize(page) + ")");
      }
    }
  }

  /** Whoever reads the site finds all pages in its menu. */
  @Test
  void everyPageIsInTheMenuOfTheSite() {
    String menu = ProjectFiles.text(Sources.PROJECT.resolve("docs/site/site.xml"));
    for (Path page : pages()) {
      String name = Sources.PROJECT.relativize(page).toString().replace('\\', '/');
      String file = name.equals("README.md") ? "index.html" : name.replaceAll("md$", "html");
      assertThat(menu).contains("href=\"" + file + "\"");
    }
  }

  @Test
  void thisTestKnowsWhatIsNotThere() {
    assertThat(isKnown("NormGate.input(0.05f)")).isTrue();
    assertThat(isKnown("Gate.State.decidesUnchanged")).isTrue();
    assertThat(isKnown("NormGates")).isFalse();
    assertThat(isKnown("NormGate.inputs")).isFalse();
    assertThat(isKnown("requestNothing()")).isFalse();
    assertThat(isKnown("--no-such-option")).isFalse();
    assertThat(isKnown("skipconv.no.such.property")).isFalse();
    Path index = Sources.PROJECT.resolve("docs/README.md");
    assertThat(isThere(index, "tutorial.md#4-run-it")).isTrue();
    assertThat(isThere(index, "tutorial.md#nowhere")).isFalse();
  }

  /** The page of public types is complete, and names none that is not there. */
  @Test
  void everyPublicTypeIsListedOnOnePage() {
    String page = ProjectFiles.text(Sources.PROJECT.resolve("docs/reference/public-types.md"));
    List<String> listed =
        page.lines()
            .filter(line -> line.startsWith("| `"))
            .map(line -> line.substring(3, line.indexOf('`', 3)))
            .sorted()
            .toList();
    assertThat(listed).containsExactlyElementsOf(Sources.publicTypes());
  }
}
