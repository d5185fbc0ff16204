package org.skipconv.models;

import java.util.LinkedHashMap;
import java.util.Map;
import org.skipconv.core.FrameResult;
import org.skipconv.core.SessionOptions;
import org.skipconv.core.Shape;
import org.skipconv.core.SkipNetwork;
import org.skipconv.core.Tensor;
import org.skipconv.core.VideoSession;

/** What our engine computes for a network and one input, in the form of the ONNX oracle. */
public final class DenseEngine {
  private DenseEngine() {}

  /** All outputs of a network for one input, NCHW, by name in the network's order. */
  public static Map<String, float[]> run(SkipNetwork network, float[] input) {
    Shape shape = network.inputShape();
    Tensor frame = Tensor.of(input, 1, shape.channels(), shape.height(), shape.width());
    try (VideoSession session = network.open(SessionOptions.dense())) {
      FrameResult result = session.next(frame);
      Map<String, float[]> outputs = new LinkedHashMap<>();
      for (String name : network.outputs().keySet()) {
        outputs.put(name, result.map(name).toArray());
      }
      return outputs;
    }
  }
}
