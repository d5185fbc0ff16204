package org.skipconv.models.pose;

import org.skipconv.core.SessionOptions;
import org.skipconv.core.SkipNetwork;
import org.skipconv.models.VideoModel;
import org.skipconv.models.VideoPredictor;
import org.skipconv.models.vision.CropWindow;
import org.skipconv.models.vision.Normalization;
import org.skipconv.models.vision.View;

/**
 * The pose of one person, frame by frame, in pixels of the frame. One a person and stream: the crop
 * window stays where it is, so that for the network, too, the camera stands still. Not thread-safe.
 */
public final class PoseEstimator extends VideoPredictor<Pose> {
  /** Name of the output that a pose network must have: [1, joints, height, width]. */
  public static final String HEATMAPS = "heatmaps";

  private final CropWindow window;

  private PoseEstimator(VideoModel<Pose> model, SessionOptions options, CropWindow window) {
    super(model.withView(View.crop(window)), options);
    this.window = window;
  }

  /**
   * Opens a stream for a network of 17, 16 or 15 joints, {@link JointSet#COCO_17}, {@link
   * JointSet#MPII_16} or {@link JointSet#JHMDB_15}, trained with {@link Normalization#IMAGENET}.
   *
   * @param network the network
   * @param options how the stream computes
   * @param window what the network sees of each frame
   * @return the stream, which the caller closes
   */
  public static PoseEstimator open(SkipNetwork network, SessionOptions options, CropWindow window) {
    return new PoseEstimator(PoseTask.model(network), options, window);
  }

  /**
   * Opens a stream.
   *
   * @param network of 3 input channels with an output {@value #HEATMAPS}
   * @param options how the stream computes
   * @param window what the network sees of each frame
   * @param set the joints, in the order of the heatmaps
   * @param normalization that the network was trained with
   * @return the stream, which the caller closes
   */
  public static PoseEstimator open(
      SkipNetwork network,
      SessionOptions options,
      CropWindow window,
      JointSet set,
      Normalization normalization) {
    VideoModel<Pose> model =
        VideoModel.of(network, View.crop(window), normalization, PoseTask.of(set));
    return new PoseEstimator(model, options, window);
  }

  /** {@return the part of each frame that the network sees} */
  public CropWindow window() {
    return window;
  }
}
