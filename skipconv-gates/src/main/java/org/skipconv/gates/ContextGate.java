package org.skipconv.gates;

import java.util.Objects;
import org.skipconv.core.Gate;
import org.skipconv.core.GateMask;
import org.skipconv.core.GatedLayer;
import org.skipconv.core.Residual;
import org.skipconv.core.ResidualPolicy;

/**
 * Learned gate of {@link ResidualPolicy#CARRY}: a threshold that what is around a pixel raises or
 * lowers.
 *
 * <pre>
 *   T = eps * mean |x| * window elements, as {@link NormGate#input} has it
 *   open where S &gt; T * exp(-c), c the {@link ContextScore} of the pixel, |c| at most ln 4
 * </pre>
 *
 * <p>So a pixel whose pending change S is above 4 T is open whatever is around it, and one at or
 * below T / 4 is closed: a slow change is seen in the end, with the bound that a threshold of 4 T
 * has, and only pixels between the two are scored. A score without units, or with weights of 0, has
 * the masks of the threshold alone, bit by bit.
 */
public final class ContextGate implements Gate {
  private static final float REACH = (float) Math.exp(ContextScore.REACH);

  private final float eps;
  private final ContextScore score;

  private ContextGate(float eps, ContextScore score) {
    this.eps = NormGate.requireEps(eps);
    this.score = Objects.requireNonNull(score, "score");
  }

  /**
   * {@return a gate of a threshold and what moves it}
   *
   * @param eps threshold, relative as that of {@link NormGate#input}, 0 or more
   * @param score how far what is around a pixel moves it
   */
  public static ContextGate of(float eps, ContextScore score) {
    return new ContextGate(eps, score);
  }

  /** {@return the threshold of a pixel whose score is 0} */
  public float eps() {
    return eps;
  }

  /** {@return the score} */
  public ContextScore score() {
    return score;
  }

  @Override
  public State open(GatedLayer layer) {
    if (layer.policy() != ResidualPolicy.CARRY) {
      throw new IllegalArgumentException(
          "layer "
              + layer.name()
              + ": a context gate needs ResidualPolicy.CARRY, but the session's policy is "
              + layer.policy());
    }
    return new Pixels(layer);
  }

  @Override
  public String toString() {
    return "ContextGate(" + eps + ", " + score + ")";
  }

  private final class Pixels implements State {
    private final GatedLayer layer;
    private float threshold;

    Pixels(GatedLayer layer) {
      this.layer = layer;
    }

    @Override
    public void keyframe(double inputScale, double outputScale) {
      // Below infinity, which no change would be above, not even one of unknown size.
      threshold =
          (float) Math.min(Float.MAX_VALUE / REACH, eps * inputScale * layer.windowElements());
    }

    @Override
    public boolean wantsOutputScale() {
      return false;
    }

    @Override
    public long decide(Residual residual, GateMask mask) {
      if (score.units().isEmpty()) {
        residual.openAbove(threshold, mask);
        return 0;
      }
      residual.openAbove(threshold / REACH, mask);
      float certain = threshold * REACH;
      long scored = 0;
      for (int i = mask.nextOpen(0); i >= 0; i = mask.nextOpen(i + 1)) {
        int y = i / mask.width();
        int x = i % mask.width();
        float pending = residual.at(y, x);
        // Not a number stays open: a pixel of which nothing is known must not stay as it is.
        if (pending <= certain) {
          scored++;
          double c = score(residual, y, x, pending);
          // Without a score exactly the threshold, whatever the logarithm's last bit is.
          if (c == 0 ? pending <= threshold : ContextScore.log(pending / threshold) <= -c) {
            mask.set(y, x, false);
          }
        }
      }
      return scored * score.macsPerPixel();
    }

    private double score(Residual residual, int y, int x, float pending) {
      double largest = 0;
      double sum = 0;
      for (int row = Math.max(0, y - 1); row < Math.min(y + 2, residual.height()); row++) {
        for (int column = Math.max(0, x - 1);
            column < Math.min(x + 2, residual.width());
            column++) {
          float around = residual.at(row, column);
          largest = Math.max(largest, around);
          sum += around;
        }
      }
      return score.of(pending, largest, sum, residual.pictureChange(y, x));
    }
  }
}
