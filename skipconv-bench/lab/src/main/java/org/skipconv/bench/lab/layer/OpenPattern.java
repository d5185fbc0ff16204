package org.skipconv.bench.lab.layer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Pattern in which the open pixels of a layer lie; a given share of them is met to the pixel. */
public enum OpenPattern {
  /** Single pixels anywhere. */
  SCATTERED {
    @Override
    List<Integer> order(int height, int width, Random random) {
      List<Integer> pixels =
          IntStream.range(0, height * width)
              .boxed()
              .collect(Collectors.toCollection(ArrayList::new));
      Collections.shuffle(pixels, random);
      return pixels;
    }
  },
  /** Blocks of 4x4 pixels anywhere. */
  BLOCKS {
    @Override
    List<Integer> order(int height, int width, Random random) {
      List<List<Integer>> blocks = new ArrayList<>();
      for (int y = 0; y < height; y += SIDE) {
        for (int x = 0; x < width; x += SIDE) {
          blocks.add(block(y, Math.min(height, y + SIDE), x, Math.min(width, x + SIDE), width));
        }
      }
      Collections.shuffle(blocks, random);
      return blocks.stream().flatMap(List::stream).toList();
    }
  },
  /** One ellipse in the middle, in the proportions of the map. */
  BLOB {
    @Override
    List<Integer> order(int height, int width, Random random) {
      return IntStream.range(0, height * width)
          .boxed()
          .sorted(Comparator.comparingDouble(i -> fromCentre(i, height, width)))
          .toList();
    }
  };

  private static final int SIDE = 4;

  /** All pixels, y * width + x, in the order in which they open. */
  abstract List<Integer> order(int height, int width, Random random);

  /**
   * Returns the open pixels.
   *
   * @param share 0 to 1; so many pixels are open, rounded to whole ones
   * @return row by row
   */
  public boolean[] open(int height, int width, double share, long seed) {
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException("the open share must be 0 to 1, but is " + share);
    }
    boolean[] open = new boolean[height * width];
    long count = Math.round(share * open.length);
    order(height, width, new Random(seed)).stream().limit(count).forEach(i -> open[i] = true);
    return open;
  }

  /** The pattern of a name in lower case. */
  public static OpenPattern of(String name) {
    return Arrays.stream(values())
        .filter(pattern -> pattern.toString().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no pattern \"" + name + "\"; allowed: " + Arrays.toString(values())));
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }

  private static List<Integer> block(int top, int bottom, int left, int right, int width) {
    List<Integer> pixels = new ArrayList<>();
    for (int y = top; y < bottom; y++) {
      for (int x = left; x < right; x++) {
        pixels.add(y * width + x);
      }
    }
    return pixels;
  }

  private static double fromCentre(int pixel, int height, int width) {
    int row = pixel / width;
    double y = (row + 0.5) / height - 0.5;
    double x = (pixel % width + 0.5) / width - 0.5;
    return y * y + x * x;
  }
}
