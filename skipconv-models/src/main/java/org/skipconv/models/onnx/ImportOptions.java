package org.skipconv.models.onnx;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.NullMarked;

/**
 * Choices that an ONNX file leaves open: the sizes of its inputs. Immutable.
 *
 * <pre>{@code
 * OnnxModel.load(Path.of("yunet.onnx"), ImportOptions.inputSize(320, 320));
 * }</pre>
 */
@NullMarked
public final class ImportOptions {
  /** Values that an import may make, besides a multiple of those in the file. */
  private static final long VALUES = 128L << 20;

  private static final ImportOptions DEFAULTS = new ImportOptions(0, 0, Map.of(), true, VALUES);

  private final int height;
  private final int width;
  private final Map<String, List<Integer>> shapes;

  private final boolean foreignParts;
  private final long values;

  private ImportOptions(
      int height, int width, Map<String, List<Integer>> shapes, boolean foreignParts, long values) {
    this.foreignParts = foreignParts;
    this.values = values;
    this.height = height;
    this.width = width;
    this.shapes = Map.copyOf(shapes);
  }

  /** {@return the options for files that leave nothing open; a batch of any size is one of 1} */
  public static ImportOptions defaults() {
    return DEFAULTS;
  }

  /**
   * {@return the options with a height and width for inputs that are pictures and leave theirs
   * open, or have others}
   *
   * @param height rows
   * @param width columns
   */
  public static ImportOptions inputSize(int height, int width) {
    if (height < 1 || width < 1) {
      throw new IllegalArgumentException(
          "a picture has at least one pixel, but " + height + "x" + width + " was asked for");
    }
    return new ImportOptions(height, width, Map.of(), true, VALUES);
  }

  /**
   * {@return these options with all sizes of one input}
   *
   * @param input its name in the file
   * @param dims sizes of all its axes, the batch of 1 included
   */
  public ImportOptions withInputShape(String input, int... dims) {
    for (int size : dims) {
      if (size < 1) {
        throw new IllegalArgumentException("sizes are 1 or more, but one is " + size);
      }
    }
    Map<String, List<Integer>> more = new LinkedHashMap<>(shapes);
    more.put(input, IntStream.of(dims).boxed().toList());
    return new ImportOptions(height, width, more, foreignParts, values);
  }

  /**
   * Returns options for files that nobody trusts: without foreign parts, which native code
   * computes, and with a limit to the values that are made.
   */
  ImportOptions untrusting(long limit) {
    return new ImportOptions(height, width, shapes, false, limit);
  }

  boolean allowsForeignParts() {
    return foreignParts;
  }

  /** Number of values that an import may make, besides a multiple of those in the file. */
  long values() {
    return values;
  }

  Optional<int[]> shapeOf(String input) {
    return Optional.ofNullable(shapes.get(input))
        .map(dims -> dims.stream().mapToInt(i -> i).toArray());
  }

  /** Names of the inputs that have a shape of their own. */
  Iterable<String> named() {
    return shapes.keySet();
  }

  boolean hasSize() {
    return height > 0;
  }

  int height() {
    return height;
  }

  int width() {
    return width;
  }

  @Override
  public String toString() {
    return (hasSize() ? "input size " + height + "x" + width : "sizes of the file")
        + (shapes.isEmpty() ? "" : ", " + shapes);
  }
}
