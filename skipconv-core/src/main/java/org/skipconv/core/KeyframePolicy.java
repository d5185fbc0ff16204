package org.skipconv.core;

/**
 * When a frame is computed whole. The first frame and the one after {@link VideoSession#reset()}
 * always are.
 *
 * @param interval a keyframe every so many frames; 0 for none but the first, 1 makes every frame
 *     dense
 */
public record KeyframePolicy(int interval) {

  public KeyframePolicy {
    if (interval < 0) {
      throw new IllegalArgumentException(
          "the keyframe interval must not be negative, but is " + interval);
    }
  }

  /** Only the first frame. */
  public static KeyframePolicy first() {
    return new KeyframePolicy(0);
  }

  /** The first frame and every {@code frames}-th after it. */
  public static KeyframePolicy every(int frames) {
    return new KeyframePolicy(frames);
  }

  /** Every frame: the dense path, the same kernels over every pixel. */
  public static KeyframePolicy always() {
    return new KeyframePolicy(1);
  }

  /** Whether a frame that comes so many frames after the last keyframe is one itself. */
  public boolean isKeyframe(long framesSinceKeyframe) {
    return interval > 0 && framesSinceKeyframe >= interval;
  }
}
