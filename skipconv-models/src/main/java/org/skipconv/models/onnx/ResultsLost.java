package org.skipconv.models.onnx;

import java.util.OptionalDouble;
import org.skipconv.core.FrameResult;
import org.skipconv.core.Shape;
import org.skipconv.gates.calibration.OutputDistance;
import org.skipconv.models.Agreement;
import org.skipconv.models.AgreementLoss;
import org.skipconv.models.Task;
import org.skipconv.models.vision.Letterbox;
import org.skipconv.models.vision.Placement;

/**
 * Distance of the results of gated outputs from those of dense ones: what is missing to full
 * agreement. In pixels of the network's input, since agreement does not depend on the picture's
 * size.
 */
final class ResultsLost<R> implements OutputDistance<R> {
  private final Task<R> task;
  private final AgreementLoss loss;
  private final Placement view;

  /**
   * Makes a distance.
   *
   * @param task unfiltered
   */
  ResultsLost(Task<R> task, AgreementLoss loss, Shape input) {
    this.task = task;
    this.loss = loss;
    this.view = new Letterbox(input.height(), input.width(), input.height(), input.width());
  }

  @Override
  public R reference(FrameResult dense) {
    return task.decode(dense, view);
  }

  @Override
  public Comparison<R> start() {
    Agreement<R> agreement = task.agreement();
    return new Comparison<>() {
      @Override
      public void add(R dense, FrameResult gated) {
        agreement.add(dense, task.decode(gated, view), view.window());
      }

      @Override
      public double value() {
        OptionalDouble value = agreement.values().get(loss.measure());
        return 1 - value.orElse(1);
      }
    };
  }

  @Override
  public String toString() {
    return loss.words();
  }
}
