package org.skipconv.models;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.skipconv.core.FrameResult;
import org.skipconv.core.SessionOptions;
import org.skipconv.core.Shape;
import org.skipconv.core.SkipNetwork;
import org.skipconv.gates.calibration.GateCalibrator;
import org.skipconv.gates.calibration.SampleClip;
import org.skipconv.models.vision.Camera;
import org.skipconv.models.vision.InputBuffer;
import org.skipconv.models.vision.Normalization;
import org.skipconv.models.vision.PixelSampler;
import org.skipconv.models.vision.Placement;
import org.skipconv.models.vision.RgbImage;
import org.skipconv.models.vision.StreamInput;
import org.skipconv.models.vision.View;

/**
 * A network with all that it needs around it: what it sees of a picture ({@link View}, {@link
 * Normalization}) and what its outputs mean ({@link Task}). Immutable; any number of streams and
 * threads share one.
 *
 * <pre>{@code
 * VideoModel<List<Detection>> model = EfficientDet.d0().model(Path.of("tf_efficientdet_d0.pth"));
 * try (VideoSource video = VideoSource.open(Path.of("street.mp4"));
 *     VideoPredictor<List<Detection>> street = model.open(options)) {
 *   for (RgbImage frame : video) {
 *     List<Detection> found = street.next(frame);
 *   }
 * }
 * }</pre>
 *
 * @param <R> what is found in a frame
 */
public final class VideoModel<R> {
  private static final int COLOURS = 3;

  private final SkipNetwork network;
  private final View view;
  private final Normalization normalization;
  private final Task<R> task;
  private final boolean unbiased;

  private VideoModel(
      SkipNetwork network, View view, Normalization normalization, Task<R> task, boolean unbiased) {
    this.network = network;
    this.unbiased = unbiased;
    this.view = Objects.requireNonNull(view, "view");
    this.normalization = Objects.requireNonNull(normalization, "normalization");
    this.task = task;
  }

  /**
   * Puts a model together. Networks of this library do it themselves, as {@code HrNet.model} does.
   *
   * @param <R> type of the results
   * @param network the network
   * @param view what the network sees of a picture
   * @param normalization that the network was trained with
   * @param task what its outputs mean
   * @return the model
   * @throws IllegalArgumentException when the network does not take colour pictures, or has other
   *     outputs than the task reads
   */
  public static <R> VideoModel<R> of(
      SkipNetwork network, View view, Normalization normalization, Task<R> task) {
    Objects.requireNonNull(task, "task");
    task.requireFit(network);
    if (network.inputShape().channels() != COLOURS) {
      throw new IllegalArgumentException(
          "a model of pictures takes 3 channels, red, green and blue, but this is " + network);
    }
    return new VideoModel<>(network, view, normalization, task, false);
  }

  /** {@return the network} */
  public SkipNetwork network() {
    return network;
  }

  /** {@return the view that the network has of a picture} */
  public View view() {
    return view;
  }

  /** {@return the normalization that the network was trained with} */
  public Normalization normalization() {
    return normalization;
  }

  /** {@return the meaning of the network's outputs} */
  public Task<R> task() {
    return task;
  }

  /**
   * {@return this model with another view, such as {@code View.crop(window)}}
   *
   * @param newView what the network sees of a picture
   */
  public VideoModel<R> withView(View newView) {
    return new VideoModel<>(network, newView, normalization, task, unbiased);
  }

  /**
   * {@return this model for weights that were trained with other pixels}
   *
   * @param newNormalization how pixels become the network's values
   */
  public VideoModel<R> withNormalization(Normalization newNormalization) {
    return new VideoModel<>(network, view, newNormalization, task, unbiased);
  }

  /**
   * {@return this model for weights that were trained with unbiased data processing, such as
   * mmpose's files with {@code udp} in their names} They have the names and shapes of others, but
   * another geometry, in every view: see {@link View#unbiased}. Joints are still decoded by a shift
   * of a quarter of a heatmap's cell, where mmpose fits a parabola.
   */
  public VideoModel<R> withUnbiasedData() {
    return new VideoModel<>(network, view, normalization, task, true);
  }

  /**
   * {@return this model without its task: a frame's result is the network's outputs as they are,
   * valid until the next frame} For outputs that nobody has taught to mean anything.
   */
  public VideoModel<FrameResult> raw() {
    return new VideoModel<>(network, view, normalization, new OutputsTask(network), unbiased);
  }

  /**
   * Opens a stream of a camera that stands still; the caller closes it.
   *
   * @param options how the stream computes
   * @return the stream
   */
  public VideoPredictor<R> open(SessionOptions options) {
    return open(options, Camera.FIXED);
  }

  /**
   * Opens a stream, which the caller closes.
   *
   * @param options how the stream computes
   * @param camera how it is mounted, and what of its pictures counts
   * @return the stream
   */
  public VideoPredictor<R> open(SessionOptions options, Camera camera) {
    return new VideoPredictor<>(this, options, camera);
  }

  /**
   * {@return what makes the network's input of the pictures of one stream: for who calls a session
   * without a {@link VideoPredictor}}
   *
   * @param camera how the camera is mounted, and what of its pictures counts
   */
  public StreamInput input(Camera camera) {
    return new StreamInput(shown(), normalization, network.inputShape(), network.stride(), camera);
  }

  /**
   * Places the network's input in pictures of a size.
   *
   * @param imageHeight rows of the pictures
   * @param imageWidth columns of the pictures
   * @return the placement of the input
   */
  public Placement place(int imageHeight, int imageWidth) {
    Shape input = network.inputShape();
    return shown().place(imageHeight, imageWidth, input.height(), input.width());
  }

  private View shown() {
    return unbiased ? view.unbiased() : view;
  }

  /**
   * Prepares consecutive frames as a sample to calibrate on. All are held in memory.
   *
   * @param frames of one size, at least 2
   * @return the sample
   */
  public SampleClip sample(Iterable<RgbImage> frames) {
    List<FloatBuffer> inputs = new ArrayList<>();
    PixelSampler sampler = null;
    try (InputBuffer input = new InputBuffer(network.inputShape())) {
      for (RgbImage frame : frames) {
        if (sampler == null) {
          sampler = place(frame.height(), frame.width()).sampler(normalization);
        }
        sampler.sample(frame, input.pixels());
        inputs.add(copy(input.pixels()));
      }
    }
    return SampleClip.nhwc(inputs);
  }

  private static FloatBuffer copy(FloatBuffer values) {
    return FloatBuffer.allocate(values.remaining()).put(values).clear();
  }

  /**
   * {@return a calibrator of this model's thresholds, by the task's measure of closeness}
   *
   * @param clips samples as {@link #sample} makes them
   */
  public GateCalibrator calibrator(List<SampleClip> clips) {
    Closeness closeness = task.closeness(network);
    return GateCalibrator.of(network, clips, closeness.distance())
        .guide(closeness.guide())
        .pictures(normalization.change(1));
  }

  @Override
  public String toString() {
    return "model of " + network;
  }
}
