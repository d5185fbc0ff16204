package org.skipconv.gates.calibration;

import java.nio.FloatBuffer;
import java.util.List;
import java.util.Objects;
import java.util.function.ObjIntConsumer;
import org.skipconv.core.FrameResult;
import org.skipconv.core.VideoSession;

/**
 * Consecutive frames of a video in the form of the network's input. They are read over and over, by
 * several threads if the calibrator has several; a list need not hold them all, it may as well read
 * them when asked.
 *
 * @param frames all values of a frame each, between its buffer's position and limit; at least 2
 * @param channelsLast whether they come in the order of rows, columns and channels
 * @param preparation readies a session for a frame, from the second on; as when the camera turned,
 *     so that the session's memory is to {@linkplain VideoSession#slide slide} along
 */
public record SampleClip(
    List<FloatBuffer> frames, boolean channelsLast, ObjIntConsumer<VideoSession> preparation) {

  /** Refuses impossible values. */
  public SampleClip {
    if (frames.size() < 2) {
      throw new IllegalArgumentException(
          "a clip needs a keyframe and at least one frame after it, but has " + frames.size());
    }
    Objects.requireNonNull(preparation, "preparation");
  }

  /**
   * {@return a clip of frames in the order of channels, rows and columns}
   *
   * @param frames frames as the network wants them
   */
  public static SampleClip nchw(List<FloatBuffer> frames) {
    return new SampleClip(frames, false, (session, frame) -> {});
  }

  /**
   * {@return a clip of frames in the order of rows, columns and channels}
   *
   * @param frames frames as the network wants them
   */
  public static SampleClip nhwc(List<FloatBuffer> frames) {
    return new SampleClip(frames, true, (session, frame) -> {});
  }

  /**
   * {@return this clip with another preparation}
   *
   * @param newPreparation called with the session and the number of the frame before each frame
   */
  public SampleClip withPreparation(ObjIntConsumer<VideoSession> newPreparation) {
    return new SampleClip(frames, channelsLast, newPreparation);
  }

  FrameResult next(VideoSession session, int frame) {
    FloatBuffer image = frames.get(frame);
    return channelsLast ? session.nextNhwc(image) : session.next(image);
  }
}
