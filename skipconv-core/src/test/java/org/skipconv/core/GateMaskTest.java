package org.skipconv.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class GateMaskTest {

  @Test
  void openPixelsAreFoundInTheirOrder() {
    Random random = new Random(1);
    for (int width = 1; width < 40; width++) {
      GateMask mask = new GateMask(3, width);
      List<Integer> expected = new ArrayList<>();
      for (int i = 0; i < 3 * width; i++) {
        boolean open = random.nextInt(7) == 0;
        mask.set(i / width, i % width, open);
        if (open) {
          expected.add(i);
        }
      }
      List<Integer> found = new ArrayList<>();
      for (int i = mask.nextOpen(0); i >= 0; i = mask.nextOpen(i + 1)) {
        found.add(i);
      }
      assertThat(found).isEqualTo(expected);
    }
  }

  @Test
  void thereIsNoneBeyondTheLastPixel() {
    GateMask mask = new GateMask(2, 5);
    mask.setAll(true);
    assertThat(mask.nextOpen(9)).isEqualTo(9);
    assertThat(mask.nextOpen(10)).isEqualTo(-1);
    assertThatThrownBy(() -> mask.nextOpen(-1)).isInstanceOf(IndexOutOfBoundsException.class);
  }
}
