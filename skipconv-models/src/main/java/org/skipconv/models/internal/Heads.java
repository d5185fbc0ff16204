package org.skipconv.models.internal;

import java.util.Arrays;
import java.util.List;
import org.skipconv.core.Tensor;
import org.skipconv.models.weights.Weights;

/** Says of weights whose last layer does not fit what they are instead. */
public final class Heads {
  /** Names that the last layer of a classifier has in usual collections. */
  private static final List<String> CLASSIFIERS =
      List.of("classifier.weight", "classifier.1.weight", "fc.weight", "head.fc.weight");

  private Heads() {}

  /**
   * Refuses weights that find another number of things.
   *
   * @param layer name of the tensor that says how many
   * @param found number of things that the weights find, not 0
   * @param wanted number of things that the network finds
   * @param things in words, such as joints
   * @param remedy call that makes the network fit
   */
  public static void refuseOther(
      Weights weights, String layer, int found, int wanted, String things, String remedy) {
    Tensor last = weights.tensors().get(layer);
    if (last == null || found == wanted) {
      return;
    }
    int[] shape = last.shape();
    int[] needed = shape.clone();
    needed[0] = shape[0] / found * wanted;
    throw new IllegalArgumentException(
        String.format(
            "%s: tensor %s has shape %s, but %s is needed: these weights find %d %s, not %d; use"
                + " %s(%d)",
            weights,
            layer,
            Arrays.toString(shape),
            Arrays.toString(needed),
            found,
            things,
            wanted,
            remedy,
            found));
  }

  /**
   * Refuses the weights of a classifier of whole pictures, which is what backbones are published
   * as.
   *
   * @param layer name of the tensor that a whole network has
   * @param things that the network finds, in words
   */
  public static void refuseClassifier(Weights weights, String layer, String things) {
    if (weights.names().contains(layer)) {
      return;
    }
    for (String name : CLASSIFIERS) {
      Tensor last = weights.tensors().get(name);
      if (last != null && last.shape().length == 2) {
        throw new IllegalArgumentException(
            String.format(
                "%s: these are the weights of an image classifier of %d classes, a backbone without"
                    + " the layers that find %s; weights of the whole network are needed",
                weights, last.shape()[0], things));
      }
    }
  }
}
