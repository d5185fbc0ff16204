package org.skipconv.models.onnx;

/**
 * One axis of a transposed convolution. Its result at y takes the tap k of the input line i for all
 * {@code i * stride + k * dilation = y + before}; so lines with the same remainder of {@code y +
 * before} by the stride, a phase, are one convolution of the input.
 *
 * @param stride lines of the result for one of the input
 * @param before lines that are cut off at the beginning
 * @param outputs lines of the result
 * @param count lines of each phase
 * @param inputs lines of the input
 * @param kernel taps
 * @param dilation lines of the result from one tap to the next
 */
record Transposed(
    int stride, int before, int outputs, int count, int inputs, int kernel, int dilation) {

  /** The only row of a tensor with one axis. */
  static Transposed line() {
    return new Transposed(1, 0, 1, 1, 1, 1, 1);
  }

  static Transposed of(OnnxNode node, OnnxConstant weight, int axis, int inputs) {
    int kernel = weight.size(2 + axis);
    int stride = at(node, "strides", axis, 1);
    int dilation = at(node, "dilations", axis, 1);
    int extra = at(node, "output_padding", axis, 0);
    int axes = weight.rank() - 2;
    int[] pads = node.integers("pads", new int[2 * axes]);
    if (stride < 1 || stride > 64 || dilation < 1 || dilation > 64 || extra < 0) {
      throw new NotInGraph(node + " has a stride or dilation that is too large");
    }
    long full = (inputs - 1L) * stride + extra + (kernel - 1L) * dilation + 1;
    String auto = node.string("auto_pad", "NOTSET");
    long before = pads[axis];
    long outputs = full - pads[axis] - pads[axis + axes];
    boolean same = auto.startsWith("SAME");
    if (same || node.hasAttribute("output_shape")) {
      int[] shape = node.integers("output_shape");
      outputs =
          node.hasAttribute("output_shape")
              ? shape[shape.length - axes + axis]
              : (long) inputs * stride;
      long total = Math.max(0, full - outputs);
      before = auto.equals("SAME_UPPER") ? total / 2 : total - total / 2;
    }
    if (outputs < 1 || before < 0 || outputs > full + stride || before > full) {
      throw new NotInGraph(node + " has a result of " + outputs + " lines");
    }
    int count = (int) ((outputs - 1 + before) / stride) + 1;
    Transposed rows =
        new Transposed(stride, (int) before, (int) outputs, count, inputs, kernel, dilation);
    for (int phase = 0; phase < stride; phase++) {
      if (rows.phase(phase).after() < 0) {
        throw new NotInGraph(node + " cuts off more than a stride");
      }
    }
    return rows;
  }

  private static int at(OnnxNode node, String name, int axis, int otherwise) {
    return node.hasAttribute(name) ? node.integers(name)[axis] : otherwise;
  }

  int phaseOf(int output) {
    return (output + before) % stride;
  }

  int lineOf(int output) {
    return (output + before) / stride;
  }

  /**
   * The convolution of one phase.
   *
   * @param first first tap of the kernel, -1 for none
   * @param step taps of the kernel from one to the next
   * @param taps number of them; 1, of weight 0, where there is none
   * @param dilation input lines from one to the next
   * @param before zeros before the input
   * @param after zeros after it
   */
  record PhaseTaps(int first, int step, int taps, int dilation, int before, int after) {
    /** Tap of the kernel, -1 for none. */
    int tap(int index) {
      return first < 0 ? -1 : first + index * step;
    }
  }

  PhaseTaps phase(int phase) {
    int first = 0;
    while (first < kernel && first * dilation % stride != phase) {
      first++;
    }
    int common = gcd(dilation, stride);
    int step = stride / common;
    boolean none = first == kernel;
    int taps = none ? 1 : (kernel - 1 - first) / step + 1;
    int reach = taps == 1 ? 1 : dilation / common;
    // The result of line q reads the lines q - offset, q - offset - reach, ...
    int offset = none ? 0 : (first * dilation - phase) / stride;
    int zeros = offset + (taps - 1) * reach;
    return new PhaseTaps(none ? -1 : first, step, taps, reach, zeros, count - inputs - offset);
  }

  private static int gcd(int a, int b) {
    return b == 0 ? a : gcd(b, a % b);
  }

  /** Whether all phases have as many taps at the same places. */
  boolean isEven() {
    for (int i = 1; i < stride; i++) {
      PhaseTaps a = phase(0);
      PhaseTaps b = phase(i);
      if (a.first < 0
          || b.first < 0
          || a.taps != b.taps
          || a.before != b.before
          || a.after != b.after
          || a.dilation != b.dilation) {
        return false;
      }
    }
    return true;
  }
}
