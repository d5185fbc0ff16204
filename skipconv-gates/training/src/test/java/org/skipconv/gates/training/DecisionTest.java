package org.skipconv.gates.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The straight-through estimator by its definition. */
class DecisionTest {
  private static final float[] LOGITS = {-3, -0.5f, -1e-6f, 0, 1e-6f, 0.4f, 2, 7};

  @BeforeAll
  static void load() {
    WithPyTorch.assume();
  }

  @Test
  void hardMasksAreOpenFromZeroOnWithTheSlopeOfTheSigmoid() {
    double tau = 0.7;
    Tensor p = Tensor.create(LOGITS);
    p.set_requires_grad(true);
    Tensor mask = Decision.HARD.mask(p, tau);
    mask.sum().backward();
    assertThat(PyTorch.floats(mask)).containsExactly(0, 0, 0, 1, 1, 1, 1, 1);
    float[] slopes = PyTorch.floats(p.grad());
    for (int i = 0; i < LOGITS.length; i++) {
      double s = 1 / (1 + Math.exp(-LOGITS[i] / tau));
      assertThat(slopes[i]).isCloseTo((float) (s * (1 - s) / tau), within(1e-6f));
    }
  }

  @Test
  void sampledMasksAreTheHardMasksOfNoisyLogits() {
    Tensor p = Tensor.create(LOGITS);
    p.set_requires_grad(true);
    torch.manual_seed(4);
    Tensor mask = Decision.SAMPLED.mask(p, Decision.TAU);
    mask.sum().backward();
    torch.manual_seed(4);
    float[] u = PyTorch.floats(torch.rand_like(Tensor.create(LOGITS)));
    for (int i = 0; i < LOGITS.length; i++) {
      double inside = u[i] * (1 - 2e-6) + 1e-6;
      double noisy = LOGITS[i] + Math.log(inside) - Math.log(1 - inside);
      double s = 1 / (1 + Math.exp(-noisy / Decision.TAU));
      assertThat(PyTorch.floats(mask)[i]).isEqualTo(noisy >= 0 ? 1 : 0);
      assertThat((double) PyTorch.floats(p.grad())[i])
          .isCloseTo(s * (1 - s) / Decision.TAU, within(1e-5));
    }
  }

  @Test
  void sampledMasksAreOpenAsOftenAsTheSigmoidSays() {
    torch.manual_seed(1);
    Tensor p = torch.ones(200_000).mul(new Scalar(0.6f));
    double open = Decision.SAMPLED.mask(p, Decision.TAU).mean().item_double();
    assertThat(open).isCloseTo(1 / (1 + Math.exp(-0.6)), within(0.005));
  }

  @Test
  void lessNoiseLeavesMoreToTheLogit() {
    Tensor p = torch.ones(200_000).mul(new Scalar(-0.6f));
    torch.manual_seed(1);
    double open = Decision.sampled(0.5).mask(p, Decision.TAU).mean().item_double();
    assertThat(open).isCloseTo(1 / (1 + Math.exp(0.6 / 0.5)), within(0.005));
    Tensor logits = Tensor.create(LOGITS);
    assertThat(PyTorch.floats(Decision.sampled(0).mask(logits, 1)))
        .containsExactly(PyTorch.floats(Decision.HARD.mask(logits, 1)));
  }

  @Test
  void blocksShareTheLargestLogitAndEndAtTheBorder() {
    float[] values = {0, 1, 2, 3, 4, 9, 6, 7, 8, 5, 10, 11, 12, 13, 14};
    Tensor x = Tensor.create(values, 1, 1, 3, 5);
    Tensor spread = Windows.inBlocks(x, 2, most -> most);
    assertThat(PyTorch.floats(spread))
        .containsExactly(9, 9, 8, 8, 5, 9, 9, 8, 8, 5, 11, 11, 13, 13, 14);
  }
}
