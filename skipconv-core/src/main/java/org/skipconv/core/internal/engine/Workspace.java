package org.skipconv.core.internal.engine;

import java.util.HashMap;
import java.util.Map;
import org.skipconv.core.ResidualPolicy;
import org.skipconv.core.Shape;
import org.skipconv.core.internal.kernel.Kernels;
import org.skipconv.core.internal.kernel.Memory;
import org.skipconv.core.internal.kernel.PixelKernel;
import org.skipconv.core.internal.kernel.Planes;

/** Kernels, threads, options and scratch memory that the steps of one session share. */
final class Workspace implements AutoCloseable {
  private final Kernels kernels;
  private final Planes planes;
  private final boolean rebase;
  private final WorkPool pool;
  private final Memory list;
  private final Memory norms;
  private final Memory scaledNorms;
  private final Memory mask;
  private final Memory scratch;
  private final Map<Integer, Memory> wholeLists = new HashMap<>();
  private final Map<Integer, Memory> identityTables = new HashMap<>();

  /**
   * Shared memory for steps of limited size.
   *
   * @param largest the largest needs among all steps
   */
  Workspace(Kernels kernels, Planes planes, ResidualPolicy policy, int threads, Sizes largest) {
    this.kernels = kernels;
    this.planes = planes;
    this.rebase = policy == ResidualPolicy.REBASE;
    this.list = planes.ints(largest.pixels());
    this.norms = planes.floats(largest.norms());
    this.scaledNorms = planes.floats(largest.scaledNorms());
    this.mask = planes.bytes(largest.pixels());
    this.scratch = planes.floats(largest.scratch());
    this.pool = new WorkPool(threads);
  }

  /** Entries of the shared scratch blocks. */
  record Sizes(int pixels, long norms, long scaledNorms, int scratch) {
    Sizes max(Sizes other) {
      return new Sizes(
          Math.max(pixels, other.pixels),
          Math.max(norms, other.norms),
          Math.max(scaledNorms, other.scaledNorms),
          Math.max(scratch, other.scratch));
    }
  }

  Kernels kernels() {
    return kernels;
  }

  Planes planes() {
    return planes;
  }

  boolean rebase() {
    return rebase;
  }

  /** Runs a kernel over the first entries of its list; gives the time that it took. */
  long run(PixelKernel kernel, int count) {
    return run(kernel, 0, count);
  }

  /** The same over the entries [begin, end). */
  long run(PixelKernel kernel, int begin, int end) {
    long start = System.nanoTime();
    pool.run(kernel, begin, end);
    return System.nanoTime() - start;
  }

  /**
   * A list of open pixels for one step. Under REBASE each step keeps its own, since the residuals
   * written in one frame are cleared in the next.
   */
  Memory listFor(int pixels) {
    return rebase() ? planes.ints(pixels) : list;
  }

  /** Norms of the step at work. */
  Memory norms() {
    return norms;
  }

  /** Norms of the step at work, of its values times their factors. */
  Memory scaledNorms() {
    return scaledNorms;
  }

  /**
   * A list for passing use, before the step at work fills its own: under CARRY they are the same.
   */
  Memory scratchList() {
    return list;
  }

  /** Mask of the step at work beside its gate's, if it has one. */
  Memory mask() {
    return mask;
  }

  Memory scratch() {
    return scratch;
  }

  /** The list of all pixels of a map. */
  Memory wholeList(Shape shape) {
    return wholeLists.computeIfAbsent(
        (shape.height() << 16) | shape.width(),
        key -> {
          int[] pixels = new int[shape.pixels()];
          for (int i = 0; i < pixels.length; i++) {
            pixels[i] = ((i / shape.width()) << 16) | (i % shape.width());
          }
          return planes.tableOf(pixels);
        });
  }

  /** The table 0, 1, 2, ... */
  Memory identityTable(int size) {
    return identityTables.computeIfAbsent(
        size,
        key -> {
          int[] table = new int[size];
          for (int i = 0; i < size; i++) {
            table[i] = i;
          }
          return planes.tableOf(table);
        });
  }

  @Override
  public void close() {
    pool.close();
    planes.close();
  }
}
