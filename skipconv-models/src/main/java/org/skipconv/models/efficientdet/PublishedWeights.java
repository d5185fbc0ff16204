package org.skipconv.models.efficientdet;

import static org.skipconv.models.detection.Anchors.PER_CELL;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.skipconv.core.Tensor;
import org.skipconv.models.internal.Heads;
import org.skipconv.models.weights.WeightSource;
import org.skipconv.models.weights.Weights;

/**
 * Weights under effdet's names, whoever published them: effdet, with or without the wrapper of its
 * benches, or zylo117. Remembers what was asked for, because a tensor that nobody asks for shows
 * that the file belongs to another network.
 */
final class PublishedWeights implements WeightSource {
  private static final String BENCH = "model.";
  private static final String STEM = "backbone.conv_stem.weight";
  private static final String HEAD = "class_net.predict.conv_pw.weight";

  /** Names of the weights that give the classes. */
  private static final List<String> HEADS = List.of(HEAD, BENCH + HEAD, ZyloNames.HEAD);

  private static final int EXAMPLES = 3;

  /**
   * Counters of training; the benches' anchors; zylo117's fusion weights, which it keeps even where
   * the fusion is a sum; learned gates, which may be in the same file.
   */
  private static final Pattern WITHOUT_EFFECT =
      Pattern.compile(
          ".*\\.num_batches_tracked|anchors\\..*|bifpn\\.\\d+\\.p\\d_w[12]"
              + "|.*\\.gate\\.(weight|bias)");

  private final Weights weights;
  private final UnaryOperator<String> naming;
  private final Set<String> used = new LinkedHashSet<>();

  PublishedWeights(Weights weights, Variant variant) {
    this.weights = weights;
    this.naming = naming(weights, variant);
  }

  private static UnaryOperator<String> naming(Weights weights, Variant variant) {
    if (weights.names().contains(ZyloNames.STEM)) {
      return new ZyloNames(variant);
    }
    return weights.names().contains(BENCH + STEM) ? name -> BENCH + name : UnaryOperator.identity();
  }

  /** Returns the number of classes, by the shape of the last layer; empty when there is none. */
  static OptionalInt classes(Weights weights) {
    Tensor head = weights.tensors().get(head(weights));
    if (head == null || head.shape().length != 4 || head.shape()[0] % PER_CELL != 0) {
      return OptionalInt.empty();
    }
    return OptionalInt.of(head.shape()[0] / PER_CELL);
  }

  private static String head(Weights weights) {
    return HEADS.stream().filter(weights.names()::contains).findFirst().orElse(HEAD);
  }

  /** Refuses weights that find another number of classes, or none. */
  static void requireClasses(Weights weights, int wanted) {
    String head = head(weights);
    Heads.refuseClassifier(weights, head, "objects");
    classes(weights)
        .ifPresent(
            found -> Heads.refuseOther(weights, head, found, wanted, "classes", "withClasses"));
  }

  @Override
  public Tensor tensor(String name, int... shape) {
    String published = naming.apply(name);
    used.add(published);
    return weights.tensor(published, shape);
  }

  /**
   * Fails when there is more than the network took.
   *
   * @param network its name
   */
  void refuseLeftOver(String network) {
    Set<String> left = new LinkedHashSet<>(weights.names());
    left.removeAll(used);
    left.removeIf(name -> WITHOUT_EFFECT.matcher(name).matches());
    if (!left.isEmpty()) {
      throw new IllegalArgumentException(
          weights
              + " are not those of "
              + network
              + ", which has no place for "
              + left.size()
              + " of them, such as "
              + left.stream().limit(EXAMPLES).toList());
    }
  }
}
