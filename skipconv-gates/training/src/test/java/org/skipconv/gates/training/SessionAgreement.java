package org.skipconv.gates.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.bytedeco.pytorch.global.torch;
import org.skipconv.core.KeyframePolicy;
import org.skipconv.core.Node;
import org.skipconv.core.SessionOptions;
import org.skipconv.core.SkipNetwork;
import org.skipconv.core.Tensor;

/** A session and a differentiable model beside each other. */
final class SessionAgreement {
  /** Of an output's largest magnitude. */
  private static final double SAME = 1e-4;

  private SessionAgreement() {}

  /**
   * A differentiable model knows no cut: it would see the keyframe of one as a change of
   * everything.
   */
  static void assertSame(
      SkipNetwork network,
      SessionOptions options,
      MaskRule rule,
      List<Tensor> frames,
      double agreement) {
    SessionOptions uncut = options.withKeyframes(new KeyframePolicy(0, false));
    EngineClip engine = EngineClip.run(network, uncut, frames);
    try (DifferentiableWeights weights =
        new DifferentiableWeights(network, torch.ScalarType.Float)) {
      DifferentiableModel model =
          new DifferentiableModel(network, weights, DifferentiableOptions.of(options));
      Clips clips = new Clips(frames.size(), 1);
      DifferentiableResult result =
          NoGrad.get(() -> model.run(Tensors.frames(frames, torch.ScalarType.Float), clips, rule));
      engine
          .outputs()
          .forEach(
              (name, expected) -> {
                for (int t = 0; t < frames.size(); t++) {
                  float[] actual = Tensors.at(result.outputs().get(name), t);
                  assertThat(Tensors.largestError(expected.get(t), actual))
                      .as("%s, frame %d", name, t)
                      .isLessThan(SAME);
                }
              });
      assertThat(agreement(network, engine, result)).isGreaterThanOrEqualTo(agreement);
      assertThat(result.computed().keySet()).containsAll(network.gatedLayers());
    }
  }

  private static double agreement(
      SkipNetwork network, EngineClip engine, DifferentiableResult result) {
    long same = 0;
    long all = 0;
    for (Node layer : network.gatedLayers()) {
      List<float[]> expected = engine.computed().get(layer.name());
      for (int t = 0; t < expected.size(); t++) {
        float[] actual = Tensors.at(result.computed().get(layer), t);
        for (int i = 0; i < actual.length; i++) {
          same += actual[i] == expected.get(t)[i] ? 1 : 0;
        }
        all += actual.length;
      }
    }
    return (double) same / all;
  }
}
