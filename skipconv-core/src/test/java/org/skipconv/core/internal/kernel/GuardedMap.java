package org.skipconv.core.internal.kernel;

import java.util.Arrays;
import java.util.Random;
import java.util.Set;
import org.skipconv.core.Padding;
import org.skipconv.core.Shape;

/**
 * A map with canaries: around the border that a kernel may read lies a ring of NaN, so that reading
 * too far shows in the result, and what must not be written is compared bit by bit.
 */
final class GuardedMap {
  private static final int CANARY = 0x7fc0dead;
  private static final Padding.Explicit NO_BORDER = new Padding.Explicit(0, 0, 0, 0);

  private final Memory memory;
  private final Plane map;
  private final int[] before;

  /**
   * A map of random values in a zero border.
   *
   * @param border zeros that kernels may read
   * @param pixelStride floats of a pixel; those behind its channels are 0
   */
  GuardedMap(Shape shape, Padding.Explicit border, int pixelStride, Random random) {
    Padding.Explicit ring =
        new Padding.Explicit(
            border.top() + 1, border.left() + 1, border.bottom() + 1, border.right() + 1);
    before = new int[Math.toIntExact(Plane.entries(shape, ring, pixelStride))];
    Arrays.fill(before, CANARY);
    memory = Memory.of(before);
    map = new Plane(Plane.Element.FLOAT32, shape, ring, pixelStride, 1, 1, memory);
    for (int y = -border.top(); y < shape.height() + border.bottom(); y++) {
      for (int x = -border.left(); x < shape.width() + border.right(); x++) {
        boolean inside = y >= 0 && y < shape.height() && x >= 0 && x < shape.width();
        for (int c = 0; c < pixelStride; c++) {
          boolean value = inside && c < shape.channels();
          memory.floats().put(index(y, x) + c, value ? (float) random.nextGaussian() : 0);
        }
      }
    }
    remember();
  }

  /** A map without a border whose pixels are as wide as the engine makes them. */
  static GuardedMap of(Shape shape, Random random) {
    return new GuardedMap(shape, NO_BORDER, Plane.alignedChannels(shape.channels()), random);
  }

  private GuardedMap(GuardedMap source, int keptBits) {
    before = source.before.clone();
    for (int i = 0; i < before.length; i++) {
      before[i] &= keptBits;
    }
    memory = Memory.of(before);
    Plane like = source.map;
    map =
        new Plane(
            Plane.Element.FLOAT32, like.shape(), like.border(), like.pixelStride(), 1, 1, memory);
  }

  /** What this map held before a kernel ran, in memory of its own. */
  GuardedMap copy() {
    return new GuardedMap(this, -1);
  }

  /** Like {@link #copy}, each value replaced by its magnitude. */
  GuardedMap magnitudes() {
    return new GuardedMap(this, 0x7fffffff);
  }

  private int index(int y, int x) {
    return map.origin() + y * map.rowStride() + x * map.pixelStride();
  }

  private void remember() {
    memory.ints().get(before);
  }

  Plane map() {
    return map;
  }

  void set(int channel, int y, int x, float value) {
    memory.floats().put(map.index(y, x) + channel, value);
    remember();
  }

  /** Puts NaN behind the channels of every pixel: for kernels that must not read there. */
  GuardedMap forbidPaddedChannels() {
    Shape shape = map.shape();
    for (int pixel = 0; pixel < shape.pixels(); pixel++) {
      int index = index(pixel / shape.width(), pixel % shape.width());
      for (int c = shape.channels(); c < map.pixelStride(); c++) {
        memory.floats().put(index + c, Float.NaN);
      }
    }
    remember();
    return this;
  }

  /** The value that a channel had before the kernel ran. */
  float old(int channel, int y, int x) {
    return Float.intBitsToFloat(before[map.index(y, x) + channel]);
  }

  /** All bits of the map as they are now. */
  int[] bits() {
    int[] bits = new int[before.length];
    memory.ints().get(bits);
    return bits;
  }

  /**
   * Throws when anything but the given channels of the given pixels has another bit than before,
   * where the padded channels of those pixels may hold {@code padding}; 0 has two signs.
   */
  void verifyOnly(
      String what, Set<Integer> pixels, int channelBegin, int channelEnd, float padding) {
    boolean[] allowed = new boolean[before.length];
    int[] now = bits();
    for (int pixel : pixels) {
      int index = map.index(pixel >>> 16, pixel & 0xffff);
      Arrays.fill(allowed, index + channelBegin, index + channelEnd, true);
      for (int c = map.shape().channels(); c < map.pixelStride(); c++) {
        allowed[index + c] = Float.intBitsToFloat(now[index + c]) == padding;
      }
    }
    for (int i = 0; i < now.length; i++) {
      if (!allowed[i] && now[i] != before[i]) {
        throw new AssertionError(what + ": wrote " + describe(i) + ", where it must not");
      }
    }
  }

  private String describe(int i) {
    int fromOrigin = i - map.origin() + map.rowStride() * map.shape().height();
    int row = fromOrigin / map.rowStride() - map.shape().height();
    int inRow = Math.floorMod(i - map.origin(), map.rowStride());
    return "row "
        + row
        + ", column "
        + inRow / map.pixelStride()
        + ", channel "
        + inRow % map.pixelStride();
  }
}
