package org.skipconv.gates.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.javacpp.BoolPointer;
import org.bytedeco.pytorch.LongArrayRefOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.T_TensorTensorTensor_T;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.skipconv.core.ConvSpec;
import org.skipconv.core.Padding;

/**
 * A convolution whose gradient leaves out closed pixels, which have none. With X the windows of the
 * open pixels, a row each, G their gradients and K the kernel as a matrix:
 *
 * <pre>
 *   of the kernel: G^T X      of the windows: G K, added up where they overlap
 * </pre>
 *
 * <p>Where many pixels are open, PyTorch's own gradient of all of them is faster.
 */
final class OpenConvolution {
  /** Share of open pixels from which on all are computed. */
  private static final double MANY = 0.4;

  /** Values of windows that are looked at together. */
  private static final int VALUES = 1 << 22;

  /** PyTorch's number for adding up. */
  private static final int SUM = 0;

  private final Tensor x;
  private final Tensor kernel;
  private final Tensor bias;
  private final ConvSpec spec;

  /**
   * A convolution.
   *
   * @param x [n, C, H, W]
   * @param bias null for none
   */
  OpenConvolution(Tensor x, Tensor kernel, Tensor bias, ConvSpec spec) {
    this.x = x;
    this.kernel = kernel;
    this.bias = bias;
    this.spec = spec;
  }

  /** All pixels, without remembering how. */
  Tensor forward() {
    return NoGrad.get(() -> Windows.convolve(x, kernel, bias, spec, spec.groups()));
  }

  /**
   * Adds to the gradients of input, kernel and bias.
   *
   * @param ofZ gradient of the output, 0 where a pixel is closed
   * @param open 0 for closed pixels of the last frames; those before are open
   */
  void backward(Tensor ofZ, Tensor open) {
    if (bias != null && bias.requires_grad()) {
      Tape.pull(bias, ofZ.sum(new long[] {0, 2, 3}, false, new ScalarTypeOptional()));
    }
    if (!x.requires_grad() && !kernel.requires_grad()) {
      return;
    }
    Gradients all = NoGrad.get(() -> gradients(ofZ, open));
    if (x.requires_grad()) {
      Tape.give(x, all.x());
    }
    if (kernel.requires_grad()) {
      Tape.pull(kernel, all.kernel());
    }
  }

  /** Gradients of input and kernel; null where nobody asks. */
  private record Gradients(Tensor x, Tensor kernel) {}

  private Gradients gradients(Tensor ofZ, Tensor open) {
    double share = open.count_nonzero().item_double() / open.numel();
    if (share > MANY || spec.groups() > 1) {
      return ofAll(x, ofZ);
    }
    long first = x.size(0) - open.size(0);
    Gradients whole = ofAll(x.narrow(0, 0, first), ofZ.narrow(0, 0, first));
    Tensor laterX = x.narrow(0, first, open.size(0));
    Tensor laterOfZ = ofZ.narrow(0, first, open.size(0));
    Gradients later = ofOpen(laterX, laterOfZ, open);
    return new Gradients(
        x.requires_grad() ? Clips.join(whole.x(), later.x()) : null,
        kernel.requires_grad() ? whole.kernel().add_(later.kernel()) : null);
  }

  private Gradients ofAll(Tensor in, Tensor ofOut) {
    if (spec.groups() == 1 && Windows.isPixel(spec, in)) {
      Tensor rows = rows(ofOut);
      Tensor matrix = kernel.flatten(1, 3);
      return new Gradients(
          x.requires_grad() ? map(rows.mm(matrix), in) : null,
          kernel.requires_grad() ? rows.t().mm(rows(in)).reshape(kernel.shape()) : null);
    }
    Padding.Explicit pad = spec.paddingFor((int) in.size(2), (int) in.size(3));
    boolean even = pad.top() == pad.bottom() && pad.left() == pad.right();
    BoolPointer wanted = new BoolPointer(3);
    wanted.put(0, x.requires_grad()).put(1, kernel.requires_grad()).put(2, false);
    T_TensorTensorTensor_T found =
        torch.convolution_backward(
            ofOut,
            even ? in : Windows.pad(in, pad, 0),
            kernel,
            new LongArrayRefOptional(),
            new long[] {spec.strideY(), spec.strideX()},
            even ? new long[] {pad.top(), pad.left()} : new long[] {0, 0},
            new long[] {spec.dilationY(), spec.dilationX()},
            false,
            new long[] {0, 0},
            spec.groups(),
            wanted);
    Tensor ofX = x.requires_grad() ? found.get0() : null;
    if (ofX != null && !even) {
      ofX = ofX.narrow(2, pad.top(), in.size(2)).narrow(3, pad.left(), in.size(3));
    }
    return new Gradients(ofX, kernel.requires_grad() ? found.get1() : null);
  }

  /** As many frames at a time as fit into some memory. */
  private Gradients ofOpen(Tensor in, Tensor ofOut, Tensor open) {
    int frames = (int) in.size(0);
    int outPixels = (int) (open.size(2) * open.size(3));
    int[] places = places(open);
    long values = Math.max(1, (long) places.length * spec.taps() * in.size(1));
    int step = (int) Math.max(1, Math.min(frames, VALUES * (long) frames / values));
    Tensor matrix = kernel.permute(0, 2, 3, 1).reshape(kernel.size(0), -1);
    Tensor ofMatrix = torch.zeros_like(matrix);
    List<Tensor> ofX = new ArrayList<>();
    int begin = 0;
    for (int t = 0; t < frames; t += step) {
      int count = Math.min(step, frames - t);
      int before = t * outPixels;
      int end = firstFrom(places, before + count * outPixels);
      int[] some = new int[end - begin];
      for (int i = 0; i < some.length; i++) {
        some[i] = places[begin + i] - before;
      }
      begin = end;
      ofX.add(ofSome(some, in.narrow(0, t, count), ofOut.narrow(0, t, count), matrix, ofMatrix));
    }
    return new Gradients(
        x.requires_grad() ? Clips.join(ofX.toArray(Tensor[]::new)) : null,
        ofMatrix
            .reshape(kernel.size(0), kernel.size(2), kernel.size(3), kernel.size(1))
            .permute(0, 3, 1, 2));
  }

  /** Gives the gradient of some frames of the input, and adds to that of the kernel. */
  private Tensor ofSome(int[] open, Tensor in, Tensor ofOut, Tensor matrix, Tensor ofMatrix) {
    int channels = (int) in.size(1);
    OpenWindows windows =
        new OpenWindows(open, (int) in.size(0), spec, (int) in.size(2), (int) in.size(3));
    Tensor some = rows(ofOut).index_select(0, ints(open));
    if (kernel.requires_grad()) {
      Tensor seen = rows(in).index_select(0, ints(windows.sources()));
      if (windows.outside().length > 0) {
        seen.index_fill_(0, ints(windows.outside()).to(torch.ScalarType.Long), new Scalar(0));
      }
      ofMatrix.addmm_(some.t(), seen.reshape(open.length, matrix.size(1)));
    }
    if (!x.requires_grad()) {
      return null;
    }
    Tensor ofWindows = some.mm(matrix).reshape(-1, channels);
    return map(summed(ofWindows, windows), in);
  }

  /** Sum of what the windows give to each pixel of the input. */
  private static Tensor summed(Tensor ofWindows, OpenWindows windows) {
    if (ofWindows.size(0) == 0) {
      return torch.zeros(windows.offsets().length, ofWindows.size(1)).to(ofWindows.scalar_type());
    }
    return torch
        .embedding_bag(
            ofWindows,
            ints(windows.readers()),
            ints(windows.offsets()),
            false,
            SUM,
            false,
            new TensorOptional(),
            false)
        .get0();
  }

  private static int firstFrom(int[] ascending, int value) {
    int found = Arrays.binarySearch(ascending, value);
    return found < 0 ? -found - 1 : found;
  }

  private static int[] places(Tensor open) {
    Tensor found = open.flatten().nonzero().flatten().to(torch.ScalarType.Int);
    int[] places = new int[(int) found.numel()];
    if (places.length > 0) {
      found.data_ptr_int().get(places);
    }
    return places;
  }

  private static Tensor ints(int[] values) {
    return Tensor.create(values);
  }

  /** A map's pixels, a row each. */
  private static Tensor rows(Tensor map) {
    return map.permute(0, 2, 3, 1).reshape(-1, map.size(1));
  }

  private static Tensor map(Tensor rows, Tensor like) {
    return rows.reshape(like.size(0), like.size(2), like.size(3), rows.size(1)).permute(0, 3, 1, 2);
  }
}
