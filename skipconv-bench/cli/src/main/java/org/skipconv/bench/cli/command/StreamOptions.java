package org.skipconv.bench.cli.command;

import org.skipconv.bench.cli.BadInput;
import org.skipconv.core.KeyframePolicy;
import org.skipconv.core.SessionOptions;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options of a stream, whatever its gates are. */
final class StreamOptions {
  @Option(
      names = "--keyframe-every",
      paramLabel = "N",
      description =
          "Compute every N-th frame whole. Default: 0, only the first; for learned gates,"
              + " the length of the clips they were trained on.")
  private Integer keyframeEvery;

  @Option(
      names = "--no-cut-detection",
      description = "Do not compute a frame whole when most of the picture has been replaced.")
  private boolean noCutDetection;

  @Option(
      names = "--threads",
      paramLabel = "N",
      defaultValue = "1",
      description =
          "Number of threads that share the work of one frame. Default: ${DEFAULT-VALUE}.")
  private int threads;

  @Mixin private PrecisionOption precision;

  /** Refuses what no stream can have. */
  void check() {
    apply(SessionOptions.dense());
  }

  SessionOptions apply(SessionOptions gated) {
    return apply(gated, 0);
  }

  /** The options with these; {@code usual} is how often there is a keyframe unless told. */
  SessionOptions apply(SessionOptions gated, int usual) {
    int every = keyframeEvery == null ? usual : keyframeEvery;
    KeyframePolicy keyframes =
        BadInput.at("--keyframe-every", () -> new KeyframePolicy(every, !noCutDetection));
    SessionOptions options =
        BadInput.at("--threads", () -> gated.withKeyframes(keyframes).withThreads(threads));
    return precision.apply(options);
  }
}
