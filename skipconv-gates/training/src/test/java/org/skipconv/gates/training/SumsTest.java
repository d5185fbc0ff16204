package org.skipconv.gates.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SumsTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 7, 8, 13})
  void eachRowIsSummedAndOthersStayAsTheyWere(int width) {
    double[] values = IntStream.range(0, 5 * width).asDoubleStream().toArray();
    double[] sums = {-1, -1, -1, -1, -1};
    Sums.ofRows(values, width, sums, 1, 4);
    assertThat(new double[] {sums[0], sums[4]}).containsOnly(-1);
    for (int row = 1; row < 4; row++) {
      int from = row * width;
      assertThat(sums[row]).isEqualTo(IntStream.range(from, from + width).sum());
    }
  }
}
