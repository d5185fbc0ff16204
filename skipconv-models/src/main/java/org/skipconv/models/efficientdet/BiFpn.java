package org.skipconv.models.efficientdet;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.skipconv.core.Node;
import org.skipconv.core.Shape;
import org.skipconv.core.Tensor;

/** The bidirectional feature pyramid: backbone features in, one map a level out. */
final class BiFpn {
  static final double FUSION_EPSILON = 1e-4;

  /** End of the names of fusions of levels. */
  static final String COMBINE = ".combine";

  private final Variant variant;
  private final Layers layers;
  private final List<PyramidNode> topology;

  BiFpn(Variant variant, Layers layers) {
    this.variant = variant;
    this.layers = layers;
    this.topology = PyramidNode.cell(variant.maxLevel);
  }

  /** P3 to P5 as they are, P6 from P5 by projection and pooling, the coarser ones by pooling. */
  List<Node> levels(List<Node> features) {
    List<Node> levels = new ArrayList<>(features);
    String projection = "fpn.resample." + levels.size();
    Node x = project(projection, features.get(features.size() - 1));
    while (levels.size() < variant.levels().size()) {
      x = layers.halve("fpn.resample." + levels.size() + ".downsample", x);
      levels.add(x);
    }
    return levels;
  }

  /** One cell; its outputs are the last node of each level. */
  List<Node> cell(int cell, List<Node> inputs) {
    List<Node> all = new ArrayList<>(inputs);
    for (int n = 0; n < topology.size(); n++) {
      all.add(fuse("fpn.cell." + cell + ".fnode." + n, topology.get(n), all));
    }
    return all.subList(all.size() - inputs.size(), all.size());
  }

  private Node fuse(String path, PyramidNode node, List<Node> all) {
    Shape target = all.get(node.level() - Variant.MIN_LEVEL).shape();
    List<Node> terms = new ArrayList<>();
    for (int input : node.inputs()) {
      terms.add(resample(path + COMBINE + ".resample." + input, all.get(input), target));
    }
    Node sum = layers.builder.weightedSum(path + COMBINE, factors(path, terms.size()), terms);
    String after = path + ".after_combine.conv";
    Node x = layers.plainDepthwise(after + ".conv_dw", layers.activate(sum));
    return layers.pointwise(after + ".conv_pw", x, variant.pyramidChannels, after + ".bn");
  }

  private List<Float> factors(String path, int terms) {
    if (variant.fusion == Variant.Fusion.SUM) {
      return Collections.nCopies(terms, 1f);
    }
    Tensor edges = layers.tensor(path + COMBINE + ".edge_weights", terms);
    double total = FUSION_EPSILON;
    for (int i = 0; i < terms; i++) {
      total += Math.max(edges.get(i), 0);
    }
    List<Float> factors = new ArrayList<>();
    for (int i = 0; i < terms; i++) {
      factors.add((float) (Math.max(edges.get(i), 0) / total));
    }
    return factors;
  }

  /** To the pyramid's channels, at the size it comes in; then to the target's size. */
  private Node resample(String path, Node x, Shape target) {
    Node y = project(path, x);
    Shape size = y.shape();
    if (size.height() > target.height() || size.width() > target.width()) {
      return layers.halve(path + ".downsample", y);
    }
    if (size.height() < target.height() || size.width() < target.width()) {
      return layers.enlarge(path + ".upsample", y, target.height(), target.width());
    }
    return y;
  }

  private Node project(String path, Node x) {
    return Layers.channels(x) == variant.pyramidChannels
        ? x
        : layers.pointwise(path + ".conv.conv", x, variant.pyramidChannels, path + ".conv.bn");
  }
}
