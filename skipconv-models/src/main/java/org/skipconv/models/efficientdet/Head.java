package org.skipconv.models.efficientdet;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.skipconv.core.BatchNorm;
import org.skipconv.core.ConvSpec;
import org.skipconv.core.Node;
import org.skipconv.core.Tensor;
import org.skipconv.core.graph.Conv;

/**
 * The class or the box network: run on every level with the same convolutions, stored once, and
 * with batch norms of the level's own, as a scale and a shift after them.
 */
final class Head {
  private final Layers layers;
  private final int channels;
  private final List<Separable> repeats = new ArrayList<>();
  private final Separable predict;

  /**
   * A depthwise 3x3 and a 1x1 convolution; the bias is null where there is none. What lies between
   * the two starts as 0 and, as the weights, is trained as one for all levels: it can be written
   * into the bias after.
   */
  private record Separable(
      String path, Tensor depthwise, Tensor between, Tensor pointwise, @Nullable Tensor bias) {}

  /**
   * Reads the weights.
   *
   * @param path {@code class_net} or {@code box_net}
   * @param outputs values a pixel: anchors times classes or coordinates
   */
  Head(String path, Variant variant, Layers layers, int outputs) {
    this.layers = layers;
    this.channels = variant.pyramidChannels;
    for (int r = 0; r < variant.headRepeats; r++) {
      String repeat = path + ".conv_rep." + r;
      repeats.add(separable(repeat, channels, layers.redundantBias(repeat + ".conv_pw", channels)));
    }
    String last = path + ".predict";
    predict = separable(last, outputs, layers.tensor(last + ".conv_pw.bias", outputs));
  }

  private Separable separable(String path, int outputs, @Nullable Tensor bias) {
    return new Separable(
        path,
        layers.tensor(path + ".conv_dw.weight", channels, 1, 3, 3),
        Tensor.of(new float[channels], channels),
        layers.tensor(path + ".conv_pw.weight", outputs, channels, 1, 1),
        bias);
  }

  /**
   * The head on one level.
   *
   * @param level index from P3
   */
  Node apply(Node x, int level) {
    String suffix = "@P" + (Variant.MIN_LEVEL + level);
    Node y = x;
    for (Separable repeat : repeats) {
      String path = normPath(repeat, level);
      BatchNorm norm = layers.norm(path, channels, Form.EPSILON);
      Conv.Names names = Conv.Names.of(repeat.path() + ".conv_pw", path);
      y = separated(repeat, suffix, y, norm.scale(), norm.shift(repeat.bias()), names);
      y = layers.activate(y);
    }
    Conv.Names names = Conv.Names.of(predict.path() + ".conv_pw");
    return separated(predict, suffix, y, null, predict.bias(), names);
  }

  private static String normPath(Separable repeat, int level) {
    return repeat.path().replace(".conv_rep.", ".bn_rep.") + "." + level + ".bn";
  }

  private Node separated(
      Separable conv,
      String suffix,
      Node x,
      @Nullable Tensor scale,
      @Nullable Tensor bias,
      Conv.Names names) {
    ConvSpec window = layers.form.window(3, 1).withGroups(channels);
    String depthwise = conv.path() + ".conv_dw";
    Node y =
        layers.builder.conv(
            depthwise + suffix,
            x,
            window,
            conv.depthwise(),
            null,
            conv.between(),
            Conv.Names.of(depthwise));
    return layers.builder.conv(
        conv.path() + ".conv_pw" + suffix, y, ConvSpec.of(1), conv.pointwise(), scale, bias, names);
  }
}
