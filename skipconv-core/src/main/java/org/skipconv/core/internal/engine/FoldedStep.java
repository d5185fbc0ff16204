package org.skipconv.core.internal.engine;

import org.skipconv.core.internal.kernel.PixelKernel;
import org.skipconv.core.internal.kernel.Plane;

/**
 * A {@linkplain FoldedProducts folded product}. While its factors are held there is nothing to do:
 * the step of the map has written how much the product changes with it. When they are taken over
 * every pixel of the product changes, and by how much is added to that. The sum is at least what
 * the product changed by in all.
 */
final class FoldedStep implements Step {
  private final Workspace space;
  private final Value out;
  private final BroadcastStep.Held factors;
  private final Plane next;
  private final float threshold;
  private final PixelKernel change;

  /**
   * A step.
   *
   * @param map what is multiplied
   * @param out the product: the same map, with its factors
   * @param factors held in those of {@code out}
   * @param threshold largest difference of a channel that is held back
   */
  FoldedStep(Workspace space, Value map, Value out, BroadcastStep.Held factors, float threshold) {
    this.space = space;
    this.out = out;
    this.factors = factors;
    this.threshold = threshold;
    this.next = space.planes().vector(out.map().shape().channels());
    this.change =
        (begin, end, partBegin, partEnd) ->
            space
                .kernels()
                .changeFactors(map.map(), factors.plane(), next, begin, end, out.change().norms());
  }

  @Override
  public Value out() {
    return out;
  }

  @Override
  public void beginKeyframe() {
    factors.take();
    out.change().clear(space.kernels());
    Scales.begin(out);
  }

  @Override
  public void keyframeRows(int begin, int end, boolean measure) {
    Scales.add(space.kernels(), out, begin, end, measure);
  }

  @Override
  public void endKeyframe() {
    Scales.finish(out);
  }

  @Override
  public void shifted(int rows, int columns) {
    // There are no pixels of its own to be uncovered.
  }

  @Override
  public void update() {
    if (factors.hasMoved(threshold)) {
      factors.copyTo(next);
      int pixels = out.map().shape().pixels();
      space.run(change, pixels);
      factors.take();
      out.change().writtenAnywhere(pixels);
    }
  }
}
