package org.skipconv.bench.app.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The last step of the site's build, which is run from its source. */
class SiteLinksTest {
  private static final Path SOURCE = Sources.PROJECT.resolve("docs/site/SiteLinks.java");

  @TempDir private Path site;

  @BeforeEach
  void writePages() throws IOException {
    Files.createDirectories(site.resolve("how"));
    Files.writeString(
        site.resolve("index.html"), "<h2>What <code>it</code> is</h2><h2>4. Run</h2>");
  }

  private record Ended(int code, String text) {}

  private Ended check(String link) throws IOException, InterruptedException {
    Files.writeString(site.resolve("how/page.html"), "<a href=\"" + link + "\">there</a>");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                SOURCE.toString(),
                site.toString())
            .redirectErrorStream(true)
            .start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ended(process.waitFor(), text);
  }

  @Test
  void linksLeadToPagesAndHeadings() throws Exception {
    Ended ended = check("../index.html#what-it-is");
    assertThat(ended.code()).as(ended.text()).isZero();
    assertThat(check("../index.html#a4-run").code()).isZero();
    assertThat(check("https://example.com/page.html#nowhere").code()).isZero();
  }

  @Test
  void deadLinksEndTheBuild() throws Exception {
    Ended ended = check("../index.html#nowhere");
    assertThat(ended.code()).isEqualTo(1);
    assertThat(ended.text()).contains("how/page.html -> ../index.html#nowhere");
    assertThat(check("none.html").code()).isEqualTo(1);
  }
}
