package org.skipconv.models.efficientdet;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.skipconv.core.SkipNetwork;
import org.skipconv.core.Tensor;
import org.skipconv.core.io.FileErrors;
import org.skipconv.models.VideoModel;
import org.skipconv.models.detection.Anchors;
import org.skipconv.models.detection.Detection;
import org.skipconv.models.detection.DetectionModel;
import org.skipconv.models.detection.DetectionTask;
import org.skipconv.models.vision.Normalization;
import org.skipconv.models.weights.WeightSource;
import org.skipconv.models.weights.Weights;

/**
 * EfficientDet (Tan, Pang and Le, CVPR 2020), which finds objects of COCO's 90 categories, as the
 * effdet repository (rwightman/efficientdet-pytorch) builds it:
 *
 * <pre>{@code
 * SkipNetwork network = EfficientDet.d0().load(Path.of("tf_efficientdet_d0.pth"));
 * VideoModel<List<Detection>> model = EfficientDet.d0().model(network);
 * }</pre>
 *
 * <p>The input is a letterboxed RGB picture [3, height, width], normalised by {@link
 * #normalization()}, 0 in the padding. The outputs are, for every level P3 to P7 (D7x: P8), {@code
 * class.P3} [9 * 90, h, w], logits, channel {@code anchor * 90 + class} (another number in the
 * place of 90 with {@link #withClasses(int)}), and {@code box.P3} [9 * 4, h, w], channel {@code
 * anchor * 4 + (ty, tx, th, tw)}, relative to the {@link #anchors()}.
 *
 * <p>Layers bear their state-dict paths; the heads, which share their weights over the levels, with
 * the level after: {@code class_net.conv_rep.0.conv_pw@P3}.
 */
public final class EfficientDet implements DetectionModel {
  private final Variant variant;
  private final Form form;
  private final int height;
  private final int width;
  private final Normalization normalization;
  private final List<String> classes;

  private EfficientDet(
      Variant variant,
      Form form,
      int height,
      int width,
      Normalization normalization,
      List<String> classes) {
    this.variant = variant;
    this.form = form;
    this.height = height;
    this.width = width;
    this.normalization = normalization;
    this.classes = List.copyOf(classes);
  }

  /**
   * {@return a variant in the {@code tf_efficientdet_*} form, with the input size that it was
   * published for}
   *
   * @param variant one of {@link #variants()}
   */
  public static EfficientDet of(String variant) {
    Variant found = Variant.of(variant);
    return new EfficientDet(
        found,
        Form.TENSORFLOW,
        found.inputHeight(),
        found.inputWidth,
        found.normalization(),
        found.classes());
  }

  /** {@return D0 to D7, D7x, Lite0 to Lite4 and Lite3x, and tiny} */
  public static List<String> variants() {
    return Variant.ids();
  }

  /** {@return D0, 512x512: 2.49 GMACs} */
  public static EfficientDet d0() {
    return of("d0");
  }

  /** {@return D1, 640x640: 6.00 GMACs} */
  public static EfficientDet d1() {
    return of("d1");
  }

  /** {@return D2, 768x768: 10.8 GMACs} */
  public static EfficientDet d2() {
    return of("d2");
  }

  /** {@return D3, 896x896: 24.6 GMACs} */
  public static EfficientDet d3() {
    return of("d3");
  }

  /** {@return D4, 1024x1024: 54.6 GMACs} */
  public static EfficientDet d4() {
    return of("d4");
  }

  /** {@return D5, 1280x1280: 134 GMACs} */
  public static EfficientDet d5() {
    return of("d5");
  }

  /** {@return D6, 1280x1280: 224 GMACs} */
  public static EfficientDet d6() {
    return of("d6");
  }

  /** {@return D7, D6's weights' shapes at 1536x1536: 323 GMACs} */
  public static EfficientDet d7() {
    return of("d7");
  }

  /** {@return D7x, 1536x1536, one pyramid level more: 408 GMACs} */
  public static EfficientDet d7x() {
    return of("d7x");
  }

  /**
   * {@return Lite0, 320x320, without squeeze-excite and with ReLU6, as all Lite are: 0.97 GMACs}
   */
  public static EfficientDet lite0() {
    return of("lite0");
  }

  /** {@return Lite1, 384x384: 1.97 GMACs} */
  public static EfficientDet lite1() {
    return of("lite1");
  }

  /** {@return Lite2, 448x448: 3.37 GMACs} */
  public static EfficientDet lite2() {
    return of("lite2");
  }

  /** {@return Lite3, 512x512: 7.48 GMACs} */
  public static EfficientDet lite3() {
    return of("lite3");
  }

  /** {@return Lite3x, 640x640: 14.0 GMACs} */
  public static EfficientDet lite3x() {
    return of("lite3x");
  }

  /** {@return Lite4, 640x640: 20.2 GMACs} */
  public static EfficientDet lite4() {
    return of("lite4");
  }

  /**
   * {@return Tiny, 192x256, half of Lite0 in width and depth, of three classes: 0.09 GMACs} This
   * library's own: there are no other weights of it than those of {@code
   * org.skipconv.models.embedded.EmbeddedDetector}.
   */
  public static EfficientDet tiny() {
    return of("tiny");
  }

  /**
   * {@return the form of {@code efficientdet_d0} and {@code efficientdet_d1}, which were trained in
   * PyTorch: symmetric padding, another epsilon in the backbone's batch norms, no biases before
   * batch norms}
   *
   * @throws IllegalStateException for other variants, which have no weights in this form
   */
  public EfficientDet withSymmetricPadding() {
    if (variant != Variant.D0 && variant != Variant.D1) {
      throw new IllegalStateException(
          "the symmetric form exists for d0 and d1, not for " + variant.id());
    }
    return new EfficientDet(variant, Form.SYMMETRIC, height, width, normalization, classes);
  }

  /**
   * {@return the same for another input size, in pixels, each axis on its own}
   *
   * @param newHeight rows of the network's input
   * @param newWidth columns of the network's input
   * @throws IllegalArgumentException when an axis is too small: every pyramid level must halve it,
   *     so 65 pixels are the least, and 129 for d7x
   */
  public EfficientDet withSize(int newHeight, int newWidth) {
    int least = (1 << (variant.maxLevel - 1)) + 1;
    if (newHeight < least || newWidth < least) {
      throw new IllegalArgumentException(
          variant.id()
              + " halves its input "
              + variant.maxLevel
              + " times and needs at least "
              + least
              + "x"
              + least
              + " pixels, but the size is "
              + newHeight
              + "x"
              + newWidth);
    }
    return new EfficientDet(variant, form, newHeight, newWidth, normalization, classes);
  }

  /**
   * {@return the published name: {@code tf_efficientdet_d0}, or {@code efficientdet_d0}; of the one
   * that is not published {@code skipconv_efficientdet_tiny}}
   */
  public String name() {
    return (variant.isPublished() ? form.prefix : "skipconv_efficientdet_") + variant.id();
  }

  /** {@return the rows of the network's input} */
  public int height() {
    return height;
  }

  /** {@return the columns of the network's input} */
  public int width() {
    return width;
  }

  /**
   * {@return the same for weights that were trained with other pixels}
   *
   * @param newNormalization how pixels become the network's values
   */
  public EfficientDet withNormalization(Normalization newNormalization) {
    Objects.requireNonNull(newNormalization, "normalization");
    return new EfficientDet(variant, form, height, width, newNormalization, classes);
  }

  /**
   * {@return the same for weights that were trained to find other things}
   *
   * @param count of classes, at least 1; they are called {@code class 1} and so on
   */
  public EfficientDet withClasses(int count) {
    return withClasses(IntStream.rangeClosed(1, count).mapToObj(id -> "class " + id).toList());
  }

  /**
   * {@return the same for weights that were trained to find other things}
   *
   * @param names of all classes in the order of the channels, at least one; their ids count from 1
   */
  public EfficientDet withClasses(List<String> names) {
    if (names.isEmpty()) {
      throw new IllegalArgumentException("a detector needs at least one class");
    }
    return new EfficientDet(variant, form, height, width, normalization, names);
  }

  @Override
  public List<String> classes() {
    return classes;
  }

  /**
   * Normalization that the network expects: {@link Normalization#HALF} for Lite, {@link
   * Normalization#IMAGENET} for the others; weights named {@code _ap} need {@code
   * withNormalization(Normalization.HALF)} throughout.
   */
  @Override
  public Normalization normalization() {
    return normalization;
  }

  /** Anchors that the box outputs are relative to. */
  @Override
  public Anchors anchors() {
    return Anchors.of(height, width, Variant.MIN_LEVEL, variant.maxLevel, variant.anchorScale);
  }

  /**
   * {@return the network with the weights of a file, see {@link Weights#load}}
   *
   * @param file weights under published names
   * @throws IOException when the file cannot be read, or its weights are not this network's; the
   *     message names the file and the tensor
   */
  public SkipNetwork load(Path file) throws IOException {
    return FileErrors.naming(file, () -> build(Weights.load(file)));
  }

  /**
   * {@return the model with the weights of a file: objects in the whole picture, which is
   * letterboxed}
   *
   * @param file weights under published names
   * @throws IOException when the file cannot be read, or its weights are not this network's
   */
  public VideoModel<List<Detection>> model(Path file) throws IOException {
    return model(load(file));
  }

  /**
   * {@return the model around a network of this variant, size and classes}
   *
   * @param network the network
   * @throws IllegalArgumentException when the network takes or gives something else
   */
  public VideoModel<List<Detection>> model(SkipNetwork network) {
    return DetectionTask.of(this).model(network);
  }

  /**
   * {@return the number of classes that weights find; empty when they are of no EfficientDet}
   *
   * @param weights tensors under published names
   */
  public static OptionalInt classesOf(Weights weights) {
    return PublishedWeights.classes(weights);
  }

  /**
   * {@return the network with given weights, under the names of effdet (also as its training
   * benches save them) or of zylo117/Yet-Another-EfficientDet-Pytorch; which, their names say.
   * zylo117's own code pads its max-pools with 0 where all others take no padded cell into account,
   * so its weights give slightly other results here}
   *
   * @param weights tensors under published names
   * @throws IllegalArgumentException when one is missing or has another shape, or when some are
   *     left over: a sign of another variant or form
   */
  public SkipNetwork build(Weights weights) {
    PublishedWeights.requireClasses(weights, classes.size());
    PublishedWeights published = new PublishedWeights(weights, variant);
    SkipNetwork network = assemble(published, false);
    published.refuseLeftOver(name());
    return network;
  }

  /**
   * {@return the network with generated weights, the same for the same seed: costs what a trained
   * one costs and answers to its input, but has seen nothing yet}
   *
   * @param seed any number
   */
  public SkipNetwork seeded(long seed) {
    return assemble(new UntrainedWeights(variant, seed), false);
  }

  /**
   * {@return the state dict of this model's network, under effdet's names, as {@link #build} takes
   * it: for weights that were trained} Its batch norms have mean 0 and variance 1, the rest is in
   * their scale and bias.
   *
   * @param network the network
   * @throws IllegalArgumentException when the network is of another model
   */
  public Map<String, Tensor> stateDict(SkipNetwork network) {
    if (!network.name().equals(name())) {
      throw new IllegalArgumentException(network + " is not a network of " + this);
    }
    return EfficientDetState.of(network, form);
  }

  /**
   * The graph.
   *
   * @param intermediates whether the results of the stem, the backbone and the pyramid are outputs,
   *     too: {@code stem}, {@code backbone.P3}, {@code fpn.cell0.P3}, {@code fpn.P3} and so on
   */
  SkipNetwork assemble(WeightSource weights, boolean intermediates) {
    return new Assembly(variant, form, classes.size(), weights)
        .network(name(), height, width, intermediates);
  }

  @Override
  public String toString() {
    return name() + " " + height + "x" + width;
  }
}
