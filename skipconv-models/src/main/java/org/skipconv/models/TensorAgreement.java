package org.skipconv.models;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.skipconv.core.Tensor;
import org.skipconv.models.vision.CropWindow;

/**
 * Distance of outputs computed with skipping from those of the dense network, output by output and
 * over all frames: the mean |difference| over the mean |dense|, and the cosine of the angle between
 * the two as vectors. Adds up over frames; not thread-safe.
 */
public final class TensorAgreement implements Agreement<Map<String, Tensor>> {

  /** Sums over the values of one output. */
  private static final class Sums {
    private double error;
    private double magnitude;
    private double product;
    private double denseSquares;
    private double skipSquares;

    private void add(Tensor dense, Tensor skip) {
      for (int i = 0; i < dense.elements(); i++) {
        double truth = dense.get(i);
        double value = skip.get(i);
        error += Math.abs(truth - value);
        magnitude += Math.abs(truth);
        product += truth * value;
        denseSquares += truth * truth;
        skipSquares += value * value;
      }
    }

    private OptionalDouble relativeError() {
      return magnitude == 0 ? OptionalDouble.empty() : OptionalDouble.of(error / magnitude);
    }

    private OptionalDouble cosine() {
      double lengths = Math.sqrt(denseSquares) * Math.sqrt(skipSquares);
      return lengths == 0 ? OptionalDouble.empty() : OptionalDouble.of(product / lengths);
    }
  }

  private final Map<String, Sums> outputs = new LinkedHashMap<>();

  /** Makes a comparison that has seen no frame. */
  public TensorAgreement() {}

  /**
   * Adds a frame's outputs.
   *
   * @param dense outputs of the dense path by name
   * @param skip outputs of the skip path by name
   */
  public void add(Map<String, Tensor> dense, Map<String, Tensor> skip) {
    dense.forEach((name, tensor) -> same(name, tensor, skip.get(name)));
    dense.forEach(
        (name, tensor) ->
            outputs
                .computeIfAbsent(name, ignored -> new Sums())
                .add(tensor, same(name, tensor, skip.get(name))));
  }

  private static Tensor same(String name, Tensor dense, @Nullable Tensor skip) {
    if (skip == null || skip.elements() != dense.elements()) {
      throw new IllegalArgumentException(
          "output " + name + " is " + dense + " densely, but " + skip + " with skipping");
    }
    return skip;
  }

  @Override
  public void add(Map<String, Tensor> dense, Map<String, Tensor> skip, CropWindow window) {
    add(dense, skip);
  }

  /**
   * {@return the error over magnitude of one output; empty when it was 0 throughout or never there}
   *
   * @param output name of the output
   */
  public OptionalDouble relativeError(String output) {
    return outputs.containsKey(output)
        ? outputs.get(output).relativeError()
        : OptionalDouble.empty();
  }

  /**
   * {@return the cosine of one output, -1 to 1; empty when it was 0 throughout or never there}
   *
   * @param output name of the output
   */
  public OptionalDouble cosine(String output) {
    return outputs.containsKey(output) ? outputs.get(output).cosine() : OptionalDouble.empty();
  }

  /** Both of each output, as {@code relativeError.NAME} and {@code cosine.NAME}. */
  @Override
  public Map<String, OptionalDouble> values() {
    Map<String, OptionalDouble> values = new LinkedHashMap<>();
    outputs.forEach(
        (name, sums) -> {
          values.put("relativeError." + name, sums.relativeError());
          values.put("cosine." + name, sums.cosine());
        });
    return values;
  }

  @Override
  public String text() {
    return outputs.entrySet().stream()
        .filter(output -> output.getValue().cosine().isPresent())
        .map(
            output ->
                String.format(
                    Locale.ROOT,
                    "%s differs by %.2f %%, cosine %.5f",
                    output.getKey(),
                    100 * output.getValue().relativeError().orElseThrow(),
                    output.getValue().cosine().orElseThrow()))
        .collect(Collectors.joining("; "));
  }
}
