package org.skipconv.gates.training;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.skipconv.core.FrameResult;
import org.skipconv.core.GateMask;
import org.skipconv.core.Node;
import org.skipconv.core.SessionOptions;
import org.skipconv.core.SkipNetwork;
import org.skipconv.core.Tensor;
import org.skipconv.core.VideoSession;

/**
 * What a session gives for a clip.
 *
 * @param outputs by name, frame by frame, NCHW
 * @param computed by convolution, frame by frame from the second on: 1 where a pixel was computed
 */
record EngineClip(Map<String, List<float[]>> outputs, Map<String, List<float[]>> computed) {

  static EngineClip run(SkipNetwork network, SessionOptions options, List<Tensor> frames) {
    EngineClip clip = new EngineClip(new LinkedHashMap<>(), new LinkedHashMap<>());
    try (VideoSession session = network.open(options)) {
      for (int t = 0; t < frames.size(); t++) {
        FrameResult result = session.next(frames.get(t));
        for (String name : network.outputs().keySet()) {
          clip.outputs
              .computeIfAbsent(name, key -> new ArrayList<>())
              .add(result.output(name).values());
        }
        if (t > 0) {
          for (Node layer : network.gatedLayers()) {
            clip.computed
                .computeIfAbsent(layer.name(), key -> new ArrayList<>())
                .add(values(result.mask(layer.name())));
          }
        }
      }
    }
    return clip;
  }

  private static float[] values(GateMask mask) {
    float[] values = new float[mask.height() * mask.width()];
    for (int i = 0; i < values.length; i++) {
      values[i] = mask.isOpen(i / mask.width(), i % mask.width()) ? 1 : 0;
    }
    return values;
  }
}
