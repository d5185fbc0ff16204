package org.skipconv.gates;

import java.util.Objects;
import org.skipconv.core.Gate;
import org.skipconv.core.GateMask;
import org.skipconv.core.GatedLayer;
import org.skipconv.core.Residual;
import org.skipconv.core.ResidualPolicy;

/**
 * A ceiling on what a layer costs per frame: of the pixels that another gate opens, at most a fixed
 * share of the layer's is computed, those with the largest residuals first; of equal ones those
 * that come first, row by row. Keyframes are whole all the same.
 *
 * <p>Under {@link ResidualPolicy#CARRY} what the budget left over stays pending and is decided
 * again in the next frame, even when nothing changed: after a movement the picture catches up.
 * Under {@link ResidualPolicy#REBASE} it is lost, as every skipped residual is.
 */
public final class BudgetGate implements Gate {
  private final Gate base;
  private final double maxShare;

  private BudgetGate(Gate base, double maxShare) {
    this.base = base;
    this.maxShare = maxShare;
  }

  /**
   * {@return a budget around a gate that says which pixels are worth computing at all, such as
   * {@link NormGate#input}}
   *
   * @param base the gate that judges the pixels
   * @param maxShare of the layer's output pixels that a frame may compute, above 0 and at most 1;
   *     rounded down to whole pixels, but at least one pixel
   */
  public static BudgetGate of(Gate base, double maxShare) {
    Objects.requireNonNull(base, "base");
    return new BudgetGate(base, requireShare(maxShare));
  }

  static double requireShare(double maxShare) {
    if (!(maxShare > 0 && maxShare <= 1)) {
      throw new IllegalArgumentException(
          "the budget must be above 0 and at most 1, but is " + maxShare);
    }
    return maxShare;
  }

  /** {@return the largest share of a layer's output pixels that a frame computes} */
  public double maxShare() {
    return maxShare;
  }

  @Override
  public State open(GatedLayer layer) {
    return new Budgeted(base.open(layer), layer);
  }

  @Override
  public String toString() {
    return "BudgetGate(" + base + ", " + maxShare + ")";
  }

  private final class Budgeted implements State {
    private final State state;
    private final boolean carries;
    private final int limit;
    private final LargestResiduals largest;
    private boolean leftOver;

    Budgeted(State state, GatedLayer layer) {
      int pixels = layer.output().pixels();
      this.state = state;
      this.carries = layer.policy() == ResidualPolicy.CARRY;
      this.limit = Math.max(1, (int) (maxShare * pixels));
      this.largest = new LargestResiduals(pixels);
    }

    @Override
    public long decide(Residual residual, GateMask mask) {
      long macs = state.decide(residual, mask);
      leftOver = largest.keep(limit, residual, mask) && carries;
      return macs;
    }

    @Override
    public void keyframe(double inputScale, double outputScale) {
      state.keyframe(inputScale, outputScale);
      leftOver = false;
    }

    @Override
    public boolean wantsOutputScale() {
      return state.wantsOutputScale();
    }

    @Override
    public void shift(int rows, int columns) {
      state.shift(rows, columns);
    }

    @Override
    public boolean decidesUnchanged() {
      return leftOver || state.decidesUnchanged();
    }
  }
}
