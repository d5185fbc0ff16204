package org.skipconv.gates;

import org.skipconv.core.Gate;
import org.skipconv.core.GateMask;
import org.skipconv.core.GatedLayer;
import org.skipconv.core.Residual;

/**
 * Opens a pixel when the residual's norm is above a threshold: no training, any network (Habibian
 * et al. 2021, equations 5 and 7).
 *
 * <p>Thresholds are relative by default, so that one number means the same in every layer, at every
 * resolution and channel count: the mean of |r| over the channels and taps of the window, in units
 * of the layer's own size at the last keyframe.
 *
 * <table>
 * <caption>What is compared; C channels, k² taps, H output rows, S the sum of |r| over the window</caption>
 * <tr><th>kind</th><th>open when</th></tr>
 * <tr><td>{@link #input}</td><td>S / (C k²) &gt; eps · mean |x|</td></tr>
 * <tr><td>{@link #output}</td><td>S · mean |w| &gt; eps · mean |z|</td></tr>
 * <tr><td>{@link #absolute}</td><td>S / (C k²) &gt; eps</td></tr>
 * <tr><td>{@link #releasedInput}</td><td>⌊S / (H k²)⌋ &gt; eps, ⌊⌋ to a grid of 1e-5</td></tr>
 * <tr><td>{@link #releasedOutput}</td><td>⌊S / (H k²) · mean |w|⌋ &gt; eps, likewise</td></tr>
 * </table>
 *
 * <p>The released code divides by the height of the output, so that its eps means something else in
 * every layer; {@code eps_absolute = eps_released * H / C}.
 */
public final class NormGate implements Gate {
  private static final double RELEASED_GRID = 1e5;

  private enum Comparison {
    INPUT,
    OUTPUT,
    ABSOLUTE,
    RELEASED_INPUT,
    RELEASED_OUTPUT
  }

  private final Comparison kind;
  private final float eps;

  private NormGate(Comparison kind, float eps) {
    this.kind = kind;
    this.eps = requireEps(eps);
  }

  static float requireEps(float eps) {
    if (!(eps >= 0) || Float.isInfinite(eps)) {
      throw new IllegalArgumentException("eps must be 0 or more and finite, but is " + eps);
    }
    return eps;
  }

  /**
   * {@return the gate of equation 5: the input's residual, relative to the input's mean |x| at the
   * last keyframe}
   *
   * @param eps threshold, 0 or more
   */
  public static NormGate input(float eps) {
    return new NormGate(Comparison.INPUT, eps);
  }

  /**
   * {@return the gate of equation 7: a bound on the output's change, relative to the output's mean
   * |z| at the last keyframe} Terms of a sum partly cancel in z and not in the bound, so a useful
   * eps is some ten times that of {@link #input}.
   *
   * @param eps threshold, 0 or more
   */
  public static NormGate output(float eps) {
    return new NormGate(Comparison.OUTPUT, eps);
  }

  /**
   * {@return the gate that measures the mean of |r| over the window in the units of the layer's
   * input}
   *
   * @param eps threshold, 0 or more
   */
  public static NormGate absolute(float eps) {
    return new NormGate(Comparison.ABSOLUTE, eps);
  }

  /**
   * {@return the gate of equation 5 with the normaliser and the grid of the authors' released code}
   *
   * @param eps threshold, 0 or more
   */
  public static NormGate releasedInput(float eps) {
    return new NormGate(Comparison.RELEASED_INPUT, eps);
  }

  /**
   * {@return the gate of equation 7 with the normaliser and the grid of the authors' released code}
   *
   * @param eps threshold, 0 or more
   */
  public static NormGate releasedOutput(float eps) {
    return new NormGate(Comparison.RELEASED_OUTPUT, eps);
  }

  /** {@return the threshold} */
  public float eps() {
    return eps;
  }

  @Override
  public State open(GatedLayer layer) {
    return switch (kind) {
      case INPUT, OUTPUT, ABSOLUTE -> new Relative(layer);
      case RELEASED_INPUT, RELEASED_OUTPUT -> new Released(layer);
    };
  }

  @Override
  public String toString() {
    return "NormGate." + kind + "(" + eps + ")";
  }

  /** One threshold on the window's sum for the whole layer, which follows the layer's size. */
  private final class Relative implements State {
    private final GatedLayer layer;
    private float threshold;

    Relative(GatedLayer layer) {
      this.layer = layer;
      keyframe(0, 0);
    }

    @Override
    public void keyframe(double inputScale, double outputScale) {
      double sum =
          switch (kind) {
            case INPUT -> eps * inputScale * layer.windowElements();
            case OUTPUT ->
                layer.meanAbsWeight() > 0 ? eps * outputScale / layer.meanAbsWeight() : 0;
            default -> (double) eps * layer.windowElements();
          };
      // Below infinity, which no change would be above, not even one of unknown size.
      threshold = (float) Math.min(Float.MAX_VALUE, sum);
    }

    @Override
    public boolean wantsOutputScale() {
      return kind == Comparison.OUTPUT;
    }

    @Override
    public long decide(Residual residual, GateMask mask) {
      residual.openAbove(threshold, mask);
      return 0;
    }
  }

  /** The released code's formulas, value by value. */
  private final class Released implements State {
    private final double factor;

    Released(GatedLayer layer) {
      double norm = 1.0 / (layer.spec().taps() * (double) layer.output().height());
      factor = kind == Comparison.RELEASED_OUTPUT ? norm * layer.meanAbsWeight() : norm;
    }

    @Override
    public boolean wantsOutputScale() {
      return false;
    }

    @Override
    public long decide(Residual residual, GateMask mask) {
      for (int y = 0; y < residual.height(); y++) {
        for (int x = 0; x < residual.width(); x++) {
          double v = Math.floor(RELEASED_GRID * residual.at(y, x) * factor) / RELEASED_GRID;
          // Not a number opens: a pixel of which nothing is known must not stay as it is.
          mask.set(y, x, !(v <= eps));
        }
      }
      return 0;
    }
  }
}
