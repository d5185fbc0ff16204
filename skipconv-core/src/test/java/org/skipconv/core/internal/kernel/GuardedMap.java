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

  private final Plane map;
  private final int[] before;

  /**
   * A map of random values in a zero border.
   *
   * @param border zeros that kernels may read
   * @param pixelStride floats of a pixel; those after its channels are 0
   */
  GuardedMap(Shape shape, Padding.Explicit border, int pixelStride, Random random) {
    this(Plane.Element.FLOAT32, shape, border, pixelStride, random);
  }

  /** The same of another element. */
  GuardedMap(
      Plane.Element element, Shape shape, Padding.Explicit border, int pixelStride, Random random) {
    Padding.Explicit ring =
        new Padding.Explicit(
            border.top() + 1, border.left() + 1, border.bottom() + 1, border.right() + 1);
    before = new int[Math.toIntExact(Plane.entries(shape, ring, pixelStride))];
    Arrays.fill(before, CANARY);
    map = plane(element, shape, ring, pixelStride, before);
    for (int y = -border.top(); y < shape.height() + border.bottom(); y++) {
      for (int x = -border.left(); x < shape.width() + border.right(); x++) {
        boolean inside = y >= 0 && y < shape.height() && x >= 0 && x < shape.width();
        for (int c = 0; c < pixelStride; c++) {
          boolean value = inside && c < shape.channels();
          map.put(index(y, x) + c, value ? (float) random.nextGaussian() : 0);
        }
      }
    }
    remember();
  }

  /** A map without a border whose pixels are as wide as the engine makes them. */
  static GuardedMap of(Shape shape, Random random) {
    return new GuardedMap(shape, NO_BORDER, Plane.alignedChannels(shape.channels()), random);
  }

  /** The same of an element that kernels may be asked for: of floats for those of float32. */
  static GuardedMap of(Shape shape, Random random, Kernels kernels) {
    return new GuardedMap(
        element(kernels, random),
        shape,
        NO_BORDER,
        Plane.alignedChannels(shape.channels()),
        random);
  }

  /** Element of a map for some kernels: mostly theirs, now and then float32. */
  static Plane.Element element(Kernels kernels, Random random) {
    boolean floats = kernels.element() == Plane.Element.FLOAT32 || random.nextInt(4) == 0;
    return floats ? Plane.Element.FLOAT32 : kernels.element();
  }

  private GuardedMap(GuardedMap source, int keptBits) {
    before = source.before.clone();
    for (int i = 0; i < before.length; i++) {
      before[i] &= keptBits;
    }
    Plane like = source.map;
    map = plane(like.element(), like.shape(), like.border(), like.pixelStride(), before);
  }

  /** A plane of these bits, those of a bfloat16 being the upper half. */
  private static Plane plane(
      Plane.Element element, Shape shape, Padding.Explicit border, int pixelStride, int[] bits) {
    Memory memory = Memory.ofBytes((long) bits.length * element.bytes());
    for (int i = 0; i < bits.length; i++) {
      if (element == Plane.Element.BFLOAT16) {
        memory.bytes().putShort(i * Short.BYTES, (short) (bits[i] >>> 16));
      } else {
        memory.bytes().putInt(i * Integer.BYTES, bits[i]);
      }
    }
    return new Plane(element, shape, border, pixelStride, 1, 1, memory);
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
    System.arraycopy(bits(), 0, before, 0, before.length);
  }

  Plane map() {
    return map;
  }

  void set(int channel, int y, int x, float value) {
    map.put(map.index(y, x) + channel, value);
    remember();
  }

  /** Puts NaN after the channels of every pixel: for kernels that must not read there. */
  GuardedMap forbidPaddedChannels() {
    return forbidPaddedChannels(1);
  }

  /** The same for kernels that read so many channels at once. */
  GuardedMap forbidPaddedChannels(int together) {
    Shape shape = map.shape();
    int end = (shape.channels() + together - 1) / together * together;
    for (int pixel = 0; pixel < shape.pixels(); pixel++) {
      int index = index(pixel / shape.width(), pixel % shape.width());
      for (int c = end; c < map.pixelStride(); c++) {
        map.put(index + c, Float.NaN);
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
    for (int i = 0; i < bits.length; i++) {
      bits[i] =
          map.element() == Plane.Element.BFLOAT16
              ? map.memory().bytes().getShort(i * Short.BYTES) << 16
              : map.memory().bytes().getInt(i * Integer.BYTES);
    }
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
