package org.skipconv.models.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.skipconv.core.Shape;

class OutputPartTest {
  /** Six pixels of 5 channels, six of 1, two of 3. */
  private static final List<Shape> MAPS =
      List.of(new Shape(5, 2, 3), new Shape(1, 3, 2), new Shape(3, 1, 2));

  private static final int[] BEGINS = {0, 30, 36};

  private static int place(int map, int pixel, int channel) {
    return BEGINS[map] + pixel * MAPS.get(map).channels() + channel;
  }

  @Test
  void wholeMapsOneBehindTheOther() {
    assertThat(OutputPart.of(IntStream.range(0, 42).toArray(), MAPS))
        .containsExactly(
            new OutputPart(0, 0, 5, 0, 5),
            new OutputPart(1, 0, 1, 30, 1),
            new OutputPart(2, 0, 3, 36, 3));
  }

  @Test
  void channelsOfTwoMapsPixelByPixel() {
    // Of each pixel channels 1 to 4 of the first map, a zero, the second map, channel 0 of the
    // first.
    int[] places = new int[42];
    for (int pixel = 0; pixel < 6; pixel++) {
      for (int c = 0; c < 4; c++) {
        places[7 * pixel + c] = place(0, pixel, 1 + c);
      }
      places[7 * pixel + 4] = -1;
      places[7 * pixel + 5] = place(1, pixel, 0);
      places[7 * pixel + 6] = place(0, pixel, 0);
    }
    assertThat(OutputPart.of(places, MAPS))
        .containsExactly(
            new OutputPart(0, 1, 4, 0, 7),
            new OutputPart(1, 0, 1, 5, 7),
            new OutputPart(0, 0, 1, 6, 7));
  }

  @Test
  void aMapOfOnePixelHasNoStep() {
    assertThat(OutputPart.of(new int[] {1, 2}, List.of(new Shape(3, 1, 1))))
        .containsExactly(new OutputPart(0, 1, 2, 0, 0));
  }

  @Test
  void nothingButZerosHasNoParts() {
    assertThat(OutputPart.of(new int[] {-1, -1}, MAPS)).isEmpty();
  }

  @Test
  void channelsOneBehindTheOtherAreTooMany() {
    int[] places = IntStream.range(0, 30).map(i -> place(0, i % 6, i / 6)).toArray();
    assertThat(OutputPart.of(places, MAPS)).isNull();
    // Three are few.
    assertThat(OutputPart.of(Arrays.copyOf(places, 18), MAPS)).hasSize(3);
  }

  @Test
  void pixelsInAnotherOrderOrMissingAreNoPart() {
    int[] swapped = IntStream.range(30, 36).toArray();
    swapped[2] = 33;
    swapped[3] = 32;
    assertThat(OutputPart.of(swapped, MAPS)).isNull();
    assertThat(OutputPart.of(IntStream.range(30, 35).toArray(), MAPS)).isNull();
    assertThat(OutputPart.of(IntStream.range(31, 36).toArray(), MAPS)).isNull();
    assertThat(OutputPart.of(new int[] {30, 31, -1, 32, 33, 34, 35}, MAPS)).isNull();
    assertThat(OutputPart.of(new int[] {30, 31, 32, 33, 34, 35, 30}, MAPS)).isNull();
  }
}
