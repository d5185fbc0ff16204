package org.skipconv.models.detection;

import java.nio.FloatBuffer;
import java.util.List;
import org.skipconv.core.FrameReport;
import org.skipconv.core.FrameResult;
import org.skipconv.core.Node;
import org.skipconv.core.SessionOptions;
import org.skipconv.core.Shape;
import org.skipconv.core.SkipNetwork;
import org.skipconv.core.VideoSession;
import org.skipconv.models.vision.InputBuffer;
import org.skipconv.models.vision.Letterbox;
import org.skipconv.models.vision.PixelSampler;
import org.skipconv.models.vision.RgbImage;

/**
 * The objects in a video, frame by frame. One a stream; not thread-safe.
 *
 * <pre>{@code
 * EfficientDet model = EfficientDet.d0();
 * SkipNetwork network = model.load(Path.of("tf_efficientdet_d0.pth"));
 * SessionOptions options = SessionOptions.gates(NormGate.input(0.05f));
 * try (VideoReader video = VideoReader.open(Path.of("street.mp4"));
 *     ObjectDetector detector = ObjectDetector.open(model, network, options)) {
 *   for (RgbImage frame = video.read(); frame != null; frame = video.read()) {
 *     List<Detection> found = detector.next(frame);
 *     detector.lastReport().savedShare(); // 0.8
 *   }
 * }
 * }</pre>
 */
public final class ObjectDetector implements AutoCloseable {
  private final VideoSession session;
  private final DetectionModel model;
  private final DetectionDecoder decoder;
  private final InputBuffer input;
  private PixelSampler sampler;
  private FrameResult lastResult;
  private long letterboxNanos;
  private long decodeNanos;

  private ObjectDetector(VideoSession session, DetectionModel model, DecoderOptions options) {
    this.session = session;
    this.model = model;
    this.decoder = new DetectionDecoder(model, options);
    this.input = new InputBuffer(session.network().inputShape());
  }

  /** Opens a stream that gives all detections of a score of at least 0.3. */
  public static ObjectDetector open(
      DetectionModel model, SkipNetwork network, SessionOptions options) {
    return open(model, network, options, DecoderOptions.DEFAULT);
  }

  /**
   * Opens a stream.
   *
   * @param model that the network is one of, such as {@code EfficientDet.d0()}
   * @param network with the outputs {@code class.P3}, {@code box.P3} and so on for each level of
   *     the model's anchors; any number of streams share one
   * @throws IllegalArgumentException when the network is not of this model, its classes or its size
   */
  public static ObjectDetector open(
      DetectionModel model,
      SkipNetwork network,
      SessionOptions options,
      DecoderOptions decoderOptions) {
    requireFit(model, network);
    return new ObjectDetector(network.open(options), model, decoderOptions);
  }

  private static void requireFit(DetectionModel model, SkipNetwork network) {
    Anchors anchors = model.anchors();
    int classes = model.classes().size();
    Shape input = new Shape(3, anchors.inputHeight(), anchors.inputWidth());
    if (!network.inputShape().equals(input)) {
      throw new IllegalArgumentException(
          "the model's input is " + input + ", but the network is " + network);
    }
    for (Anchors.Level level : anchors.levels()) {
      requireOutput(network, LevelMaps.className(level), LevelMaps.classShape(level, classes));
      requireOutput(network, LevelMaps.boxName(level), LevelMaps.boxShape(level));
    }
  }

  private static void requireOutput(SkipNetwork network, String name, Shape shape) {
    Node node = network.outputs().get(name);
    if (node == null) {
      throw new IllegalArgumentException(
          network + " has no output " + name + ", only " + network.outputs().keySet());
    }
    if (!node.shape().equals(shape)) {
      throw new IllegalArgumentException(
          "output " + name + " of " + network + " must be " + shape + ", but is " + node.shape());
    }
  }

  /**
   * The objects in the next frame, best first, in pixels of the frame.
   *
   * @throws IllegalArgumentException when the frame differs in size from those since the stream was
   *     opened or reset
   * @throws IllegalStateException when the stream is closed
   */
  public List<Detection> next(RgbImage frame) {
    FloatBuffer pixels = input.pixels();
    if (sampler == null) {
      sampler = letterbox(frame).sampler(model.normalization());
    }
    long start = System.nanoTime();
    sampler.sample(frame, pixels);
    long boxed = System.nanoTime();
    FrameResult result = session.nextNhwc(input.nhwc());
    long computed = System.nanoTime();
    List<Detection> found =
        decoder.decodeChanged(session.network(), result, frame.height(), frame.width());
    decodeNanos = System.nanoTime() - computed;
    letterboxNanos = boxed - start;
    lastResult = result;
    return found;
  }

  private Letterbox letterbox(RgbImage frame) {
    Shape shape = session.network().inputShape();
    return new Letterbox(frame.height(), frame.width(), shape.height(), shape.width());
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
   * The network's raw outputs and masks for the last frame, valid until the next one.
   *
   * @throws IllegalStateException before the first frame
   */
  public FrameResult lastResult() {
    if (lastResult == null) {
      throw new IllegalStateException("there has been no frame yet");
    }
    return lastResult;
  }

  /** Time that scaling and normalising the last frame took, which its report does not cover. */
  public long letterboxNanos() {
    return letterboxNanos;
  }

  /** Time that decoding the last frame's outputs took, which its report does not cover. */
  public long decodeNanos() {
    return decodeNanos;
  }

  /**
   * The stream underneath. Frames that are given to it directly, and not to this detector, make the
   * detections that follow wrong.
   */
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
