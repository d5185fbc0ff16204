package org.skipconv.bench.app.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.skipconv.core.testing.ProjectFiles;

/** The first sentence of a Javadoc is a noun phrase, or a verb with its object. */
class FirstSentencesTest {
  /** A question or a fragment, which stands in an index without what it belongs to. */
  private static final Pattern FRAGMENT =
      Pattern.compile("/\\*\\*[\\s*]*((What|How|Of|That|Whose|Where|Who|When|Which)\\b[^\\n]*)");

  private static List<Path> sources() {
    return ProjectFiles.below(Sources.PROJECT).stream()
        .filter(file -> file.toString().endsWith(".java"))
        .filter(file -> file.toString().replace('\\', '/').contains("/src/main/java/"))
        .toList();
  }

  @Test
  void sayWhatAThingIs() {
    List<String> fragments = new ArrayList<>();
    List<Path> sources = sources();
    for (Path file : sources) {
      Matcher comment = FRAGMENT.matcher(ProjectFiles.text(file));
      while (comment.find()) {
        fragments.add(file.getFileName() + ": " + comment.group(1));
      }
    }
    assertThat(sources).hasSizeGreaterThan(500);
    assertThat(fragments).isEmpty();
  }
}
