package org.skipconv.bench.cli.setup;

import java.util.Locale;
import org.skipconv.core.Precision;
import org.skipconv.core.SessionOptions;

/**
 * Gates of the skip path, with their name.
 *
 * @param gate as the command line names it; {@code plan} when a plan says which
 * @param threshold of the gate, null when it has none; of a plan, what all of its thresholds are
 *     multiplied by, null for 1
 * @param block side of the blocks that open as a whole, null when a file says so
 * @param budget largest share of a layer's pixels that a frame computes, null for none
 * @param file that says what the gates are, null when none does
 * @param publishedGateMacs what the paper counts for the gates of a frame, null when they are not
 *     learned
 * @param options of the skip path, the threads included
 */
public record Gating(
    String gate,
    Float threshold,
    Integer block,
    Double budget,
    String file,
    Long publishedGateMacs,
    SessionOptions options) {
  /** The gate's name when a plan says which layer has which. */
  public static final String PLAN = "plan";

  /** A gate that all layers have. */
  public static Gating uniform(
      String gate, Float threshold, int block, Double budget, SessionOptions options) {
    return new Gating(gate, threshold, block, budget, null, null, options);
  }

  /**
   * Gates that a plan names.
   *
   * @param scale that its thresholds are multiplied by, null for 1
   */
  public static Gating plan(String file, Float scale, SessionOptions options) {
    return new Gating(PLAN, scale, null, null, file, null, options);
  }

  /** Gates whose parameters are in a file. */
  public static Gating learned(
      String gate, String file, long publishedGateMacs, SessionOptions options) {
    return new Gating(gate, null, null, null, file, publishedGateMacs, options);
  }

  /**
   * The same for pictures.
   *
   * @param greyLevel change of the network's input for one grey level
   */
  public Gating forPictures(float greyLevel) {
    SessionOptions measured =
        options.withInputThreshold(options.inputThreshold().forPictures(greyLevel));
    return new Gating(gate, threshold, block, budget, file, publishedGateMacs, measured);
  }

  /**
   * Options of the dense path beside it: everything computed on every frame, on as many threads and
   * in the same precision.
   */
  public SessionOptions dense() {
    return reference().withPrecision(options.precision());
  }

  /** Options of the dense path that results are compared with, which is of float32. */
  public SessionOptions reference() {
    return SessionOptions.dense().withThreads(options.threads());
  }

  /** Whether the dense path's own results are those to be compared with. */
  public boolean isOfFloat32() {
    return options.precision() == Precision.FLOAT32;
  }

  /** Rule that opens a pixel, in words. */
  public String text() {
    StringBuilder text = new StringBuilder(gate.equals(PLAN) ? PLAN : "gate " + gate);
    if (threshold != null) {
      text.append(gate.equals(PLAN) ? " x " : " ").append(threshold);
    }
    if (budget != null) {
      text.append(
          String.format(Locale.ROOT, ", at most %.4g %% of a layer's pixels", 100 * budget));
    }
    if (block != null && block > 1) {
      text.append(", blocks of ").append(block).append('x').append(block);
    }
    return file == null ? text.toString() : text + " of " + file;
  }
}
