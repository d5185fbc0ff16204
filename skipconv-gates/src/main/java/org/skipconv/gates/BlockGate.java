package org.skipconv.gates;

import java.util.Arrays;
import java.util.Objects;
import org.skipconv.core.Gate;
import org.skipconv.core.GateMask;
import org.skipconv.core.GatedLayer;
import org.skipconv.core.Residual;

/**
 * Block structure around any gate: the output map is tiled by squares from its upper left corner,
 * and a square opens as a whole when the inner gate opens any pixel of it (Habibian et al. 2021,
 * section 3.3, the maximum over the block). Where a side of the map is no multiple of the block,
 * the last blocks are cut off by the border.
 *
 * <p>The kernels here are fast on single pixels already, so blocks buy no speed on a CPU; they are
 * for gates that were trained with them. A pixel whose window saw no change is not computed, in an
 * open block either.
 */
public final class BlockGate implements Gate {
  private final Gate inner;
  private final int size;

  private BlockGate(Gate inner, int size) {
    this.inner = inner;
    this.size = size;
  }

  /**
   * {@return a gate of blocks of {@code size} x {@code size} output pixels}
   *
   * @param inner the gate that judges the pixels
   * @param size 1, 2, 4 or 8; 1 decides as the inner gate does
   */
  public static BlockGate of(Gate inner, int size) {
    Objects.requireNonNull(inner, "inner");
    return new BlockGate(inner, requireSize(size));
  }

  static int requireSize(int size) {
    if (size < 1 || size > 8 || Integer.bitCount(size) != 1) {
      throw new IllegalArgumentException("the block size must be 1, 2, 4 or 8, but is " + size);
    }
    return size;
  }

  /** {@return the side of a block in output pixels} */
  public int size() {
    return size;
  }

  @Override
  public State open(GatedLayer layer) {
    State state = inner.open(layer);
    return size == 1 ? state : new Blocks(state, layer.output().width());
  }

  @Override
  public String toString() {
    return "BlockGate(" + inner + ", " + size + ")";
  }

  private final class Blocks implements State {
    private final State state;
    private final int shift = Integer.numberOfTrailingZeros(size);

    /** One row of blocks: which are open. */
    private final boolean[] open;

    Blocks(State state, int width) {
      this.state = state;
      this.open = new boolean[(width + size - 1) / size];
    }

    @Override
    public long decide(Residual residual, GateMask mask) {
      long macs = state.decide(residual, mask);
      for (int top = 0; top < mask.height(); top += size) {
        int bottom = Math.min(top + size, mask.height());
        if (collect(mask, top, bottom)) {
          spread(mask, top, bottom);
        }
      }
      return macs;
    }

    private boolean collect(GateMask mask, int top, int bottom) {
      boolean any = false;
      for (int y = top; y < bottom; y++) {
        for (int x = 0; x < mask.width(); x++) {
          if (mask.isOpen(y, x)) {
            open[x >> shift] = true;
            any = true;
          }
        }
      }
      return any;
    }

    private void spread(GateMask mask, int top, int bottom) {
      for (int y = top; y < bottom; y++) {
        for (int x = 0; x < mask.width(); x++) {
          if (open[x >> shift]) {
            mask.set(y, x, true);
          }
        }
      }
      Arrays.fill(open, false);
    }

    @Override
    public void keyframe(double inputScale, double outputScale) {
      state.keyframe(inputScale, outputScale);
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
      return state.decidesUnchanged();
    }
  }
}
