package org.skipconv.models;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.skipconv.core.Tensor;
import org.skipconv.models.vision.Overlay;
import org.skipconv.models.vision.Placement;

/** The outputs of a network as they are: there is nothing to decode and nothing to draw. */
public final class RawTensors implements TensorDecoder<Map<String, Tensor>> {

  /** Makes a decoder of any network. */
  public RawTensors() {}

  @Override
  public void requireFit(Map<String, int[]> outputs, int height, int width) {
    // Every network has outputs.
  }

  @Override
  public Map<String, Tensor> decode(Map<String, Tensor> outputs, Placement view) {
    return Collections.unmodifiableMap(new LinkedHashMap<>(outputs));
  }

  @Override
  public Agreement<Map<String, Tensor>> agreement() {
    return new TensorAgreement();
  }

  @Override
  public void paint(Overlay overlay, Map<String, Tensor> result, boolean labels) {
    // Numbers without a meaning have no shape.
  }

  @Override
  public String toString() {
    return "outputs as they are";
  }
}
