package org.skipconv.gates.training;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.GradMode;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorArrayRefOptional;

/**
 * Gradients of a computation in pieces, the last piece first. PyTorch follows each piece by itself,
 * so that a piece may also have a gradient of its own making, as {@link Carried} has.
 */
final class Tape {
  private final boolean recording = GradMode.is_enabled();
  private final List<Runnable> pieces = new ArrayList<>();
  private final List<Tensor> recorded = new ArrayList<>();

  /** Whether gradients will be asked for. */
  boolean isRecording() {
    return recording;
  }

  /** The tensors that are needed later, since this was last asked. */
  List<Tensor> recorded() {
    List<Tensor> last = List.copyOf(recorded);
    recorded.clear();
    return last;
  }

  /**
   * Ends a piece: the same values, whose gradient waits here until all later pieces are through.
   */
  Tensor cut(Tensor value) {
    if (!recording || !value.requires_grad()) {
      return value;
    }
    Tensor start = start(value.detach());
    add(() -> pull(value, start.grad()), List.of(value));
    return start;
  }

  /** Start of a piece: a tensor that gathers its gradient. */
  Tensor start(Tensor values) {
    if (recording) {
      values.set_requires_grad(true);
      recorded.add(values);
    }
    return values;
  }

  /**
   * Adds a piece.
   *
   * @param backward takes the gradients of where the next pieces start, and {@link #pull}s
   * @param needed tensors that it uses, other than starts
   */
  void add(Runnable backward, List<Tensor> needed) {
    if (!recording) {
      return;
    }
    pieces.add(backward);
    recorded.addAll(needed);
  }

  /** Gives a piece's end its gradient, which goes on to where the piece started. */
  static void pull(Tensor end, Tensor gradient) {
    if (gradient.defined() && end.requires_grad()) {
      end.backward(gradient, new BoolOptional(), false, new TensorArrayRefOptional());
    }
  }

  /**
   * Gives the start of a piece a gradient whose memory nobody else needs any more, and which may
   * become its own.
   */
  static void give(Tensor start, Tensor gradient) {
    if (!start.requires_grad()) {
      return;
    }
    if (start.grad().defined()) {
      NoGrad.run(() -> start.grad().add_(gradient));
    } else {
      start.mutable_grad().put(gradient);
    }
  }

  /** Computes the gradients of a loss. */
  void backward(Tensor loss) {
    loss.backward();
    for (int i = pieces.size() - 1; i >= 0; i--) {
      Runnable piece = pieces.get(i);
      Scopes.scoped(
          () -> {
            piece.run();
            return null;
          });
    }
  }
}
