package com.example;

import org.skipconv.core.Gate;
import org.skipconv.core.GateMask;
import org.skipconv.core.GatedLayer;
import org.skipconv.core.Residual;

/** Sees changes in one part of the picture only; what happens elsewhere is not computed. */
public final class RegionGate implements Gate {
  private final Gate inside;
  private final double top;
  private final double left;
  private final double bottom;
  private final double right;

  /**
   * A gate that decides inside the region as another one does.
   *
   * @param top edge of the region as a share of the picture's height, 0 to 1; the others likewise
   */
  public RegionGate(Gate inside, double top, double left, double bottom, double right) {
    if (!(0 <= top && top < bottom && bottom <= 1 && 0 <= left && left < right && right <= 1)) {
      throw new IllegalArgumentException(
          "no region: rows " + top + " to " + bottom + ", columns " + left + " to " + right);
    }
    this.inside = inside;
    this.top = top;
    this.left = left;
    this.bottom = bottom;
    this.right = right;
  }

  @Override
  public State open(GatedLayer layer) {
    return new Region(inside.open(layer), layer.output().height(), layer.output().width());
  }

  /** The region in the pixels of one layer, for one stream. */
  private final class Region implements State {
    private final State state;
    private final int firstRow;
    private final int endRow;
    private final int firstColumn;
    private final int endColumn;

    Region(State state, int height, int width) {
      this.state = state;
      this.firstRow = (int) Math.floor(top * height);
      this.endRow = (int) Math.ceil(bottom * height);
      this.firstColumn = (int) Math.floor(left * width);
      this.endColumn = (int) Math.ceil(right * width);
    }

    @Override
    public long decide(Residual residual, GateMask mask) {
      long macs = state.decide(residual, mask);
      for (int y = 0; y < mask.height(); y++) {
        for (int x = 0; x < mask.width(); x++) {
          if (y < firstRow || y >= endRow || x < firstColumn || x >= endColumn) {
            mask.set(y, x, false);
          }
        }
      }
      return macs;
    }

    @Override
    public void keyframe(double inputScale, double outputScale) {
      state.keyframe(inputScale, outputScale);
    }

    @Override
    public boolean decidesUnchanged() {
      return state.decidesUnchanged();
    }
  }
}
