package org.skipconv.models.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.skipconv.core.Tensor;

/** A whole file in ONNX Runtime, as an oracle: nothing of it in the skip graph. */
final class OnnxRuntimeFile implements AutoCloseable {
  /** Share of an output's largest magnitude. */
  static final double SAME = 1e-4;

  /**
   * ONNX Runtime's logistic function is a quotient of polynomials around 1/2, so that small results
   * are off by steps of 1/2, whatever their size.
   */
  static final double STEP = 0x1p-22;

  private final ModelFile file;
  private final byte[] bytes;
  private final List<OnnxRuntimeTail.Run> runs = new ArrayList<>();
  private List<String> inputs;

  OnnxRuntimeFile(byte[] bytes) {
    this.bytes = bytes;
    this.file = ModelFile.of(bytes);
  }

  Map<String, float[]> run(Map<String, Tensor> frame) {
    if (runs.isEmpty()) {
      inputs = List.copyOf(frame.keySet());
      List<OnnxPort> ports =
          inputs.stream().map(name -> OnnxPort.of(name, frame.get(name).shape())).toList();
      List<String> outputs = file.graph().getOutputList().stream().map(o -> o.getName()).toList();
      runs.add(OnnxRuntimeTail.load("the whole file", bytes, ports, outputs).open(1));
    }
    for (int i = 0; i < inputs.size(); i++) {
      FloatBuffer buffer = runs.get(0).input(i);
      buffer.rewind().put(frame.get(inputs.get(i)).values());
    }
    Map<String, float[]> results = new LinkedHashMap<>();
    runs.get(0).run().forEach((name, array) -> results.put(name, array.asFloats()));
    return results;
  }

  static void assertSame(String name, float[] own, float[] expected) {
    assertSame(name, own, expected, 0);
  }

  /**
   * Compares an output.
   *
   * @param allowed share of the values that may differ
   */
  static void assertSame(String name, float[] own, float[] expected, double allowed) {
    assertThat(own).as(name).hasSameSizeAs(expected);
    double scale = 0;
    for (float value : expected) {
      scale = Math.max(scale, Math.abs(value));
    }
    int wrong = 0;
    double error = 0;
    for (int i = 0; i < own.length; i++) {
      double off = Math.abs((double) own[i] - expected[i]);
      error = Math.max(error, off);
      wrong += off <= SAME * scale + STEP ? 0 : 1;
    }
    assertThat((double) wrong / own.length)
        .as("%s: values that differ, by up to %g of %g", name, error, scale)
        .isLessThanOrEqualTo(allowed);
  }

  @Override
  public void close() {
    runs.forEach(OnnxRuntimeTail.Run::close);
  }
}
