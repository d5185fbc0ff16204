package org.skipconv.bench.cli.measure;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;
import org.skipconv.core.FrameReport;
import org.skipconv.core.MacCount;

/**
 * Cost of frames in multiply-accumulates. Means are over the frames after the first, which is a
 * keyframe, and are null when there are none. Not thread-safe.
 */
public final class Costs {
  private final List<MacCount> frames = new ArrayList<>();
  private int keyframes;
  private int wholeFrames;
  private Double noise;

  /** Adds a frame. */
  public void add(FrameReport report) {
    add(report.macs(), report.keyframe());
    wholeFrames += report.cheaperWhole() ? 1 : 0;
    noise = Double.isNaN(report.noise()) ? null : report.noise();
  }

  void add(MacCount macs, boolean keyframe) {
    frames.add(macs);
    keyframes += keyframe ? 1 : 0;
  }

  /** Number of frames that were computed whole, the first included. */
  public int keyframes() {
    return keyframes;
  }

  /** Number of other frames that were computed whole, since skipping would have cost more. */
  public int wholeFrames() {
    return wholeFrames;
  }

  /**
   * Standard deviation of the noise of the input's pixels when the last frame was through, in grey
   * levels; null when it was not measured.
   */
  public Double noise() {
    return noise;
  }

  /** All frames. */
  public List<MacCount> frames() {
    return List.copyOf(frames);
  }

  /** Multiply-accumulates of a frame that is computed whole. */
  public long dense() {
    return frames.get(0).dense();
  }

  /** Mean of what was computed, gating included. */
  public Double spent() {
    return mean(MacCount::spent);
  }

  /** Mean of what the gates cost. */
  public Double gating() {
    return mean(MacCount::gating);
  }

  /** Dense over spent; null also when nothing was spent. */
  public Double ratio() {
    Double spent = spent();
    return spent == null || spent == 0 ? null : dense() / spent;
  }

  /** Computed over dense, gating not counted. */
  public Double openShare() {
    Double computed = mean(MacCount::computed);
    return computed == null ? null : computed / dense();
  }

  private Double mean(ToLongFunction<MacCount> part) {
    if (frames.size() < 2) {
      return null;
    }
    return frames.stream().skip(1).mapToLong(part).average().orElseThrow();
  }
}
