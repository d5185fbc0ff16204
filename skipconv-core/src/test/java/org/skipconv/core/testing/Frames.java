package org.skipconv.core.testing;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.skipconv.core.Shape;
import org.skipconv.core.Tensor;

/** Seeded videos, [1, C, H, W] a frame, with values of about 1. */
public final class Frames {
  private Frames() {}

  /** One picture. */
  public static Tensor picture(Shape shape, long seed) {
    return of(shape, values(shape, seed));
  }

  /** The same picture over and over. */
  public static List<Tensor> still(Shape shape, long seed, int count) {
    return IntStream.range(0, count).mapToObj(i -> picture(shape, seed)).toList();
  }

  /** A block of 3x3 pixels that wanders over a still picture, and wraps around. */
  public static List<Tensor> movingBlock(Shape shape, long seed, int count) {
    List<Tensor> frames = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      float[] values = values(shape, seed);
      for (int c = 0; c < shape.channels(); c++) {
        for (int k = 0; k < 9; k++) {
          int y = (2 * i + k / 3) % shape.height();
          int x = (i + k % 3) % shape.width();
          values[(c * shape.height() + y) * shape.width() + x] = 1.5f - c;
        }
      }
      frames.add(of(shape, values));
    }
    return frames;
  }

  /** A black frame, and a block of 3x3 pixels that wanders over it from the second frame on. */
  public static List<Tensor> blockOnBlack(Shape shape, int count) {
    Tensor still = picture(shape, 1);
    List<Tensor> frames = new ArrayList<>(List.of(difference(still, still)));
    movingBlock(shape, 1, count).stream()
        .skip(1)
        .map(f -> difference(f, still))
        .forEach(frames::add);
    return frames;
  }

  /** A picture with fresh noise of the given size in every value of every frame. */
  public static List<Tensor> noise(Shape shape, long seed, double size, int count) {
    Random random = new Random(seed + 1);
    return IntStream.range(0, count)
        .mapToObj(
            i -> {
              float[] values = values(shape, seed);
              for (int j = 0; j < values.length; j++) {
                values[j] += (float) (random.nextGaussian() * size);
              }
              return of(shape, values);
            })
        .toList();
  }

  /** A picture that brightens by one step a frame. */
  public static List<Tensor> ramp(Shape shape, long seed, float step, int count) {
    return IntStream.range(0, count)
        .mapToObj(
            i -> {
              float[] values = values(shape, seed);
              for (int j = 0; j < values.length; j++) {
                values[j] += i * step;
              }
              return of(shape, values);
            })
        .toList();
  }

  /**
   * A little of everything: still, a moving block, still, noise everywhere, a ramp, a cut, still.
   */
  public static List<Tensor> mixed(Shape shape, long seed) {
    List<Tensor> frames = new ArrayList<>(movingBlock(shape, seed, 4));
    frames.addAll(still(shape, seed, 2));
    frames.addAll(noise(shape, seed, 0.05, 1));
    frames.addAll(ramp(shape, seed, 0.01f, 2));
    frames.addAll(movingBlock(shape, seed + 7, 2));
    frames.add(frames.get(frames.size() - 1));
    return frames;
  }

  private static Tensor difference(Tensor a, Tensor b) {
    float[] values = a.values().clone();
    for (int i = 0; i < values.length; i++) {
      values[i] -= b.get(i);
    }
    return Tensor.of(values, a.shape());
  }

  /** The same values outside the Java heap. */
  public static FloatBuffer direct(Tensor frame) {
    return ByteBuffer.allocateDirect(frame.elements() * Float.BYTES)
        .order(ByteOrder.nativeOrder())
        .asFloatBuffer()
        .put(frame.values())
        .clear();
  }

  private static float[] values(Shape shape, long seed) {
    return RandomTensors.normals(new Random(seed), 1, Math.toIntExact(shape.elements()));
  }

  private static Tensor of(Shape shape, float[] values) {
    return Tensor.of(values, 1, shape.channels(), shape.height(), shape.width());
  }
}
