package org.skipconv.models.segmentation;

import java.util.Map;
import org.skipconv.core.Tensor;
import org.skipconv.models.internal.NamedShapes;

/**
 * Place of the scores of classes in an output.
 *
 * @param output name of the output
 * @param height number of rows
 * @param width number of columns
 * @param channels number of scores of a pixel; 0 for numbers of classes
 * @param pixelStep from the scores of a pixel to those of the next
 * @param channelStep from one score of a pixel to the next
 */
record ScoreLayout(
    String output, int height, int width, int channels, int pixelStep, int channelStep) {

  /**
   * Finds the scores.
   *
   * @param inputHeight height of the network's input
   * @param inputWidth width of the network's input
   * @throws IllegalArgumentException when there are none
   */
  static ScoreLayout of(Map<String, int[]> shapes, int inputHeight, int inputWidth) {
    String wanted =
        "an output [1, classes, height, width], [1, height, width, classes] or [1, height, width]"
            + " of the aspect of the input, "
            + inputHeight
            + "x"
            + inputWidth;
    String name =
        NamedShapes.only(
            shapes,
            wanted,
            s ->
                s[0] == 1
                    && (channelsFirst(s, inputHeight, inputWidth)
                        || channelsLast(s, inputHeight, inputWidth)
                        || numbers(s, inputHeight, inputWidth)));
    int[] shape = NamedShapes.get(shapes, name);
    if (numbers(shape, inputHeight, inputWidth)) {
      return new ScoreLayout(name, shape[1], shape[2], 0, 1, 0);
    }
    boolean first = channelsFirst(shape, inputHeight, inputWidth);
    if (first && channelsLast(shape, inputHeight, inputWidth)) {
      throw NamedShapes.misfit(wanted + ", in which classes and pixels can be told apart", shapes);
    }
    return first
        ? new ScoreLayout(name, shape[2], shape[3], shape[1], 1, shape[2] * shape[3])
        : new ScoreLayout(name, shape[1], shape[2], shape[3], shape[3], 1);
  }

  private static boolean channelsFirst(int[] shape, int height, int width) {
    return shape.length == 4 && sameAspect(shape[2], shape[3], height, width);
  }

  private static boolean channelsLast(int[] shape, int height, int width) {
    return shape.length == 4 && sameAspect(shape[1], shape[2], height, width);
  }

  private static boolean numbers(int[] shape, int height, int width) {
    return shape.length == 3 && sameAspect(shape[1], shape[2], height, width);
  }

  /** Whether both axes are the input's by one factor, but for rounding to whole pixels. */
  private static boolean sameAspect(int rows, int columns, int height, int width) {
    double factor = (double) height / rows;
    return rows > 1 && columns > 1 && Math.abs(width / factor - columns) < 1;
  }

  /** Number of classes; 0 where the output does not say. */
  int classes() {
    return channels == 1 ? 2 : channels;
  }

  /**
   * Class of each pixel, row by row.
   *
   * @param threshold from which on a single channel means class 1
   */
  int[] best(Tensor tensor, float threshold) {
    float[] values = tensor.values();
    int[] best = new int[height * width];
    for (int pixel = 0; pixel < best.length; pixel++) {
      int start = pixel * pixelStep;
      best[pixel] =
          switch (channels) {
            case 0 -> Math.max(0, Math.round(values[start]));
            case 1 -> values[start] >= threshold ? 1 : 0;
            default -> largest(values, start);
          };
    }
    return best;
  }

  private int largest(float[] values, int start) {
    int best = 0;
    for (int c = 1; c < channels; c++) {
      if (values[start + c * channelStep] > values[start + best * channelStep]) {
        best = c;
      }
    }
    return best;
  }
}
