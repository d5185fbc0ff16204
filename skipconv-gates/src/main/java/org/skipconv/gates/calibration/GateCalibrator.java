package org.skipconv.gates.calibration;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.skipconv.core.InputThreshold;
import org.skipconv.core.Node;
import org.skipconv.core.Precision;
import org.skipconv.core.SessionOptions;
import org.skipconv.core.Shape;
import org.skipconv.core.SkipNetwork;
import org.skipconv.gates.GatePlan;
import org.skipconv.gates.GateSetting;
import org.skipconv.gates.calibration.CalibrationProgress.Phase;

/**
 * Finds thresholds: takes a network, sample frames and how far its outputs may go off, and gives
 * the cheapest {@link GatePlan} that it finds. No labels are needed, the dense outputs are the
 * reference.
 *
 * <pre>{@code
 * Calibration calibration =
 *     GateCalibrator.of(network, List.of(SampleClip.nhwc(frames)), distance)
 *         .threads(2)
 *         .listener(progress -> show(progress))
 *         .calibrate(0.02);
 * calibration.plan().write(Path.of("plan.json"));
 * }</pre>
 *
 * <p>It looks for the best single threshold first. Starting from there it doubles the threshold of
 * one group of layers after the other, and from what each does to the error and to the
 * multiply-accumulates it follows how the error is best shared out; then it looks for the largest
 * scale of those thresholds that is within the tolerance. The result never costs more than that of
 * the single threshold on the sample frames.
 *
 * <p>The same input gives the same plan, whatever the number of threads. Configure it, then call
 * {@link #calibrate}; not thread-safe.
 */
public final class GateCalibrator {
  private final SkipNetwork network;
  private final List<SampleClip> clips;
  private final OutputDistance<?> distance;
  private OutputDistance<?> guide;
  private GateSetting gate = GateSetting.input(0.1f);
  private InputThreshold inputThreshold = InputThreshold.automatic();
  private float greyLevel;
  private float holdThreshold = SessionOptions.DEFAULT_HOLD_THRESHOLD;
  private Precision precision = Precision.FLOAT32;
  private int threads = 1;
  private Consumer<CalibrationProgress> listener = progress -> {};
  private BooleanSupplier stop = () -> false;

  private GateCalibrator(SkipNetwork network, List<SampleClip> clips, OutputDistance<?> distance) {
    this.network = Objects.requireNonNull(network, "network");
    this.clips = List.copyOf(clips);
    this.distance = Objects.requireNonNull(distance, "distance");
    if (clips.isEmpty()) {
      throw new IllegalArgumentException("calibration needs at least one clip");
    }
    this.guide = MeanOutputError.relative(network.outputs().keySet().toArray(String[]::new));
  }

  /**
   * {@return a calibrator}
   *
   * @param network the network
   * @param clips what the network will see, movement and stillness in the proportions that matter;
   *     each starts with a keyframe, which is not counted
   * @param distance what the tolerance is about
   */
  public static GateCalibrator of(
      SkipNetwork network, List<SampleClip> clips, OutputDistance<?> distance) {
    return new GateCalibrator(network, clips, distance);
  }

  /**
   * A smooth distance that leads the search; one that counts, such as joints that moved, hardly
   * changes when one threshold does. Default: the mean relative error of all outputs.
   *
   * @param newGuide the distance
   * @return this calibrator
   */
  public GateCalibrator guide(OutputDistance<?> newGuide) {
    guide = Objects.requireNonNull(newGuide, "guide");
    return this;
  }

  /**
   * The gate whose thresholds are looked for, with blocks and budget; its eps is the first guess.
   * Default: {@link GateSetting#input} of 0.1.
   *
   * @param newGate the gate
   * @return this calibrator
   */
  public GateCalibrator gate(GateSetting newGate) {
    if (!(newGate.eps() > 0)) {
      throw new IllegalArgumentException(
          "the first guess of a threshold must be above 0, but the gate is " + newGate);
    }
    gate = newGate;
    return this;
  }

  /**
   * Sets the precision that plans are tried in, as in {@link SessionOptions#withPrecision}; what
   * they are compared with is computed in float32.
   *
   * @param tried element type of the maps
   * @return this calibrator
   */
  public GateCalibrator precision(Precision tried) {
    precision = Objects.requireNonNull(tried, "precision");
    return this;
  }

  /**
   * Sets the noise threshold of the input, as in {@link SessionOptions#withInputThreshold(float)}.
   *
   * @param threshold the threshold
   * @return this calibrator
   */
  public GateCalibrator inputThreshold(float threshold) {
    return inputThreshold(InputThreshold.fixed(threshold));
  }

  /**
   * Sets the input threshold, fixed or automatic. Default: automatic.
   *
   * @param threshold the threshold
   * @return this calibrator
   */
  public GateCalibrator inputThreshold(InputThreshold threshold) {
    if (threshold.isMeasured()) {
      throw new IllegalArgumentException(
          "the input threshold of a plan is fixed or automatic; pictures says what is measured");
    }
    inputThreshold = threshold;
    return this;
  }

  /**
   * Says that the clips are pictures: an automatic input threshold is measured on them, as it will
   * be in streams of pictures.
   *
   * @param newGreyLevel change of the network's input for one grey level, as in {@link
   *     InputThreshold#measured}
   * @return this calibrator
   */
  public GateCalibrator pictures(float newGreyLevel) {
    greyLevel = InputThreshold.measured(newGreyLevel).greyLevel();
    return this;
  }

  /**
   * Sets the hold threshold of squeeze-excite's factors, as in {@link
   * SessionOptions#withHoldThreshold(float)}.
   *
   * @param threshold the threshold
   * @return this calibrator
   */
  public GateCalibrator holdThreshold(float threshold) {
    holdThreshold = SessionOptions.dense().withHoldThreshold(threshold).holdThreshold();
    return this;
  }

  /**
   * Trials at a time, each with a session of its own. Default: 1.
   *
   * @param newThreads number of trials, at least 1
   * @return this calibrator
   */
  public GateCalibrator threads(int newThreads) {
    if (newThreads < 1) {
      throw new IllegalArgumentException("threads must be at least 1, but is " + newThreads);
    }
    threads = newThreads;
    return this;
  }

  /**
   * Hears of each trial, on the thread that calls {@link #calibrate}.
   *
   * @param newListener takes what each trial found
   * @return this calibrator
   */
  public GateCalibrator listener(Consumer<CalibrationProgress> newListener) {
    listener = Objects.requireNonNull(newListener, "listener");
    return this;
  }

  /**
   * Asked before each frame, by several threads; once it says true, {@link #calibrate} returns the
   * best that it found so far. So does interrupting the thread that calls it.
   *
   * @param newStop says whether to stop
   * @return this calibrator
   */
  public GateCalibrator stopWhen(BooleanSupplier newStop) {
    stop = Objects.requireNonNull(newStop, "stop");
    return this;
  }

  /**
   * Calibrates.
   *
   * @param tolerance largest distance that is good enough, in the distance's unit
   * @return the plans found
   * @throws IllegalArgumentException when that cannot be had, even with all thresholds 0
   */
  public Calibration calibrate(double tolerance) {
    if (!(tolerance >= 0) || Double.isInfinite(tolerance)) {
      throw new IllegalArgumentException(
          "the tolerance must be 0 or more and finite, but is " + tolerance);
    }
    GatePlan base =
        GatePlan.uniform(network, gate)
            .withInputThreshold(inputThreshold)
            .withHoldThreshold(holdThreshold);
    Thresholds ones = Thresholds.ones(base, groups());
    try (Trials trials = trials()) {
      CalibrationRun run = new CalibrationRun(trials, ones, gate.eps(), tolerance, listener);
      return run.result(ended(run));
    }
  }

  /**
   * Measures plans on these clips, such as ones kept back when the plans were calibrated; scales
   * are 1.
   *
   * @param plans plans for the network
   * @return one point for each plan, in their order
   * @throws IllegalArgumentException when a plan is not for this network
   */
  public List<CalibrationPoint> measure(List<GatePlan> plans) {
    return measure(network, plans);
  }

  /**
   * Measures plans on these clips in a network with other kernels, trained together with its
   * thresholds, for instance. It is compared with the dense outputs of the network that this
   * calibrator is for: with what was known before.
   *
   * @param other network of the same layers
   * @param plans plans for the network
   * @return one point for each plan, in their order
   * @throws IllegalArgumentException when the other network takes or gives something else, or a
   *     plan is not for it
   */
  public List<CalibrationPoint> measure(SkipNetwork other, List<GatePlan> plans) {
    requireComparable(other);
    plans.forEach(plan -> plan.validate(other));
    int[] done = new int[1];
    try (Trials trials = trials()) {
      trials.computeReferences();
      Runnable tried =
          () ->
              listener.accept(
                  new CalibrationProgress(Phase.MEASURE, ++done[0], plans.size(), null));
      return trials.run(other, plans, tried).stream().map(outcome -> outcome.at(1)).toList();
    }
  }

  private Trials trials() {
    return new Trials(network, clips, distance, guide, this::options, threads, stop);
  }

  private SessionOptions options(GatePlan plan) {
    SessionOptions options = plan.options().withPrecision(precision);
    return greyLevel == 0
        ? options
        : options.withInputThreshold(options.inputThreshold().forPictures(greyLevel));
  }

  private void requireComparable(SkipNetwork other) {
    String mine = shapes(network);
    String others = shapes(other);
    if (!mine.equals(others)) {
      throw new IllegalArgumentException(
          "only a network with the same input and outputs can be compared: they are "
              + mine
              + ", but the other one's "
              + others);
    }
  }

  private static String shapes(SkipNetwork network) {
    SortedMap<String, Shape> outputs = new TreeMap<>();
    network.outputs().forEach((name, node) -> outputs.put(name, node.shape()));
    return network.inputShape() + " to " + outputs;
  }

  private static boolean ended(CalibrationRun run) {
    try {
      run.run();
      return true;
    } catch (Trials.StoppedException e) {
      return false; // What it found so far is the answer.
    }
  }

  /** Layers that follow each other and have outputs of the same size share a threshold. */
  private List<List<String>> groups() {
    List<List<String>> groups = new ArrayList<>();
    Shape last = null;
    for (Node layer : network.gatedLayers()) {
      Shape shape = layer.shape();
      if (last == null || shape.height() != last.height() || shape.width() != last.width()) {
        groups.add(new ArrayList<>());
      }
      groups.get(groups.size() - 1).add(layer.name());
      last = shape;
    }
    return groups;
  }
}
