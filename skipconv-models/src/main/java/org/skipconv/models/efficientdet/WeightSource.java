package org.skipconv.models.efficientdet;

import org.skipconv.core.Tensor;

/** Where the network's tensors come from, under effdet's names. */
@FunctionalInterface
interface WeightSource {

  /**
   * A tensor.
   *
   * @throws IllegalArgumentException when there is none of that name and shape
   */
  Tensor tensor(String name, int... shape);
}
