package org.skipconv.gates.training;

import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.skipconv.core.Node;

/**
 * Result of a differentiable model for some clips.
 *
 * @param outputs by name, [T * clips, C, H, W]
 * @param computed by convolution: which pixels were computed in the frames after the keyframe, the
 *     mask where something changed and 0 elsewhere, [(T - 1) * clips, 1, H, W]
 * @param changed by convolution: the share of those pixels in whose window something changed
 * @param seen by gated convolution under CARRY: how its input changed
 * @param tape that leads from them back to the weights and gates
 */
record DifferentiableResult(
    Map<String, Tensor> outputs,
    Map<Node, Tensor> computed,
    Map<Node, Tensor> changed,
    Map<Node, MapChange> seen,
    Tape tape) {

  DifferentiableResult() {
    this(
        new LinkedHashMap<>(),
        new LinkedHashMap<>(),
        new LinkedHashMap<>(),
        new LinkedHashMap<>(),
        new Tape());
  }

  /** Computes the gradients of a loss of these outputs and masks. */
  void backward(Tensor loss) {
    tape.backward(loss);
  }
}
