package org.skipconv.models.hrnet;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalInt;
import org.skipconv.core.Shape;
import org.skipconv.core.SkipNetwork;
import org.skipconv.core.Tensor;
import org.skipconv.core.io.FileErrors;
import org.skipconv.models.VideoModel;
import org.skipconv.models.internal.Heads;
import org.skipconv.models.pose.Pose;
import org.skipconv.models.pose.PoseTask;
import org.skipconv.models.weights.GeneratedWeights;
import org.skipconv.models.weights.WeightSource;
import org.skipconv.models.weights.Weights;

/**
 * HRNet for human pose (Sun et al., CVPR 2019): an RGB picture of one person, 3 x height x width,
 * normalised with the mean and deviation of ImageNet, gives output {@value #HEATMAPS}, joints x
 * height / 4 x width / 4, one map a joint with its peak where the joint is.
 *
 * <p>Structure and names of weights are those of leoxiaobin/deep-high-resolution-net.pytorch, so
 * its published files load, and so do mmpose's. Immutable.
 *
 * <pre>{@code
 * SkipNetwork network = HrNet.w32(256, 192).load(Path.of("hrnet_w32.safetensors"));
 * VideoModel<Pose> model = HrNet.w32(256, 192).model(network);
 * }</pre>
 */
public final class HrNet {
  /** Name of the network's output. */
  public static final String HEATMAPS = "heatmaps";

  /** Joints of a person in COCO. */
  private static final int COCO_JOINTS = 17;

  /** The lowest resolution is a 32nd of the input's. */
  private static final int COARSEST_STRIDE = 32;

  /** Amplitude of a generated term beside the shortcut or the branch that it is added to. */
  private static final double ADDED_GAIN = 0.3;

  private final Architecture architecture;
  private final int height;
  private final int width;
  private final int joints;

  private HrNet(Architecture architecture, int height, int width, int joints) {
    this.architecture = architecture;
    this.height = height;
    this.width = width;
    this.joints = joints;
  }

  /**
   * {@return the network with 32 channels at the highest resolution, 28.5 M weights, 7.6 GMAC at
   * 256 x 192}
   *
   * @param height rows of the network's input
   * @param width columns of the network's input
   */
  public static HrNet w32(int height, int width) {
    return of(Architecture.W32, height, width);
  }

  /**
   * {@return the network with 48 channels at the highest resolution, 63.6 M weights, 15.7 GMAC at
   * 256 x 192}
   *
   * @param height rows of the network's input
   * @param width columns of the network's input
   */
  public static HrNet w48(int height, int width) {
    return of(Architecture.W48, height, width);
  }

  /**
   * {@return the network with 18 channels at the highest resolution, 9.3 M weights, 3.2 GMAC at 256
   * x 192}
   *
   * @param height rows of the network's input
   * @param width columns of the network's input
   */
  public static HrNet w18(int height, int width) {
    return of(Architecture.W18, height, width);
  }

  /**
   * {@return the smallest trunk of HRNet-Image-Classification, 1.3 M weights, 0.57 GMAC at 256 x
   * 192}
   *
   * @param height rows of the network's input
   * @param width columns of the network's input
   */
  public static HrNet w18SmallV1(int height, int width) {
    return of(Architecture.W18_SMALL_V1, height, width);
  }

  /**
   * {@return the second smallest trunk, 3.6 M weights, 1.5 GMAC at 256 x 192}
   *
   * @param height rows of the network's input
   * @param width columns of the network's input
   */
  public static HrNet w18SmallV2(int height, int width) {
    return of(Architecture.W18_SMALL_V2, height, width);
  }

  private static HrNet of(Architecture architecture, int height, int width) {
    if (height < COARSEST_STRIDE
        || width < COARSEST_STRIDE
        || height % COARSEST_STRIDE != 0
        || width % COARSEST_STRIDE != 0) {
      throw new IllegalArgumentException(
          String.format(
              "height and width must be multiples of %d, but are %d and %d",
              COARSEST_STRIDE, height, width));
    }
    return new HrNet(architecture, height, width, COCO_JOINTS);
  }

  /**
   * {@return the same network for another number of joints; 17 (COCO) unless told}
   *
   * @param newJoints number of joints
   */
  public HrNet withJoints(int newJoints) {
    if (newJoints < 1) {
      throw new IllegalArgumentException("joints must be at least 1, but are " + newJoints);
    }
    return new HrNet(architecture, height, width, newJoints);
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
   * {@return the model with the weights of a file: poses of the whole picture, its aspect kept, or
   * of a window with {@code withView(View.crop(window))}}
   *
   * @param file weights under published names
   * @throws IOException when the file cannot be read, or its weights are not this network's
   */
  public VideoModel<Pose> model(Path file) throws IOException {
    return model(load(file));
  }

  /**
   * {@return the model around a network of this architecture}
   *
   * @param network the network
   * @throws IllegalArgumentException when the network takes or gives something else, or when its
   *     joints are of no published set; name them with {@code PoseTask.of} then
   */
  public VideoModel<Pose> model(SkipNetwork network) {
    Shape input = network.inputShape();
    if (input.height() != height || input.width() != width) {
      throw new IllegalArgumentException("this is " + this + ", but the network is " + network);
    }
    return PoseTask.model(network);
  }

  /**
   * {@return the number of joints that weights find; empty when they are of no pose HRNet}
   *
   * @param weights tensors under published names
   */
  public static OptionalInt jointsOf(Weights weights) {
    Tensor head = weights.tensors().get(HrNetGraph.HEAD + ".weight");
    if (head == null || head.shape().length != 4) {
      return OptionalInt.empty();
    }
    return OptionalInt.of(head.shape()[0]);
  }

  /**
   * {@return the network with given weights}
   *
   * @param weights tensors under published names
   * @throws IllegalArgumentException when one is missing or has another shape, or when some are
   *     left over that say the weights belong to a deeper HRNet
   */
  public SkipNetwork build(Weights weights) {
    requireHead(weights);
    UsedNames used = new UsedNames(weights);
    SkipNetwork network = assemble(used, false);
    used.refuseLeftOverBlocks(weights, architecture);
    return network;
  }

  private void requireHead(Weights weights) {
    String layer = HrNetGraph.HEAD + ".weight";
    Heads.refuseClassifier(weights, layer, "joints");
    jointsOf(weights)
        .ifPresent(
            found -> Heads.refuseOther(weights, layer, found, joints, "joints", "withJoints"));
  }

  /**
   * {@return the network with generated weights, the same for the same seed: costs what a trained
   * one costs and answers to its input, but knows nothing about people}
   *
   * @param seed any number
   */
  public SkipNetwork seeded(long seed) {
    return assemble(GeneratedWeights.he(seed).withGain(HrNet::gain), false);
  }

  /**
   * {@return the state dict of a network that was built here, as {@link #build} takes it: for
   * weights that were trained} Its batch norms have mean 0 and variance 1, the rest is in their
   * scale and bias.
   *
   * @param network the network
   */
  public static Map<String, Tensor> stateDict(SkipNetwork network) {
    return HrNetState.of(network);
  }

  /** Factor that holds the activations down where branches and shortcuts are added up. */
  private static double gain(String name) {
    boolean added =
        name.endsWith(".bn3.weight")
            || (name.contains(".branches.") && name.endsWith(".bn2.weight"))
            || (name.contains(".fuse_layers.") && name.endsWith(".1.weight"));
    return added ? ADDED_GAIN : 1;
  }

  /**
   * The graph.
   *
   * @param intermediates whether the results of the stem, the first layer and the stages are
   *     outputs, too: {@code stem}, {@code layer1}, {@code stage2.out0} and so on
   */
  SkipNetwork assemble(WeightSource weights, boolean intermediates) {
    return new HrNetGraph(architecture, weights, intermediates).build(height, width, joints);
  }

  @Override
  public String toString() {
    return architecture.name() + " " + height + "x" + width + ", " + joints + " joints";
  }
}
