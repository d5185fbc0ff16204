package org.skipconv.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class ConvSpecTest {

  /** Windows that fit a padded line, one by one. */
  private static int countWindows(int padded, int kernel, int stride, int dilation) {
    int count = 0;
    for (int first = 0; first + (kernel - 1) * dilation < padded; first += stride) {
      count++;
    }
    return count;
  }

  @Test
  void explicitPaddingGivesAsManyOutputsAsWindowsFit() {
    for (int size = 1; size <= 12; size++) {
      for (int kernel = 1; kernel <= 5; kernel++) {
        for (int stride = 1; stride <= 4; stride++) {
          for (int dilation = 1; dilation <= 3; dilation++) {
            for (int pad = 0; pad <= 3; pad++) {
              checkExplicit(size, kernel, stride, dilation, pad);
            }
          }
        }
      }
    }
  }

  private static void checkExplicit(int size, int kernel, int stride, int dilation, int pad) {
    Padding rows = new Padding.Explicit(pad, 0, 1, 0);
    Padding columns = new Padding.Explicit(0, 1, 0, pad);
    ConvSpec high = new ConvSpec(kernel, 1, stride, 1, rows, dilation, 1, 1);
    ConvSpec wide = new ConvSpec(1, kernel, 1, stride, columns, 1, dilation, 1);
    int expected = countWindows(size + pad + 1, kernel, stride, dilation);
    if (expected == 0) {
      String message = "padded height " + (size + pad + 1) + " is smaller than the kernel's reach";
      assertThatThrownBy(() -> high.outHeight(size, 7))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(message);
      assertThatThrownBy(() -> wide.outWidth(7, size)).hasMessageContaining("padded width");
      return;
    }
    assertThat(high.outHeight(size, 7)).as("%s of %d", high, size).isEqualTo(expected);
    assertThat(wide.outWidth(7, size)).as("%s of %d", wide, size).isEqualTo(expected);
    assertThat(high.outWidth(size, 7)).isEqualTo(7);
    assertThat(wide.outHeight(7, size)).isEqualTo(7);
  }

  /** TensorFlow's definition: ceil(n / stride) outputs, as little padding as that takes. */
  @Test
  void sameKeepsTheSizeOverTheStrideWithTheOddCellBehind() {
    for (int size = 1; size <= 20; size++) {
      for (int kernel = 1; kernel <= 7; kernel++) {
        for (int stride = 1; stride <= 4; stride++) {
          for (int dilation = 1; dilation <= 2; dilation++) {
            ConvSpec spec =
                new ConvSpec(kernel, kernel, stride, stride, Padding.same(), dilation, dilation, 1);
            int outputs = (int) Math.ceil((double) size / stride);
            assertThat(spec.outHeight(size, size)).as("%s of %d", spec, size).isEqualTo(outputs);
            assertThat(spec.outWidth(size, size)).isEqualTo(outputs);
            checkSamePadding(spec, size, outputs);
          }
        }
      }
    }
  }

  private static void checkSamePadding(ConvSpec spec, int size, int outputs) {
    Padding.Explicit pad = spec.paddingFor(size, size);
    int total = 0;
    while (countWindows(size + total, spec.kernelHeight(), spec.strideY(), spec.dilationY())
        < outputs) {
      total++;
    }
    assertThat(pad.top() + pad.bottom()).as("%s of %d", spec, size).isEqualTo(total);
    assertThat(pad.bottom() - pad.top()).isEqualTo(total % 2);
    assertThat(pad.left()).isEqualTo(pad.top());
    assertThat(pad.right()).isEqualTo(pad.bottom());
  }

  @Test
  void sameLooksAtEachAxisAlone() {
    ConvSpec spec = new ConvSpec(3, 5, 2, 1, Padding.same(), 1, 1, 1);
    assertThat(spec.paddingFor(8, 9)).isEqualTo(new Padding.Explicit(0, 2, 1, 2));
  }

  @Test
  void withersChangeOneThing() {
    ConvSpec spec = new ConvSpec(3, 5, 2, 1, Padding.same(), 2, 3, 4);
    assertThat(spec.withStride(3)).isEqualTo(new ConvSpec(3, 5, 3, 3, Padding.same(), 2, 3, 4));
    assertThat(spec.withPadding(Padding.symmetric(1)).padding())
        .isEqualTo(new Padding.Explicit(1, 1, 1, 1));
    assertThat(spec.withDilation(1)).isEqualTo(new ConvSpec(3, 5, 2, 1, Padding.same(), 1, 1, 4));
    assertThat(spec.withDilation(7, 9))
        .isEqualTo(new ConvSpec(3, 5, 2, 1, Padding.same(), 7, 9, 4));
    assertThat(spec.withGroups(1)).isEqualTo(new ConvSpec(3, 5, 2, 1, Padding.same(), 2, 3, 1));
    assertThat(ConvSpec.keepingSize(5).outHeight(9, 4)).isEqualTo(9);
    assertThat(ConvSpec.keepingSize(5).outWidth(9, 4)).isEqualTo(4);
    assertThat(spec.taps()).isEqualTo(15);
    assertThat(spec.macsPerPixel(8, 12)).isEqualTo(8L / 4 * 12 * 15);
    assertThat(ConvSpec.of(7).macsPerPixel(100_000, 100_000)).isEqualTo(490_000_000_000L);
  }

  @Test
  void refusesWhatIsNoWindow() {
    Padding none = Padding.symmetric(0);
    int[][] bad = {
      {0, 1, 1, 1, 1, 1, 1},
      {1, 0, 1, 1, 1, 1, 1},
      {1, 1, 0, 1, 1, 1, 1},
      {1, 1, 1, 0, 1, 1, 1},
      {1, 1, 1, 1, 0, 1, 1},
      {1, 1, 1, 1, 1, 0, 1},
      {1, 1, 1, 1, 1, 1, 0}
    };
    String[] names = {
      "kernelHeight", "kernelWidth", "strideY", "strideX", "dilationY", "dilationX", "groups"
    };
    for (int i = 0; i < bad.length; i++) {
      int[] b = bad[i];
      assertThatThrownBy(() -> new ConvSpec(b[0], b[1], b[2], b[3], none, b[4], b[5], b[6]))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(names[i] + " must be at least 1, but is 0");
    }
    assertThatThrownBy(() -> ConvSpec.of(3).withPadding(null)).hasMessageContaining("padding");
    assertThatThrownBy(() -> new Padding.Explicit(0, -1, 0, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("0, -1, 0, 0");
  }

  /** Every number as large as an int can be: refused by name, or exactly right. */
  @Test
  void geometryIsExactAtTheLimits() {
    int most = Integer.MAX_VALUE;
    refused(
        () -> ConvSpec.of(3).withDilation(most), "rows that the kernel reaches over", "4294967295");
    refused(() -> ConvSpec.of(3).withDilation(1, most), "columns that the kernel reaches over");
    refused(() -> ConvSpec.of(most), "number of taps");
    refused(() -> ConvSpec.of(46341), "number of taps", "2147488281");
    assertThat(ConvSpec.of(46340).taps()).isEqualTo(46340 * 46340);
    assertThat(ConvSpec.of(3).withDilation(most / 2).reachY()).isEqualTo(most);
    refused(() -> ConvSpec.of(3).withDilation(most / 2 + 1), "the kernel reaches over");

    ConvSpec far = ConvSpec.of(2).withDilation(most - 1);
    assertThat(far.reachX()).isEqualTo(most);
    refused(() -> far.outHeight(100, 100), "padded height 100", "reach 2147483647");
    assertThat(far.outHeight(most, 1 << 20)).isEqualTo(1);
    assertThat(ConvSpec.of(1).outWidth(1, most)).isEqualTo(most);
    assertThat(ConvSpec.of(1).withStride(most).outWidth(1, most)).isEqualTo(1);
    assertThat(ConvSpec.of(1).withStride(most).outWidth(1, 5)).isEqualTo(1);

    ConvSpec padded = ConvSpec.of(1).withPadding(Padding.symmetric(most));
    refused(() -> padded.outHeight(1, 1), "padded height", "4294967295");
    refused(() -> padded.outWidth(1, most), "padded width", "6442450941");
    assertThat(ConvSpec.of(1).withPadding(new Padding.Explicit(most - 1, 0, 0, 0)).outHeight(1, 1))
        .isEqualTo(most);

    ConvSpec same = ConvSpec.of(2).withDilation(most - 1).withPadding(Padding.same());
    assertThat(same.paddingFor(1, 1))
        .isEqualTo(new Padding.Explicit(most / 2, most / 2, most / 2, most / 2));
    assertThat(same.outHeight(1, 1)).isEqualTo(1);
    ConvSpec step = ConvSpec.of(1).withStride(most).withPadding(Padding.same());
    assertThat(step.outHeight(most, 1)).isEqualTo(1);
    assertThat(step.paddingFor(most, 1)).isEqualTo(new Padding.Explicit(0, 0, 0, 0));
    refused(() -> ConvSpec.of(3).withPadding(Padding.same()).outHeight(most, 1), "padded height");

    refused(() -> ConvSpec.of(46340).macsPerPixel(most, most), "taps are too many");
    assertThat(ConvSpec.of(1).macsPerPixel(most, most)).isEqualTo((long) most * most);
  }

  private static void refused(ThrowingCallable action, String... parts) {
    assertThatThrownBy(action)
        .isInstanceOf(IllegalArgumentException.class)
        .satisfies(e -> assertThat(e.getMessage()).contains(parts));
  }
}
