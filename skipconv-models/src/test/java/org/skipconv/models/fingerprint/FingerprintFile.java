package org.skipconv.models.fingerprint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.skipconv.core.MacCount;

/** The expected fingerprints: text, one line a scenario. */
final class FingerprintFile {
  static final Path PATH =
      Path.of("src/test/resources/org/skipconv/models/fingerprint/fingerprints.txt");

  private static final String HEAD =
      """
      # What the engine computes, bit for bit: see FingerprintTest, which also says how to renew this file.
      # network          kernels  policy gates    outputs of 5 frames each; masks likewise; MACs: dense computed gating
      """;

  private FingerprintFile() {}

  /** Fingerprints by the text of their scenario; none when there is no file. */
  static Map<String, Fingerprint> read() throws IOException {
    Map<String, Fingerprint> fingerprints = new LinkedHashMap<>();
    if (Files.exists(PATH)) {
      for (String line : Files.readAllLines(PATH)) {
        if (!line.startsWith("#")) {
          String[] halves = line.split(" : ", 2);
          fingerprints.put(halves[0], parse(halves[1]));
        }
      }
    }
    return fingerprints;
  }

  private static Fingerprint parse(String text) {
    String[] words = text.split(" ", -1);
    return new Fingerprint(
        checksums(words[0]),
        checksums(words[1]),
        new MacCount(Long.parseLong(words[2]), Long.parseLong(words[3]), Long.parseLong(words[4])));
  }

  private static List<String> checksums(String text) {
    return Arrays.asList(text.split("\\.", -1));
  }

  /** Replaces these lines, leaves out those of scenarios that are no more, keeps the others. */
  static void write(Map<String, Fingerprint> renewed) throws IOException {
    Map<String, Fingerprint> all = read();
    all.putAll(renewed);
    StringBuilder text = new StringBuilder(HEAD);
    Scenario.all()
        .map(Scenario::toString)
        .filter(all::containsKey)
        .forEach(key -> text.append(line(key, all.get(key))));
    Files.createDirectories(PATH.getParent());
    Files.writeString(PATH, text);
  }

  private static String line(String scenario, Fingerprint print) {
    MacCount macs = print.macs();
    return String.format(
        "%s : %s %s %d %d %d%n",
        scenario,
        String.join(".", print.outputs()),
        String.join(".", print.masks()),
        macs.dense(),
        macs.computed(),
        macs.gating());
  }
}
