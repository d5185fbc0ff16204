package org.skipconv.bench.cli.model;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import org.skipconv.core.FrameResult;
import org.skipconv.models.Agreement;
import org.skipconv.models.Score;
import org.skipconv.models.Task;
import org.skipconv.models.Truth;
import org.skipconv.models.VideoModel;
import org.skipconv.models.vision.Placement;

/**
 * Compares what both paths find in a stream: with each other, and with the truth where it is known.
 * Not thread-safe.
 *
 * @param <R> what is found in a frame
 */
public final class Judge<R> {
  /** Measure of joints, which is told beside the agreement; that of objects has a table. */
  private static final String JOINTS = "pckAt01";

  private static final String OBJECTS = "apAt05";

  private final Task<R> task;
  private final Placement view;
  private final Agreement<R> agreement;
  private final Truth<R> truth;
  private final Score<R> denseScore;
  private final Score<R> skipScore;
  private int labelled;

  /**
   * A judge who has seen no frame yet.
   *
   * @param view where the network's input lies in the pictures
   * @param truth about the footage, null when nobody knows
   */
  Judge(VideoModel<R> model, Placement view, Truth<R> truth) {
    this.task = model.task().unfiltered();
    this.view = view;
    this.agreement = task.agreement();
    this.truth = truth;
    this.denseScore = truth == null ? null : truth.score();
    this.skipScore = truth == null ? null : truth.score();
  }

  /**
   * Compares a frame.
   *
   * @param frame its number in the footage, from 0
   * @param first of the stream: both paths computed it whole and cannot but agree, so it tells
   *     nothing of how well they do
   */
  public void compare(int frame, boolean first, FrameResult dense, FrameResult skip) {
    compare(frame, first, dense, view, skip, view);
  }

  /**
   * Compares a frame that the two may have seen through views of their own.
   *
   * @param denseView where the dense path's input lay in the picture
   * @param skipView where the skip path's input lay in it
   */
  public void compare(
      int frame,
      boolean first,
      FrameResult dense,
      Placement denseView,
      FrameResult skip,
      Placement skipView) {
    R whole = task.decode(dense, denseView);
    R skipped = task.decode(skip, skipView);
    if (!first) {
      agreement.add(whole, skipped, view.window());
    }
    if (truth != null && denseScore.add(frame, whole)) {
      skipScore.add(frame, skipped);
      labelled++;
    }
  }

  /** Position of the network's input in the pictures. */
  public Placement view() {
    return view;
  }

  /** Measures of the frames compared so far, by name; null where there is no value. */
  public Map<String, Double> agreement() {
    Map<String, Double> values = new LinkedHashMap<>();
    agreement.values().forEach((name, value) -> values.put(name, boxed(value)));
    if (knows(JOINTS)) {
      values.put("truePckAt01Dense", value(denseScore, JOINTS));
      values.put("truePckAt01Skip", value(skipScore, JOINTS));
    }
    return values;
  }

  /** The same in words, one line; empty where there is nothing to say. */
  public String agreementText() {
    String text = agreement.text();
    if (text.isEmpty() || !knows(JOINTS) || denseScore.objects() == 0) {
      return text;
    }
    return text
        + String.format(
            Locale.ROOT,
            "; PCK@0.1 against the truth: dense %.2f %%, skip %.2f %% of %d joints",
            100 * value(denseScore, JOINTS),
            100 * value(skipScore, JOINTS),
            denseScore.objects());
  }

  /** Accuracy of both paths' detections; null where nobody knows. */
  public Accuracy accuracy() {
    if (!knows(OBJECTS)) {
      return null;
    }
    return new Accuracy(truth.source(), labelled, precision(denseScore), precision(skipScore));
  }

  private boolean knows(String measure) {
    return truth != null && denseScore.values().containsKey(measure);
  }

  private static Accuracy.AveragePrecision precision(Score<?> score) {
    return new Accuracy.AveragePrecision(value(score, OBJECTS), value(score, "ap"));
  }

  private static Double value(Score<?> score, String measure) {
    return boxed(score.values().get(measure));
  }

  static Double boxed(OptionalDouble value) {
    return value.isPresent() ? value.getAsDouble() : null;
  }
}
