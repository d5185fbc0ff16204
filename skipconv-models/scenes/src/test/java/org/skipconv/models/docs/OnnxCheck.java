package org.skipconv.models.docs;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Map;
import org.skipconv.core.SessionOptions;
import org.skipconv.core.Shape;
import org.skipconv.core.SkipNetwork;
import org.skipconv.core.VideoSession;

/** What docs/how-to/export-to-onnx.md shows. */
final class OnnxCheck {
  private OnnxCheck() {}

  /**
   * Both engines' heatmaps for one input.
   *
   * @param file that the network was exported to
   */
  static float[][] run(SkipNetwork network, Path file, float[] values) throws OrtException {
    // tag::check
    Shape shape = network.inputShape();
    long[] sizes = {1, shape.channels(), shape.height(), shape.width()};
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    float[] theirs;
    try (OrtSession session = environment.createSession(file.toString());
        OnnxTensor input = OnnxTensor.createTensor(environment, FloatBuffer.wrap(values), sizes);
        OrtSession.Result result = session.run(Map.of("input", input))) {
      FloatBuffer output = ((OnnxTensor) result.get("heatmaps").orElseThrow()).getFloatBuffer();
      theirs = new float[output.remaining()];
      output.get(theirs);
    }
    float[] ours;
    try (VideoSession session = network.open(SessionOptions.dense())) {
      ours = session.next(FloatBuffer.wrap(values)).map("heatmaps").toArray();
    }
    // end::check
    return new float[][] {ours, theirs};
  }
}
