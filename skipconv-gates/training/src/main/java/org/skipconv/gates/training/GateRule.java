package org.skipconv.gates.training;

import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.skipconv.core.Node;

/** A mask rule with parameters that can be trained. */
interface GateRule extends MaskRule {

  /** The parameters by name. */
  Map<String, Tensor> parameters();

  /** The same rule, deciding in another way. */
  GateRule withDecision(Decision decision);

  /** Multiply-accumulates of deciding on a pixel of a layer that saw a change. */
  long macsPerPixel(Node layer);

  /** Whether what has been learned so far can be written down as finite numbers. */
  boolean isFinite();
}
