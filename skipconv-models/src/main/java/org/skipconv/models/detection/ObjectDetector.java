package org.skipconv.models.detection;

import java.util.List;
import org.skipconv.core.SessionOptions;
import org.skipconv.core.SkipNetwork;
import org.skipconv.models.VideoModel;
import org.skipconv.models.VideoPredictor;

/**
 * The objects in a video, frame by frame, best first, in pixels of the frame. One a stream; not
 * thread-safe.
 *
 * <pre>{@code
 * EfficientDet model = EfficientDet.d0();
 * SkipNetwork network = model.load(Path.of("tf_efficientdet_d0.pth"));
 * SessionOptions options = SessionOptions.gates(NormGate.input(0.05f));
 * try (VideoSource video = VideoSource.open(Path.of("street.mp4"));
 *     ObjectDetector detector = ObjectDetector.open(model, network, options)) {
 *   for (RgbImage frame : video) {
 *     List<Detection> found = detector.next(frame);
 *     detector.lastReport().savedShare(); // 0.8
 *   }
 * }
 * }</pre>
 */
public final class ObjectDetector extends VideoPredictor<List<Detection>> {

  private ObjectDetector(VideoModel<List<Detection>> model, SessionOptions options) {
    super(model, options);
  }

  /**
   * Opens a stream that gives all detections of a score of at least 0.3.
   *
   * @param model the model that the network is one of
   * @param network the network
   * @param options how the stream computes
   * @return the stream, which the caller closes
   */
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
   * @param options how the stream computes
   * @param decoderOptions which detections are left out
   * @return the stream, which the caller closes
   * @throws IllegalArgumentException when the network is not of this model, its classes or its size
   */
  public static ObjectDetector open(
      DetectionModel model,
      SkipNetwork network,
      SessionOptions options,
      DecoderOptions decoderOptions) {
    DetectionTask task = DetectionTask.of(model).withOptions(decoderOptions);
    return new ObjectDetector(task.model(network), options);
  }
}
