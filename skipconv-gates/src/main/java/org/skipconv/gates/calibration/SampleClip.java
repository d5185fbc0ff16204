package org.skipconv.gates.calibration;

import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.skipconv.core.FrameResult;
import org.skipconv.core.VideoSession;

/**
 * Consecutive frames of a video in the form of the network's input. They are read over and over, by
 * several threads if the calibrator has several; a list need not hold them all, it may as well read
 * them when asked.
 *
 * @param frames [1, C, H, W], or [1, H, W, C] when channels are last; float32, at least 2
 * @param channelsLast the layout
 */
public record SampleClip(List<INDArray> frames, boolean channelsLast) {

  public SampleClip {
    if (frames.size() < 2) {
      throw new IllegalArgumentException(
          "a clip needs a keyframe and at least one frame after it, but has " + frames.size());
    }
  }

  /** Frames of [1, C, H, W]. */
  public static SampleClip nchw(List<INDArray> frames) {
    return new SampleClip(frames, false);
  }

  /** Frames of [1, H, W, C]. */
  public static SampleClip nhwc(List<INDArray> frames) {
    return new SampleClip(frames, true);
  }

  FrameResult next(VideoSession session, int frame) {
    INDArray image = frames.get(frame);
    return channelsLast ? session.nextNhwc(image) : session.next(image);
  }
}
