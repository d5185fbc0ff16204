package org.skipconv.core;

/**
 * Rule by which a frame is computed whole. The first frame, the one after {@link
 * VideoSession#reset()} and one that was {@link VideoSession#requestKeyframe() asked for} always
 * are.
 *
 * @param interval a keyframe every so many frames; 0 for none by count, 1 makes every frame dense
 * @param onCut also a keyframe when most of the picture was replaced, where the dense kernels are
 *     cheaper: when at least half of the input's pixels changed by more than half the input's mean
 *     |x| at the last keyframe. And when the picture has another magnitude than at the last
 *     keyframe, which thresholds are measured by: when its contrast, the mean difference of
 *     neighbours in a row, is more than 1.5 times as large or as small, or its mean |x| 10 times
 */
public record KeyframePolicy(int interval, boolean onCut) {

  /** Refuses impossible values. */
  public KeyframePolicy {
    if (interval < 0) {
      throw new IllegalArgumentException(
          "the keyframe interval must not be negative, but is " + interval);
    }
  }

  /** {@return the policy of the first frame and cuts alone} */
  public static KeyframePolicy first() {
    return new KeyframePolicy(0, true);
  }

  /**
   * {@return the policy of the first frame, every {@code frames}-th after it, and cuts}
   *
   * @param frames number of frames from one keyframe to the next, at least 1
   */
  public static KeyframePolicy every(int frames) {
    return new KeyframePolicy(frames, true);
  }

  /**
   * {@return the policy of whole frames alone: the dense path, the same kernels over every pixel}
   */
  public static KeyframePolicy always() {
    return new KeyframePolicy(1, true);
  }

  /** {@return the same without looking for cuts and at the magnitude} */
  public KeyframePolicy withoutCuts() {
    return new KeyframePolicy(interval, false);
  }

  /**
   * {@return whether a frame that comes so many frames after the last keyframe is one itself by
   * count}
   *
   * @param framesSinceKeyframe number of frames since the last keyframe
   */
  public boolean isKeyframe(long framesSinceKeyframe) {
    return interval > 0 && framesSinceKeyframe >= interval;
  }
}
