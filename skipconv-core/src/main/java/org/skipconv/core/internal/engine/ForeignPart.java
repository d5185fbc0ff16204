package org.skipconv.core.internal.engine;

import java.lang.ref.Cleaner;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.stream.IntStream;
import org.skipconv.core.Shape;
import org.skipconv.core.graph.ForeignRun;
import org.skipconv.core.internal.kernel.LentFloats;
import org.skipconv.core.internal.kernel.Plane;

/**
 * Somebody else's computation in one session. Its operands are kept as it wants them, [C, H, W] row
 * by row: in each frame the pixels that changed are written again, and when there was one, all is
 * computed.
 */
final class ForeignPart implements AutoCloseable {
  private final List<ForeignOperand> operands;
  private final List<LentFloats> results;
  private final List<FloatBuffer> inputs;
  private final List<FloatBuffer> outputs;
  private final ForeignRun run;
  private final Cleaner.Cleanable ending;
  private boolean moved;
  private boolean ran;
  private long nanos;

  /**
   * A part.
   *
   * @param run closed with this object, or when it was dropped
   */
  ForeignPart(List<ForeignOperand> operands, List<LentFloats> results, ForeignRun run) {
    this.operands = List.copyOf(operands);
    this.results = List.copyOf(results);
    this.inputs = operands.stream().map(operand -> operand.copy.asReadOnlyBuffer()).toList();
    this.outputs = results.stream().map(LentFloats::buffer).toList();
    this.run = run;
    this.ending = Dropped.register(this, run::close);
  }

  /** An operand, and the same values as somebody else wants them. */
  static final class ForeignOperand {
    private final Value value;
    private final FloatBuffer copy;
    private final int[] everyColumn;
    private final int[] changed;

    ForeignOperand(Value value, FloatBuffer copy) {
      this.value = value;
      this.copy = copy;
      int width = value.map().shape().width();
      everyColumn = IntStream.range(0, width).toArray();
      changed = new int[width];
    }

    private void takeAll() {
      Shape shape = value.map().shape();
      for (int y = 0; y < shape.height(); y++) {
        take(y, everyColumn, everyColumn.length);
      }
    }

    private void takeChanges() {
      ChangeMap change = value.change();
      FloatBuffer norms = change.norms().floats();
      int width = everyColumn.length;
      for (int y = change.rowBegin(); y < change.rowEnd(); y++) {
        int count = 0;
        for (int x = 0; x < width; x++) {
          if (norms.get(y * width + x) != 0) {
            changed[count++] = x;
          }
        }
        take(y, changed, count);
      }
    }

    /** Takes some pixels of a row. Channel by channel: then what is written lies together. */
    private void take(int y, int[] columns, int count) {
      Plane map = value.map();
      Shape shape = map.shape();
      int row = map.index(y, 0);
      for (int c = 0; count > 0 && c < shape.channels(); c++) {
        int target = (c * shape.height() + y) * shape.width();
        for (int i = 0; i < count; i++) {
          copy.put(target + columns[i], map.value(row + columns[i] * map.pixelStride() + c));
        }
      }
    }
  }

  /** Computes a keyframe. */
  void keyframe() {
    operands.forEach(ForeignOperand::takeAll);
    moved = false;
    compute();
  }

  /** Computes a frame, if something changed. */
  void update() {
    ran = false;
    nanos = 0;
    boolean changed = moved;
    for (ForeignOperand operand : operands) {
      if (moved) {
        operand.takeAll();
      } else if (operand.value.change().any()) {
        operand.takeChanges();
        changed = true;
      }
    }
    moved = false;
    if (changed) {
      compute();
    }
  }

  private void compute() {
    // Whoever read or wrote them in order has left their positions at the end.
    inputs.forEach(FloatBuffer::clear);
    outputs.forEach(FloatBuffer::clear);
    long start = System.nanoTime();
    run.run(inputs, outputs);
    nanos = System.nanoTime() - start;
    ran = true;
  }

  /** Takes note that the operands were shifted. */
  void shifted() {
    moved = true;
  }

  /** Whether the last frame computed it. */
  boolean ran() {
    return ran;
  }

  /** Time that took. */
  long nanos() {
    return nanos;
  }

  LentFloats result(int output) {
    return results.get(output);
  }

  @Override
  public void close() {
    ending.clean();
  }
}
