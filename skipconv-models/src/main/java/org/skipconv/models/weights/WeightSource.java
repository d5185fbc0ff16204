package org.skipconv.models.weights;

import org.skipconv.core.Tensor;

/** Source of a model's weights while it builds its network: a file, or a generator. */
@FunctionalInterface
public interface WeightSource {

  /**
   * {@return the tensor of a name}
   *
   * @param name as in the model's state dict, such as {@code layer1.0.conv1.weight}
   * @param shape that the model needs
   * @throws IllegalArgumentException when there is none, or it has another shape
   */
  Tensor tensor(String name, int... shape);
}
