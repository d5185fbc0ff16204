package org.skipconv.gates.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.skipconv.core.ResidualPolicy;
import org.skipconv.core.SkipNetwork;
import org.skipconv.core.testing.Frames;
import org.skipconv.core.testing.Networks;

class DenseTeacherTest {
  @BeforeAll
  static void load() {
    WithPyTorch.assume();
  }

  static List<SkipNetwork> networks() {
    return List.of(Networks.residual(), Networks.pyramid(), Networks.mobile());
  }

  /** Each frame by itself: the first is asked for again after another. */
  @ParameterizedTest
  @MethodSource("networks")
  void outputsAreThoseOfTheNetworkWithoutGates(SkipNetwork network) {
    List<org.skipconv.core.Tensor> frames = Frames.noise(network.inputShape(), 2, 1, 2);
    Tensor all = Tensors.frames(frames, torch.ScalarType.Float);
    try (DifferentiableWeights weights =
            new DifferentiableWeights(network, torch.ScalarType.Float);
        DenseTeacher teacher = new DenseTeacher(network, 1)) {
      DifferentiableModel model =
          new DifferentiableModel(
              network, weights, new DifferentiableOptions(ResidualPolicy.CARRY, 0, 0));
      Map<String, Tensor> expected =
          NoGrad.get(() -> model.run(all, new Clips(1, 2), MaskRule.ALL_OPEN).outputs());
      for (int t : new int[] {0, 1, 0}) {
        Map<String, Tensor> found = teacher.of(all.narrow(0, t, 1));
        assertThat(found.keySet()).isEqualTo(expected.keySet());
        found.forEach(
            (name, y) -> {
              assertThat(y.shape()).isEqualTo(expected.get(name).narrow(0, t, 1).shape());
              assertThat(Tensors.largestError(Tensors.at(expected.get(name), t), PyTorch.floats(y)))
                  .as(name)
                  .isLessThan(1e-5);
            });
      }
    }
  }
}
