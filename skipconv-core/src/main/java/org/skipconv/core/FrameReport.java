package org.skipconv.core;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * Cost of one frame. Plain numbers, which may be kept for every frame of a stream: some 30 bytes a
 * layer, and nothing of the session.
 *
 * @param frame number of the frame since the session was opened or reset, from 0
 * @param keyframe whether it was a keyframe, computed whole
 * @param cheaperWhole whether it was computed whole without being a keyframe, since the frames
 *     before it have shown that skipping would cost more. A frame that itself turns out to is
 *     computed whole from the layer on in which it did: its layers tell
 * @param macs of all layers together
 * @param time from the raw input to the raw outputs
 * @param noise standard deviation of the noise of the input's pixels, in grey levels of their luma,
 *     as far as it is known; NaN where the {@linkplain InputThreshold input threshold} is fixed
 * @param layers one entry a convolution, in the order of computation
 */
public record FrameReport(
    long frame,
    boolean keyframe,
    boolean cheaperWhole,
    MacCount macs,
    Duration time,
    double noise,
    List<LayerReport> layers) {

  /** Copies its collections and refuses impossible values. */
  public FrameReport {
    Objects.requireNonNull(macs, "macs");
    Objects.requireNonNull(time, "time");
    layers = layers instanceof LayerReports ? layers : List.copyOf(layers);
  }

  /** {@return the share of the dense MACs that was saved, gating counted as spent} */
  public double savedShare() {
    return macs.savedShare();
  }

  /** {@return the computed MACs over the dense ones, gating not counted} */
  public double openShare() {
    return macs.dense() == 0 ? 0 : (double) macs.computed() / macs.dense();
  }

  /** One line, without the layers. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%s %d: %d of %d MACs in %d layers, %.3f ms",
        keyframe ? "keyframe" : cheaperWhole ? "whole frame" : "frame",
        frame,
        macs.spent(),
        macs.dense(),
        layers.size(),
        time.toNanos() / 1e6);
  }
}
