package org.skipconv.models.onnx;

import java.util.LinkedHashMap;
import java.util.Map;
import org.skipconv.core.Node;
import org.skipconv.core.SkipNetwork;
import org.skipconv.core.testing.Reference;

/** The outputs of a network by its definition, in double precision, NCHW. */
final class DoubleReference {
  private DoubleReference() {}

  static Map<String, double[]> run(SkipNetwork network, float[] input) {
    Map<Node, double[][][]> values = Reference.evaluate(network, input);
    Map<String, double[]> outputs = new LinkedHashMap<>();
    network.outputs().forEach((name, node) -> outputs.put(name, Reference.flat(values.get(node))));
    return outputs;
  }
}
