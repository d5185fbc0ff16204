package org.skipconv.bench.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProfileCommandTest {
  private static final int SKIP_MILLIS = 4;
  private static final int SKIP_SHARE = 5;

  @Test
  void theSlowestLayersComeFirst() {
    Ran ran = Ran.of("profile", "--size=64x64", "--start=30", "--frames=4", "--no-progress");
    assertThat(ran.code()).as(ran.err()).isZero();
    List<double[]> layers =
        ran.out()
            .lines()
            .filter(line -> line.contains(" to ") && line.contains(" at "))
            .map(ProfileCommandTest::numbers)
            .toList();
    assertThat(layers).hasSizeGreaterThan(10);
    assertThat(layers.stream().map(row -> row[SKIP_MILLIS]).toList())
        .isSortedAccordingTo(Comparator.reverseOrder());
    double shares = layers.stream().mapToDouble(row -> row[SKIP_SHARE]).sum();
    assertThat(shares).isBetween(1.0, 101.0);
    assertThat(ran.out()).contains("share", "everything else");
  }

  /** Columns of a row, which begins with the kind of layer. */
  private static double[] numbers(String row) {
    String cells = row.substring(row.indexOf(" at ") + 4).strip().replaceFirst("^\\S+", "");
    String[] words = cells.replace("%", "").strip().split(" +", -1);
    double[] values = new double[words.length];
    for (int i = 0; i < words.length; i++) {
      values[i] = words[i].equals("-") ? 0 : Double.parseDouble(words[i]);
    }
    return values;
  }
}
