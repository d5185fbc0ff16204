package org.skipconv.core.internal.engine;

import java.util.List;
import org.skipconv.core.Shape;
import org.skipconv.core.graph.Dependence;
import org.skipconv.core.internal.kernel.Memory;
import org.skipconv.core.internal.kernel.PixelKernel;
import org.skipconv.core.internal.kernel.Reach;

/**
 * Everything that is no convolution: recomputes exactly the pixels that depend on a changed one.
 */
final class PixelStep implements Step {

  /** An operand, and which of its pixels each output pixel depends on. */
  record StepInput(Value value, Dependence dependence, Reach reach) {}

  private final Workspace space;
  private final Value out;
  private final List<StepInput> operands;
  private final PixelKernel whole;
  private final PixelKernel wholeMeasured;
  private final PixelKernel listed;
  private final Memory list;
  private Uncovered uncovered = Uncovered.NOTHING;
  private int written;

  /**
   * A step.
   *
   * @param whole bound to the list of all pixels, without norms
   * @param wholeMeasured bound to the list of all pixels and the workspace's norms
   * @param listed bound to {@code list} and the workspace's norms
   */
  PixelStep(
      Workspace space,
      Value out,
      List<StepInput> operands,
      PixelKernel whole,
      PixelKernel wholeMeasured,
      PixelKernel listed,
      Memory list) {
    this.space = space;
    this.out = out;
    this.operands = operands;
    this.whole = whole;
    this.wholeMeasured = wholeMeasured;
    this.listed = listed;
    this.list = list;
  }

  @Override
  public Value out() {
    return out;
  }

  @Override
  public void beginKeyframe() {
    forgetLastFrame();
    uncovered = Uncovered.NOTHING;
    Scales.begin(out);
  }

  @Override
  public void keyframeRows(int begin, int end, boolean measure) {
    int width = out.map().shape().width();
    space.run(whole, begin * width, end * width);
    Scales.add(space.kernels(), out, begin, end, measure);
  }

  @Override
  public void endKeyframe() {
    Scales.finish(out);
    clearWholeResidual();
  }

  void clearWholeResidual() {
    if (out.residual() != null) {
      Shape shape = out.map().shape();
      space.kernels().clearPixels(out.residual(), space.wholeList(shape), shape.pixels());
    }
  }

  @Override
  public void update() {
    forgetLastFrame();
    int begin = Integer.MAX_VALUE;
    int end = 0;
    for (StepInput operand : operands) {
      ChangeMap change = operand.value().change();
      if (change.any()) {
        begin = Math.min(begin, operand.reach().firstRow(change.rowBegin()));
        end = Math.max(end, operand.reach().endRow(change.rowEnd()));
      }
    }
    if (uncovered.any()) {
      begin = 0;
      end = out.map().shape().height();
    }
    if (begin >= end) {
      return;
    }
    int width = out.map().shape().width();
    space.kernels().fill(space.mask(), (long) begin * width, (long) end * width, 0);
    for (StepInput operand : operands) {
      ChangeMap change = operand.value().change();
      if (change.any()) {
        int first = operand.reach().firstRow(change.rowBegin());
        int last = operand.reach().endRow(change.rowEnd());
        space.kernels().mark(change.norms(), operand.reach(), space.mask(), first, last);
      }
    }
    uncovered.open(space.mask().bytes(), width);
    uncovered = Uncovered.NOTHING;
    written = space.kernels().compact(space.mask(), null, width, begin, end, list);
    space.run(listed, written);
    Memory norms = space.norms();
    Memory changes = out.change().norms();
    int changed = space.kernels().scatterNorms(norms, 0, 1, list, written, width, changes);
    out.change().written(changed, begin, end);
  }

  @Override
  public void shifted(int rows, int columns) {
    uncovered =
        uncovered.and(
            Uncovered.of(
                out.map(),
                operands.stream()
                    .map(operand -> new Uncovered.Read(operand.value().map(), operand.dependence()))
                    .toList(),
                rows,
                columns));
  }

  /** Computes every pixel, whatever changed. */
  void updateAll() {
    forgetLastFrame();
    uncovered = Uncovered.NOTHING;
    Shape shape = out.map().shape();
    written = shape.pixels();
    space.run(wholeMeasured, written);
    Memory changes = out.change().norms();
    Memory list = space.wholeList(shape);
    int changed =
        space.kernels().scatterNorms(space.norms(), 0, 1, list, written, shape.width(), changes);
    out.change().writtenAnywhere(changed);
  }

  private void forgetLastFrame() {
    out.change().clear(space.kernels());
    if (out.residual() != null && written > 0) {
      boolean all = written == out.map().shape().pixels();
      Memory pixels = all ? space.wholeList(out.map().shape()) : list;
      space.kernels().clearPixels(out.residual(), pixels, written);
    }
    written = 0;
  }
}
