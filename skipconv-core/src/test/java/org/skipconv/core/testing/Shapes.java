package org.skipconv.core.testing;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.skipconv.core.ConvSpec;
import org.skipconv.core.Padding;

/** Sizes that straddle the boundaries of every kernel: registers, blocks, tiles, windows. */
public final class Shapes {
  private static final int[] CHANNELS = {
    1, 3, 4, 7, 8, 9, 15, 16, 17, 24, 31, 32, 33, 40, 48, 63, 64, 65, 80, 96, 130
  };

  private Shapes() {}

  /** Numbers of channels around every multiple of a register and of a block. */
  public static int[] channels() {
    return CHANNELS.clone();
  }

  /** Numbers of pixels around every tile, among them none. */
  public static int[] listLengths() {
    return IntStream.concat(IntStream.rangeClosed(0, 26), IntStream.of(47, 48, 49, 50)).toArray();
  }

  /** All combinations of kernel, stride, padding and dilation; smallest kernels first. */
  public static List<ConvSpec> windows() {
    int[][] kernels = {
      {1, 1}, {1, 3}, {3, 1}, {2, 2}, {3, 3}, {5, 5}, {4, 1}, {7, 7}, {3, 5},
    };
    int[][] dilations = {{1, 1}, {2, 2}, {3, 1}, {1, 3}};
    int[][] strides = {{1, 1}, {2, 2}, {3, 3}, {1, 2}, {3, 1}};
    List<ConvSpec> specs = new ArrayList<>();
    for (int[] kernel : kernels) {
      for (int[] stride : strides) {
        for (int[] dilation : dilations) {
          for (Padding padding : paddings(kernel, dilation)) {
            ConvSpec spec =
                new ConvSpec(kernel[0], kernel[1], stride[0], stride[1], padding, 1, 1, 1);
            specs.add(spec.withDilation(dilation[0], dilation[1]));
          }
        }
      }
    }
    specs.sort(Comparator.comparingInt(ConvSpec::taps));
    return specs;
  }

  private static List<Padding> paddings(int[] kernel, int[] dilation) {
    int vertical = (kernel[0] - 1) * dilation[0];
    int horizontal = (kernel[1] - 1) * dilation[1];
    return List.of(
        Padding.symmetric(0),
        new Padding.Explicit(vertical / 2, horizontal / 2, vertical / 2, horizontal / 2),
        new Padding.Explicit(0, horizontal, vertical, 0),
        new Padding.Explicit(vertical, 0, 1, horizontal + 1),
        Padding.same());
  }

  /** Whether a map of this size has at least one output. */
  public static boolean fits(ConvSpec spec, int height, int width) {
    Padding.Explicit pad = spec.paddingFor(height, width);
    return height + pad.top() + pad.bottom() >= (spec.kernelHeight() - 1) * spec.dilationY() + 1
        && width + pad.left() + pad.right() >= (spec.kernelWidth() - 1) * spec.dilationX() + 1;
  }
}
