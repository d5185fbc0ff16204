package org.skipconv.gates.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdamTest {
  /** More than two pieces, the last one not whole. */
  private static final int COUNT = 9001;

  @BeforeAll
  static void load() {
    WithPyTorch.assume();
  }

  private static double[] random(long seed) {
    return new Random(seed).doubles(COUNT, -1, 1).toArray();
  }

  private static void setGradient(Tensor p, double[] gradient) {
    if (p.grad().defined()) {
      p.grad().zero_();
    }
    p.mul(Tensor.create(gradient)).sum().backward();
  }

  private static double[] values(Tensor tensor) {
    double[] values = new double[(int) tensor.numel()];
    tensor.data_ptr_double().get(values);
    return values;
  }

  /** By the equations of the paper, value by value. */
  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void stepsFollowTheEquations(int threads) {
    torch.set_num_threads(threads);
    Tensor p = Tensor.create(random(1));
    Tensor untouched = Tensor.create(random(2));
    Adam adam = new Adam(Map.of("p", p, "untouched", untouched));
    double[] expected = random(1);
    double[] m = new double[COUNT];
    double[] v = new double[COUNT];
    double maxNorm = 2;
    for (int step = 1; step <= 3; step++) {
      double[] gradient = random(10 + step);
      setGradient(p, gradient);
      assertThat(adam.step(step, name -> 0.01, maxNorm)).isTrue();
      double norm = Math.sqrt(Arrays.stream(gradient).map(g -> g * g).sum());
      assertThat(norm).isGreaterThan(maxNorm);
      for (int i = 0; i < COUNT; i++) {
        double g = gradient[i] * maxNorm / norm;
        m[i] = 0.9 * m[i] + 0.1 * g;
        v[i] = 0.99 * v[i] + 0.01 * g * g;
        double mean = m[i] / (1 - Math.pow(0.9, step));
        double square = v[i] / (1 - Math.pow(0.99, step));
        expected[i] -= 0.01 * mean / (Math.sqrt(square) + 1e-8);
      }
    }
    torch.set_num_threads(1);
    assertThat(values(p)).containsExactly(expected, within(1e-12));
    assertThat(values(adam.state().get("adam.m.p"))).containsExactly(m, within(1e-12));
    assertThat(values(adam.state().get("adam.v.p"))).containsExactly(v, within(1e-12));
    assertThat(values(untouched)).isEqualTo(random(2));
  }

  @Test
  void aGradientThatIsNotFiniteChangesNothing() {
    Tensor p = Tensor.create(random(1));
    Adam adam = new Adam(Map.of("p", p));
    double[] gradient = random(3);
    gradient[COUNT - 1] = Double.NaN;
    setGradient(p, gradient);
    assertThat(adam.step(1, name -> 0.01, 1)).isFalse();
    assertThat(values(p)).isEqualTo(random(1));
    assertThat(values(adam.state().get("adam.m.p"))).containsOnly(0);
  }
}
