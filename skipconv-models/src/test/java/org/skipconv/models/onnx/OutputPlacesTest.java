package org.skipconv.models.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OutputPlacesTest {
  private static final int VALUES = 300;

  private final Random random = new Random(6);
  private final float[] values = new float[VALUES];

  OutputPlacesTest() {
    for (int i = 0; i < VALUES; i++) {
      values[i] = random.nextFloat();
    }
  }

  private float[] oneByOne(int[] places) {
    float[] chosen = new float[places.length];
    for (int i = 0; i < chosen.length; i++) {
      chosen[i] = places[i] < 0 ? 0 : values[places[i]];
    }
    return chosen;
  }

  @Test
  void runsAndZerosAndSingleValuesAreChosenAlike() {
    for (int i = 0; i < 300; i++) {
      int longest = 1 + random.nextInt(60);
      int[] places =
          IntStream.range(0, random.nextInt(12))
              .flatMap(
                  run -> {
                    int length = 1 + random.nextInt(longest);
                    int from = random.nextInt(VALUES - length);
                    boolean zeros = random.nextInt(4) == 0;
                    return IntStream.range(0, length).map(k -> zeros ? -1 - k % 3 : from + k);
                  })
              .toArray();
      assertThat(new OutputPlaces(places).choose(values)).isEqualTo(oneByOne(places));
    }
  }

  @Test
  void aMapInAnotherOrderIsChosenValueByValue() {
    int[] places = IntStream.range(0, VALUES).map(i -> i * 7 % VALUES).toArray();
    assertThat(new OutputPlaces(places).choose(values)).isEqualTo(oneByOne(places));
  }
}
