package org.skipconv.gates.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.skipconv.core.ConvSpec;
import org.skipconv.core.Padding;

class OpenWindowsTest {
  /** Input of 2 frames, 3 x 4; the same size comes out. Frame 0 ends at pixel 11. */
  private static final ConvSpec SPEC = ConvSpec.keepingSize(3);

  private static OpenWindows of(int... pixels) {
    return new OpenWindows(pixels, 2, SPEC, 3, 4);
  }

  @Test
  void aWindowIsReadRowByRow() {
    OpenWindows inside = of(6);
    assertThat(inside.sources()).containsExactly(1, 2, 3, 5, 6, 7, 9, 10, 11);
    assertThat(inside.outside()).isEmpty();
  }

  @Test
  void tapsOutsideTheMapAreNamed() {
    OpenWindows corner = of(12);
    assertThat(corner.outside()).containsExactly(0, 1, 2, 3, 6);
    assertThat(corner.sources()).containsExactly(0, 0, 0, 0, 12, 13, 0, 16, 17);
  }

  @Test
  void stridesAndDilationSpreadThePixels() {
    ConvSpec spec = SPEC.withStride(2).withDilation(2).withPadding(Padding.symmetric(2));
    // 5 x 5 becomes 3 x 3, of which pixel 4 is the middle.
    OpenWindows middle = new OpenWindows(new int[] {4}, 1, spec, 5, 5);
    assertThat(middle.sources()).containsExactly(0, 2, 4, 10, 12, 14, 20, 22, 24);
  }

  @Test
  void eachInputPixelKnowsItsReaders() {
    OpenWindows windows = of(0, 1, 6, 20);
    int[] offsets = windows.offsets();
    int[] readers = windows.readers();
    assertThat(offsets).hasSize(24);
    for (int pixel = 0; pixel < offsets.length; pixel++) {
      List<Integer> found = new ArrayList<>();
      int end = pixel + 1 < offsets.length ? offsets[pixel + 1] : readers.length;
      for (int i = offsets[pixel]; i < end; i++) {
        found.add(readers[i]);
      }
      List<Integer> expected = new ArrayList<>();
      for (int at = 0; at < windows.sources().length; at++) {
        boolean inside = Arrays.binarySearch(windows.outside(), at) < 0;
        if (inside && windows.sources()[at] == pixel) {
          expected.add(at);
        }
      }
      assertThat(found).as("readers of %d", pixel).isEqualTo(expected);
    }
  }

  @Test
  void noPixelHasNoWindow() {
    assertThat(of().sources()).isEmpty();
    assertThat(of().readers()).isEmpty();
    assertThat(of().offsets()).containsOnly(0);
  }
}
