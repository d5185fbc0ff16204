package org.skipconv.bench.cli.command;

import java.util.List;
import org.skipconv.bench.cli.BadInput;
import org.skipconv.bench.cli.footage.Footage;
import org.skipconv.bench.cli.model.NamedModel;
import org.skipconv.bench.cli.model.Size;
import org.skipconv.bench.cli.setup.FootagePart;
import org.skipconv.bench.cli.setup.GateChoice;
import org.skipconv.bench.cli.setup.Gating;
import org.skipconv.bench.cli.setup.Sample;
import org.skipconv.bench.cli.setup.Setup;
import org.skipconv.core.SessionOptions;
import org.skipconv.gates.GateSetting;
import org.skipconv.gates.Regions;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options that choose the parts of a video to calibrate on. */
final class SampleOptions {
  @Mixin private ModelOptions model;
  @Mixin private PartOptions parts;
  @Mixin private CameraOptions camera;

  @Option(
      names = "--test",
      paramLabel = PartOptions.PART,
      description =
          "A part of the input that is kept out of the calibration and used to test its"
              + " result. May be repeated.")
  private List<FootagePart> tests = List.of();

  @Option(
      names = "--gate",
      paramLabel = "GATE",
      defaultValue = "input-norm",
      description =
          "Gate whose thresholds are searched for: input-norm or output-norm. Default:"
              + " ${DEFAULT-VALUE}.")
  private GateChoice gate;

  @Option(
      names = "--block",
      paramLabel = "B",
      defaultValue = "1",
      description = "Compute blocks of B x B pixels as a whole: 1, 2, 4 or 8. Default: 1.")
  private int block;

  @Option(
      names = "--input-threshold",
      paramLabel = "auto|E",
      defaultValue = "auto",
      description =
          "Change of an input pixel up to which it counts as noise, in standard deviations;"
              + " auto measures the noise of the frames. Default: ${DEFAULT-VALUE}.")
  private NoiseChoice inputThreshold;

  @Option(
      names = "--threads",
      paramLabel = "N",
      defaultValue = "1",
      description = "Number of plans tried at the same time. Default: ${DEFAULT-VALUE}.")
  private int threads;

  @Mixin private PrecisionOption precision;

  boolean hasTests() {
    return !tests.isEmpty();
  }

  /** The gate whose thresholds are looked for; its own is the first guess. */
  GateSetting gate() {
    if (gate != GateChoice.INPUT_NORM && gate != GateChoice.OUTPUT_NORM) {
      throw new BadInput("--gate " + gate + ": allowed here: input-norm, output-norm");
    }
    GateSetting pixels = GateSetting.of(gate.kind(), gate.usualThreshold());
    return BadInput.at("--block", () -> pixels.withBlock(block));
  }

  /** Checks everything that is quick to check before it loads the weights. */
  Sample sample() {
    KernelsCommand.current();
    NamedModel<?> named = model.model();
    List<FootagePart> wanted = parts.parts(named, model.trainedCrop());
    wanted.forEach(part -> model.requireCrop(part.crop()));
    PartOptions.requireFit("--test", tests, named);
    SessionOptions gated =
        BadInput.at(
            "--input-threshold",
            () ->
                SessionOptions.gates(gate().gate())
                    .withInputThreshold(inputThreshold.threshold(named.inputDeviation())));
    SessionOptions options =
        precision.apply(BadInput.at("--threads", () -> gated.withThreads(threads)));
    Gating gating = Gating.uniform(gate.toString(), null, block, null, options);
    Size size = model.size(named);
    Footage seen = parts.footage().footage(named, size);
    FootageOptions.requireRepeatable("calibrate", seen);
    PartOptions.requireInside("--part", wanted, seen);
    PartOptions.requireInside("--test", tests, seen);
    Setup setup =
        new Setup(
            "calibrate",
            model.chosen(named, size, null),
            seen,
            wanted.get(0).start(),
            wanted.get(0).frames(),
            wanted.get(0).crop(),
            gating,
            camera.camera(Regions.ALL));
    List<FootagePart> others =
        tests.stream().map(part -> part.withUsualCrop(model.trainedCrop())).toList();
    return new Sample(setup, wanted, others);
  }
}
