package org.skipconv.models.efficientdet;

import java.util.ArrayList;
import java.util.List;
import org.skipconv.core.Node;

/** EfficientNet without its classifier: a frame in, the features P3, P4 and P5 out. */
final class Backbone {
  /** Beginning of the names of its layers. */
  static final String PATH = "backbone.";

  private final BackboneScaling scaling;
  private final boolean excited;
  private final Layers layers;

  Backbone(Variant variant, Layers layers) {
    this.scaling = variant.backbone();
    this.excited = !variant.isLite();
    this.layers = layers;
  }

  /** The stem's result, activated: stride 2. */
  Node stem(Node image) {
    int channels = scaling.stem();
    return layers.activate(layers.conv(PATH + "conv_stem", image, channels, 3, 2, PATH + "bn1"));
  }

  /** P3, P4 and P5 (strides 8, 16 and 32), linear bottlenecks' results: not activated. */
  List<Node> features(Node stem) {
    List<Node> features = new ArrayList<>();
    Node x = stem;
    for (int s = 0; s < scaling.stages().size(); s++) {
      BackboneScaling.BackboneStage stage = scaling.stages().get(s);
      for (int b = 0; b < stage.repeats(); b++) {
        String path = PATH + "blocks." + s + "." + b;
        x = block(path, x, stage, b == 0 ? stage.stride() : 1);
      }
      if (BackboneScaling.FEATURE_STAGES.contains(s)) {
        features.add(x);
      }
    }
    return features;
  }

  private Node block(String path, Node x, BackboneScaling.BackboneStage stage, int stride) {
    Node y =
        stage.expand() == 1
            ? separable(path, x, stage, stride)
            : invertedResidual(path, x, stage, stride);
    boolean skip = stride == 1 && Layers.channels(x) == stage.channels();
    return skip ? layers.builder.add(path + ".add", y, x) : y;
  }

  private Node separable(String path, Node x, BackboneScaling.BackboneStage stage, int stride) {
    Node y = layers.depthwise(path + ".conv_dw", x, stage.kernel(), stride, path + ".bn1");
    y = excite(path, layers.activate(y), Layers.channels(x));
    return layers.conv(path + ".conv_pw", y, stage.channels(), 1, 1, path + ".bn2");
  }

  private Node invertedResidual(
      String path, Node x, BackboneScaling.BackboneStage stage, int stride) {
    int expanded = stage.expand() * Layers.channels(x);
    Node y = layers.conv(path + ".conv_pw", x, expanded, 1, 1, path + ".bn1");
    y =
        layers.depthwise(
            path + ".conv_dw", layers.activate(y), stage.kernel(), stride, path + ".bn2");
    y = excite(path, layers.activate(y), Layers.channels(x));
    return layers.conv(path + ".conv_pwl", y, stage.channels(), 1, 1, path + ".bn3");
  }

  /** Squeezed to a quarter of the channels that came into the block, not of the expanded ones. */
  private Node excite(String path, Node x, int blockInput) {
    return excited ? layers.squeezeExcite(path + ".se", x, Math.max(1, blockInput / 4)) : x;
  }
}
