package org.skipconv.core;

import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Options of a {@link VideoSession}; immutable, each {@code with} method returns a changed copy.
 *
 * <p>Defaults: {@link ResidualPolicy#CARRY}, only the first frame a keyframe, {@linkplain
 * InputThreshold#automatic automatic} input threshold, {@link Precision#FLOAT32}, one thread.
 */
public final class SessionOptions {
  /**
   * Mean |change| over the channels of an input pixel, in units of the network's input, that counts
   * as noise where the noise is not measured.
   */
  public static final float DEFAULT_INPUT_THRESHOLD = 0.05f;

  /**
   * Largest change that is held back of a map of one pixel that is broadcast over a picture, such
   * as the factors of a squeeze-excite.
   */
  public static final float DEFAULT_HOLD_THRESHOLD = 0.01f;

  private final Function<GatedLayer, Gate> gates;
  private final ResidualPolicy policy;
  private final KeyframePolicy keyframes;
  private final InputThreshold inputThreshold;
  private final float holdThreshold;
  private final float foreignThreshold;
  private final boolean wholeFrames;
  private final Precision precision;
  private final int threads;

  private SessionOptions(Draft draft) {
    gates = draft.gates;
    policy = draft.policy;
    keyframes = draft.keyframes;
    inputThreshold = draft.inputThreshold;
    holdThreshold = draft.holdThreshold;
    foreignThreshold = draft.foreignThreshold;
    wholeFrames = draft.wholeFrames;
    precision = draft.precision;
    threads = draft.threads;
  }

  /** Values of options that are being made. */
  private static final class Draft {
    private final Function<GatedLayer, Gate> gates;
    private ResidualPolicy policy = ResidualPolicy.CARRY;
    private KeyframePolicy keyframes = KeyframePolicy.first();
    private InputThreshold inputThreshold = InputThreshold.automatic();
    private float holdThreshold = DEFAULT_HOLD_THRESHOLD;
    private float foreignThreshold;
    private boolean wholeFrames = true;
    private Precision precision = Precision.FLOAT32;
    private int threads = 1;

    Draft(Function<GatedLayer, Gate> gates) {
      this.gates = gates;
    }

    Draft(SessionOptions from) {
      gates = from.gates;
      policy = from.policy;
      keyframes = from.keyframes;
      inputThreshold = from.inputThreshold;
      holdThreshold = from.holdThreshold;
      foreignThreshold = from.foreignThreshold;
      wholeFrames = from.wholeFrames;
      precision = from.precision;
      threads = from.threads;
    }
  }

  private SessionOptions with(Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return new SessionOptions(draft);
  }

  /**
   * {@return the same gate for every layer}
   *
   * @param gate the gate
   */
  public static SessionOptions gates(Gate gate) {
    Objects.requireNonNull(gate, "gate");
    return perLayer(layer -> gate);
  }

  /**
   * {@return a gate for each layer, asked once per layer when the session opens}
   *
   * @param gates gives the gate of a layer
   */
  public static SessionOptions perLayer(Function<GatedLayer, Gate> gates) {
    return new SessionOptions(new Draft(Objects.requireNonNull(gates, "gates")));
  }

  /**
   * Recomputes whatever changed, however little: the same bits as {@link #dense}.
   *
   * @return the options
   */
  public static SessionOptions exact() {
    return gates(Gate.ALL_OPEN).withInputThreshold(0).withHoldThreshold(0);
  }

  /** {@return every frame whole: no gates, every pixel computed} */
  public static SessionOptions dense() {
    return exact().withKeyframes(KeyframePolicy.always());
  }

  /**
   * {@return the same with another measure of residuals}
   *
   * @param newPolicy what residuals are measured against
   */
  public SessionOptions withPolicy(ResidualPolicy newPolicy) {
    return with(draft -> draft.policy = Objects.requireNonNull(newPolicy, "policy"));
  }

  /**
   * {@return the same with another rule of keyframes}
   *
   * @param newKeyframes when a whole frame is computed
   */
  public SessionOptions withKeyframes(KeyframePolicy newKeyframes) {
    return with(draft -> draft.keyframes = Objects.requireNonNull(newKeyframes, "keyframes"));
  }

  /**
   * A keyframe every so many frames; 0 for none by count.
   *
   * @param frames number of frames from one keyframe to the next, or 0
   * @return these options with the new value
   */
  public SessionOptions withKeyframeEvery(int frames) {
    return withKeyframes(new KeyframePolicy(frames, keyframes.onCut()));
  }

  /**
   * {@return these options with another noise threshold of the input: the mean over the channels of
   * |x - held| of a pixel, in units of the network's input, up to which the held pixel is kept}
   * Only {@link ResidualPolicy#CARRY} has it.
   *
   * @param threshold not negative; 0 passes every change on
   */
  public SessionOptions withInputThreshold(float threshold) {
    return withInputThreshold(InputThreshold.fixed(threshold));
  }

  /**
   * {@return these options with another input threshold} Only {@link ResidualPolicy#CARRY} has it.
   *
   * @param threshold the threshold
   */
  public SessionOptions withInputThreshold(InputThreshold threshold) {
    return with(
        draft -> draft.inputThreshold = Objects.requireNonNull(threshold, "input threshold"));
  }

  /**
   * {@return these options with another threshold for maps of one pixel that are broadcast over a
   * picture, as the factors of squeeze-excite are} They depend on every pixel, and a change of
   * theirs changes every pixel's result: they are kept until one of them is off by more than this
   * (factors are 0 to 1).
   *
   * @param threshold not negative; 0 passes every change on
   */
  public SessionOptions withHoldThreshold(float threshold) {
    if (!(threshold >= 0) || Float.isInfinite(threshold)) {
      throw new IllegalArgumentException(
          "the hold threshold must be 0 or more and finite, but is " + threshold);
    }
    return with(draft -> draft.holdThreshold = threshold);
  }

  /**
   * {@return these options with another threshold for the results of {@linkplain
   * org.skipconv.core.graph.Foreign foreign parts}} A pixel keeps its value until it is off by more
   * than this share of the result's size: the mean over its channels of |x - held| against the mean
   * |x| of the result at the last keyframe. A size that is 0 or not finite passes every change on.
   *
   * @param threshold not negative; 0 passes every change on
   */
  public SessionOptions withForeignThreshold(float threshold) {
    if (!(threshold >= 0) || Float.isInfinite(threshold)) {
      throw new IllegalArgumentException(
          "the threshold of foreign parts must be 0 or more and finite, but is " + threshold);
    }
    return with(draft -> draft.foreignThreshold = threshold);
  }

  /**
   * Threads that share the work of one frame, the caller's included; with 1 none is created. A
   * session uses at most as many as the process may use processors ({@link
   * Runtime#availableProcessors}, which respects the limits of a container): threads that wait for
   * each other on one processor are slower than one.
   *
   * @param newThreads number of threads, at least 1
   * @return these options with the new value
   */
  public SessionOptions withThreads(int newThreads) {
    if (newThreads < 1 || newThreads > 256) {
      throw new IllegalArgumentException("threads must be 1 to 256, but is " + newThreads);
    }
    return with(draft -> draft.threads = newThreads);
  }

  /**
   * Whether a frame, or what is left of it, may be computed whole when it costs more to skip than
   * to compute everything, {@link FrameReport#cheaperWhole}; it is, unless this says otherwise or
   * {@linkplain KeyframePolicy#withoutCuts cuts are not looked for} either.
   *
   * @param allowed whether whole frames are allowed
   * @return these options with the new value
   */
  public SessionOptions withWholeFrames(boolean allowed) {
    return with(draft -> draft.wholeFrames = allowed);
  }

  /**
   * {@return these options with another precision} {@link Precision#BFLOAT16} is refused when a
   * session opens under {@link ResidualPolicy#REBASE}, which adds to what is kept and would lose
   * what is added, and in a process without native kernels.
   *
   * @param newPrecision element type of the maps
   */
  public SessionOptions withPrecision(Precision newPrecision) {
    return with(draft -> draft.precision = Objects.requireNonNull(newPrecision, "precision"));
  }

  /**
   * {@return the gate of a layer}
   *
   * @param layer a convolution with a gate
   */
  public Gate gateFor(GatedLayer layer) {
    Gate gate = gates.apply(layer);
    if (gate == null) {
      throw new IllegalArgumentException("no gate for layer " + layer.name());
    }
    return gate;
  }

  /** {@return what residuals are measured against} */
  public ResidualPolicy policy() {
    return policy;
  }

  /** {@return the rule that says when a whole frame is computed} */
  public KeyframePolicy keyframes() {
    return keyframes;
  }

  /** {@return the threshold up to which a pixel of the input is held} */
  public InputThreshold inputThreshold() {
    return inputThreshold;
  }

  /**
   * {@return the threshold up to which maps of one pixel are held, see {@link #withHoldThreshold}}
   */
  public float holdThreshold() {
    return holdThreshold;
  }

  /**
   * {@return the threshold up to which results of foreign parts are held, see {@link
   * #withForeignThreshold}}
   */
  public float foreignThreshold() {
    return foreignThreshold;
  }

  /** {@return whether a frame may be computed whole where skipping would cost more} */
  public boolean wholeFrames() {
    return wholeFrames;
  }

  /** {@return the element type of the maps} */
  public Precision precision() {
    return precision;
  }

  /** {@return the number of threads that share a frame, the caller's included} */
  public int threads() {
    return threads;
  }

  @Override
  public String toString() {
    return policy
        + ", "
        + keyframes
        + ", input threshold "
        + inputThreshold
        + ", hold threshold "
        + holdThreshold
        + (foreignThreshold == 0 ? "" : ", threshold of foreign parts " + foreignThreshold)
        + (precision == Precision.FLOAT32 ? "" : ", " + precision)
        + ", "
        + threads
        + (threads == 1 ? " thread" : " threads");
  }
}
