package org.skipconv.bench.lab.ablation;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.skipconv.bench.cli.BadInput;
import org.skipconv.bench.cli.job.Progress;
import org.skipconv.bench.cli.job.StepBars;
import org.skipconv.bench.cli.measure.InputTensor;
import org.skipconv.gates.GatePlan;
import org.skipconv.gates.GateSetting;
import org.skipconv.gates.calibration.GateCalibrator;
import org.skipconv.gates.calibration.SampleClip;
import org.skipconv.gates.training.TrainingFrames;

/** Plans calibrated on scenes that nobody is judged on, one for each size of block. */
public final class Calibrated {
  /** Factors of a plan's thresholds, which make a curve. */
  private static final List<Double> SCALES = List.of(0.5, 0.71, 1.0, 1.41);

  private static final float FIRST_GUESS = 0.1f;

  /** One from each scene, each a little later, so that together they are a scene's whole course. */
  private static final int CLIPS = 10;

  private static final int CLIP_FRAMES = 10;

  /** Seed of the scenes, which are those that networks are trained on when asked for this seed. */
  private static final long SEED = 17;

  private Calibrated() {}

  /**
   * Calibrates.
   *
   * @return plans by their block, in the order of the blocks
   * @throws BadInput when the tolerance cannot be had
   */
  public static Map<Integer, GatePlan> plans(
      Terms terms, List<Integer> blocks, double tolerance, Progress progress) {
    List<InputTensor> tensors = tensors(terms);
    try {
      Map<Integer, GatePlan> plans = new LinkedHashMap<>();
      for (int block : blocks) {
        try (StepBars bars = new StepBars(progress)) {
          GateSetting gate = GateSetting.input(FIRST_GUESS).withBlock(block);
          GateCalibrator calibrator = calibrator(terms, clips(tensors)).gate(gate).listener(bars);
          plans.put(
              block, BadInput.at("--calibrate", () -> calibrator.calibrate(tolerance)).plan());
        }
      }
      return plans;
    } finally {
      tensors.forEach(InputTensor::close);
    }
  }

  /** A plan at several scales. */
  public static List<GatedNetwork> contenders(Terms terms, Map<Integer, GatePlan> plans) {
    List<GatedNetwork> all = new ArrayList<>();
    plans.forEach(
        (block, plan) -> {
          for (double scale : SCALES) {
            Label label = new Label(GateOrigin.CALIBRATED, setting(scale), block);
            all.add(new GatedNetwork(label, terms.network(), plan.scaled(scale).options()));
          }
        });
    return all;
  }

  private static String setting(double scale) {
    return String.format(Locale.ROOT, "x %.2f", scale);
  }

  private static GateCalibrator calibrator(Terms terms, List<SampleClip> clips) {
    return terms.chosen().seeing(null).calibrator(clips).threads(terms.workload().threads());
  }

  private static List<InputTensor> tensors(Terms terms) {
    TrainingFrames frames =
        terms
            .chosen()
            .named()
            .trainable()
            .scenes(terms.network(), SEED, CLIPS, CLIPS * CLIP_FRAMES);
    List<InputTensor> tensors = new ArrayList<>();
    for (int clip = 0; clip < CLIPS; clip++) {
      int first = clip * (CLIPS * CLIP_FRAMES) + clip * CLIP_FRAMES;
      for (int i = 0; i < CLIP_FRAMES; i++) {
        InputTensor tensor = new InputTensor(terms.network().inputShape());
        tensor.set(frames.frame(first + i));
        tensors.add(tensor);
      }
    }
    return tensors;
  }

  private static List<SampleClip> clips(List<InputTensor> tensors) {
    List<FloatBuffer> frames = tensors.stream().map(InputTensor::values).toList();
    List<SampleClip> clips = new ArrayList<>();
    for (int start = 0; start < frames.size(); start += CLIP_FRAMES) {
      clips.add(SampleClip.nchw(frames.subList(start, start + CLIP_FRAMES)));
    }
    return clips;
  }
}
