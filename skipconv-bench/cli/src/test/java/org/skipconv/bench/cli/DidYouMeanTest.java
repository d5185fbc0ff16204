package org.skipconv.bench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DidYouMeanTest {
  private static final List<String> NAMES =
      List.of("--input", "--input-threshold", "--model", "--out", "run", "hrnet-w32", "hrnet-w48");

  @ParameterizedTest
  @CsvSource({
    "--inptu, did you mean --input?",
    "--inptu=a.mp4, did you mean --input?",
    "--Model, did you mean --model?",
    "--input-thr, did you mean --input-threshold?",
    "runn, did you mean run?",
    "hrnet_w32, did you mean hrnet-w32?",
    "hrnet-w38, did you mean hrnet-w32 or hrnet-w48?",
    "fly, ''",
    "-x, ''",
    "something-else-entirely, ''",
  })
  void asksForSimilarNamesAlone(String word, String question) {
    assertThat(DidYouMean.question(word, NAMES)).isEqualTo(question);
  }
}
