package org.skipconv.gates.training;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * Rule that turns a gate's logit p, open from 0 on, into a mask.
 *
 * <p>{@link #SAMPLED} is the binary Gumbel trick: with L drawn from the logistic distribution,
 * which is the difference of two Gumbel samples,
 *
 * <pre>
 *   soft = sigmoid((p + L) / tau)      mask = 1[p + L >= 0]      d mask / d p := d soft / d p
 * </pre>
 *
 * (Jang et al., Categorical Reparameterization with Gumbel-Softmax, ICLR 2017; Maddison et al.,
 * ICLR 2017; straight-through: Bengio et al. 2013).
 *
 * <p>Immutable.
 */
final class Decision {
  /** {@code 1[p >= 0]}, as at inference; the gradient is that of {@code sigmoid(p / tau)}. */
  static final Decision HARD = new Decision(0, true);

  /** With noise, in training. */
  static final Decision SAMPLED = sampled(1);

  /** {@code sigmoid(p / tau)} itself: no mask, but smooth. */
  static final Decision SOFT = new Decision(0, false);

  /** Published temperature. */
  static final double TAU = 2.0 / 3;

  private final double noise;
  private final boolean hard;

  private Decision(double noise, boolean hard) {
    this.noise = noise;
    this.hard = hard;
  }

  /** {@link #SAMPLED}, with L so many times as large; {@link #HARD} where that is 0. */
  static Decision sampled(double noise) {
    return new Decision(noise, true);
  }

  Tensor mask(Tensor logit, double tau) {
    Tensor noisy = noise == 0 ? logit : logit.add(logistic(logit).mul(new Scalar(noise)));
    Tensor soft = noisy.div(new Scalar(tau)).sigmoid();
    if (!hard) {
      return soft;
    }
    Tensor mask = NoGrad.get(() -> noisy.ge(new Scalar(0)).to(noisy.scalar_type()));
    return straightThrough(mask, soft);
  }

  /** The value of {@code hard}, exactly, with the gradient of {@code soft}. */
  static Tensor straightThrough(Tensor hard, Tensor soft) {
    return hard.add(soft.sub(soft.detach()));
  }

  private static Tensor logistic(Tensor like) {
    return NoGrad.get(
        () -> {
          Tensor u = org.bytedeco.pytorch.global.torch.rand_like(like);
          Tensor inside = u.mul(new Scalar(1 - 2e-6)).add(new Scalar(1e-6));
          return inside.log().sub(inside.neg().add(new Scalar(1f)).log());
        });
  }
}
