package org.skipconv.gates.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.skipconv.core.ResidualPolicy;
import org.skipconv.core.SkipNetwork;
import org.skipconv.core.testing.Frames;
import org.skipconv.core.testing.Networks;

class DenseOutputsTest {
  private static final SkipNetwork NETWORK = Networks.residual();
  private static final DifferentiableOptions OPTIONS =
      new DifferentiableOptions(ResidualPolicy.CARRY, 0, 0);

  @BeforeAll
  static void load() {
    WithPyTorch.assume();
  }

  /** Frames 7, 9 and 7 again, the last of which is looked up if there was room to keep it. */
  @Test
  void framesAreComputedOnceAsFarAsMemoryGoes() {
    DifferentiableWeights weights = new DifferentiableWeights(NETWORK, torch.ScalarType.Float);
    DifferentiableModel model = new DifferentiableModel(NETWORK, weights, OPTIONS);
    Tensor frames =
        Tensors.frames(Frames.noise(NETWORK.inputShape(), 3, 1, 2), torch.ScalarType.Float);
    ClipSampler.Batch both =
        new ClipSampler.Batch(frames, new Clips(2, 1), List.of(7, 9), Map.of());
    Function<Tensor, Map<String, Tensor>> teacher =
        x -> model.run(x, new Clips(1, (int) x.size(0)), MaskRule.ALL_OPEN).outputs();
    Map<String, Tensor> expected = NoGrad.get(() -> teacher.apply(frames));
    String name = expected.keySet().iterator().next();
    long bytes = expected.values().stream().mapToLong(Tensor::nbytes).sum() / 2;
    try (DenseOutputs roomy = new DenseOutputs(teacher, 10 * bytes);
        DenseOutputs tight = new DenseOutputs(teacher, bytes)) {
      for (DenseOutputs outputs : List.of(roomy, tight)) {
        Map<String, Tensor> found = Scopes.scoped(() -> copies(outputs.of(both)));
        assertThat(Tensors.largestError(floats(expected, name), floats(found, name)))
            .isLessThan(1e-5);
      }
      // What is kept does not follow the weights, what is computed does.
      NoGrad.run(() -> weights.trainable(true).values().forEach(w -> w.mul_(new Scalar(2f))));
      float[] before = floats(expected, name);
      assertThat(Tensors.largestError(before, floats(roomy.of(both), name))).isLessThan(1e-5);
      float[] mixed = floats(tight.of(both), name);
      assertThat(Arrays.copyOf(mixed, mixed.length / 2))
          .isEqualTo(Arrays.copyOf(floats(roomy.of(both), name), mixed.length / 2));
      assertThat(Tensors.largestError(before, mixed)).isGreaterThan(0.1);
    }
    weights.close();
  }

  private static Map<String, Tensor> copies(Map<String, Tensor> outputs) {
    outputs.replaceAll((name, y) -> y.clone());
    outputs.values().forEach(Tensor::retainReference);
    return outputs;
  }

  private static float[] floats(Map<String, Tensor> outputs, String name) {
    return PyTorch.floats(outputs.get(name));
  }
}
