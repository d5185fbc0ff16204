package org.skipconv.gates.training;

import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.skipconv.core.Shape;
import org.skipconv.core.graph.AxisMap;
import org.skipconv.core.graph.Gather;

/** Chosen pixels and channels of PyTorch's tensors, [frames, C, H, W]. */
final class DifferentiableGather {
  private DifferentiableGather() {}

  static Tensor of(Gather gather, List<Shape> shapes, List<Tensor> operands) {
    Tensor result = null;
    for (int phase = 0; phase < gather.channels().size(); phase++) {
      Tensor channels = channels(gather.channels().get(phase), shapes, operands);
      Tensor pixels = lines(lines(channels, 2, gather.rows()), 3, gather.columns());
      if (gather.hasPhases()) {
        int row = phase / gather.phaseColumns();
        int column = phase % gather.phaseColumns();
        Tensor own =
            every((int) pixels.size(2), gather.phaseRows(), row)
                .reshape(1, 1, -1, 1)
                .mul(
                    every((int) pixels.size(3), gather.phaseColumns(), column)
                        .reshape(1, 1, 1, -1));
        pixels = torch.where(own.to(torch.ScalarType.Bool), pixels, torch.zeros_like(pixels));
      }
      result = result == null ? pixels : result.add(pixels);
    }
    return result;
  }

  private static Tensor channels(
      List<Gather.Channels> runs, List<Shape> shapes, List<Tensor> operands) {
    Tensor[] parts = new Tensor[runs.size()];
    for (int i = 0; i < parts.length; i++) {
      Gather.Channels run = runs.get(i);
      Tensor x = operands.get(Math.max(run.operand(), 0));
      int count = run.count(shapes);
      boolean all = run.first() == 0 && count == x.size(1);
      if (run.isZeros()) {
        parts[i] = torch.zeros(x.size(0), count, x.size(2), x.size(3)).to(x.scalar_type());
      } else {
        parts[i] = all ? x : x.narrow(1, run.first(), count);
      }
    }
    return parts.length == 1 ? parts[0] : torch.cat(new TensorVector(parts), 1);
  }

  /** 1 for the lines of a phase, 0 for the others. */
  private static Tensor every(int lines, int period, int phase) {
    float[] chosen = new float[lines];
    for (int i = phase; i < lines; i += period) {
      chosen[i] = 1;
    }
    return Tensor.create(chosen);
  }

  private static Tensor lines(Tensor x, int axis, AxisMap map) {
    int inputs = (int) x.size(axis);
    long[] source = new long[map.size(inputs)];
    float[] there = new float[source.length];
    boolean same = source.length == inputs;
    boolean gaps = false;
    for (int i = 0; i < source.length; i++) {
      int line = map.source(i, inputs);
      same &= line == i;
      gaps |= line == AxisMap.NOTHING;
      source[i] = Math.max(line, 0);
      there[i] = line == AxisMap.NOTHING ? 0 : 1;
    }
    if (same) {
      return x;
    }
    Tensor chosen = x.index_select(axis, Tensor.create(source));
    if (!gaps) {
      return chosen;
    }
    long[] shape = {1, 1, axis == 2 ? there.length : 1, axis == 3 ? there.length : 1};
    return chosen.mul(Tensor.create(there).reshape(shape));
  }
}
