package org.skipconv.models.pose;

import java.nio.FloatBuffer;
import org.skipconv.core.FrameReport;
import org.skipconv.core.FrameResult;
import org.skipconv.core.Node;
import org.skipconv.core.SessionOptions;
import org.skipconv.core.Shape;
import org.skipconv.core.SkipNetwork;
import org.skipconv.core.VideoSession;
import org.skipconv.models.vision.CropWindow;
import org.skipconv.models.vision.InputBuffer;
import org.skipconv.models.vision.Normalization;
import org.skipconv.models.vision.PixelSampler;
import org.skipconv.models.vision.RgbImage;

/**
 * The pose of one person, frame by frame. One a person and stream: the crop window stays where it
 * is, so that for the network, too, the camera stands still. Not thread-safe.
 */
public final class PoseEstimator implements AutoCloseable {
  /** Name of the output that a pose network must have: [1, joints, height, width]. */
  public static final String HEATMAPS = "heatmaps";

  private final VideoSession session;
  private final CropWindow window;
  private final Normalization normalization;
  private final HeatmapDecoder decoder;
  private final int inputHeight;
  private final int inputWidth;

  private final InputBuffer input;
  private PixelSampler sampler;
  private FrameResult lastResult;
  private long cropNanos;
  private long decodeNanos;

  private PoseEstimator(
      VideoSession session, CropWindow window, JointSet set, Normalization normalization) {
    this.session = session;
    this.window = window;
    this.normalization = normalization;
    this.decoder = new HeatmapDecoder(set, window);
    Shape shape = session.network().inputShape();
    this.inputHeight = shape.height();
    this.inputWidth = shape.width();
    this.input = new InputBuffer(shape);
  }

  /**
   * Opens a stream for a network of 17, 16 or 15 joints, {@link JointSet#COCO_17}, {@link
   * JointSet#MPII_16} or {@link JointSet#JHMDB_15}, trained with {@link Normalization#IMAGENET}.
   *
   * @param window what the network sees of each frame
   */
  public static PoseEstimator open(SkipNetwork network, SessionOptions options, CropWindow window) {
    JointSet set = JointSet.ofSize(heatmaps(network).channels());
    return open(network, options, window, set, Normalization.IMAGENET);
  }

  /**
   * Opens a stream.
   *
   * @param network of 3 input channels with an output {@value #HEATMAPS}
   * @param window what the network sees of each frame
   * @param set the joints, in the order of the heatmaps
   * @param normalization that the network was trained with
   */
  public static PoseEstimator open(
      SkipNetwork network,
      SessionOptions options,
      CropWindow window,
      JointSet set,
      Normalization normalization) {
    Shape heatmaps = heatmaps(network);
    if (heatmaps.channels() != set.size()) {
      throw new IllegalArgumentException(
          network
              + " gives "
              + heatmaps.channels()
              + " heatmaps, but "
              + set
              + " has "
              + set.size());
    }
    if (network.inputShape().channels() != 3) {
      throw new IllegalArgumentException(
          "a pose network takes 3 channels, red, green and blue, but this is " + network);
    }
    return new PoseEstimator(network.open(options), window, set, normalization);
  }

  static Shape heatmaps(SkipNetwork network) {
    Node node = network.outputs().get(HEATMAPS);
    if (node == null) {
      throw new IllegalArgumentException(
          network + " has no output " + HEATMAPS + ", only " + network.outputs().keySet());
    }
    return node.shape();
  }

  /**
   * The pose in the next frame, in pixels of the frame.
   *
   * @throws IllegalArgumentException when the frame differs in size from those since the stream was
   *     opened or reset
   * @throws IllegalStateException when the stream is closed
   */
  public Pose next(RgbImage frame) {
    FloatBuffer pixels = input.pixels();
    if (sampler == null) {
      sampler =
          window.sampler(frame.height(), frame.width(), inputHeight, inputWidth, normalization);
    }
    long start = System.nanoTime();
    sampler.sample(frame, pixels);
    long cropped = System.nanoTime();
    FrameResult result = session.nextNhwc(input.nhwc());
    long computed = System.nanoTime();
    Pose pose = decoder.decode(result.map(HEATMAPS));
    decodeNanos = System.nanoTime() - computed;
    cropNanos = cropped - start;
    lastResult = result;
    return pose;
  }

  /**
   * What the last frame cost the network.
   *
   * @throws IllegalStateException before the first frame
   */
  public FrameReport lastReport() {
    return lastResult().report();
  }

  /**
   * The network's heatmaps and masks for the last frame, valid until the next one.
   *
   * @throws IllegalStateException before the first frame
   */
  public FrameResult lastResult() {
    if (lastResult == null) {
      throw new IllegalStateException("there has been no frame yet");
    }
    return lastResult;
  }

  /** Time that cropping and normalising the last frame took, which its report does not cover. */
  public long cropNanos() {
    return cropNanos;
  }

  /** Time that decoding the last frame's heatmaps took, which its report does not cover. */
  public long decodeNanos() {
    return decodeNanos;
  }

  /** What the network sees of each frame. */
  public CropWindow window() {
    return window;
  }

  /** The stream underneath. */
  public VideoSession session() {
    return session;
  }

  /** Forgets all frames: the next one is a keyframe, and may have another size. */
  public void reset() {
    session.reset();
    sampler = null;
    lastResult = null;
  }

  /** Frees the memory of the stream; does nothing the second time. */
  @Override
  public void close() {
    session.close();
    input.close();
  }
}
