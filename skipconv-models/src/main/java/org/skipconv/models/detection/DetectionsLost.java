package org.skipconv.models.detection;

import java.util.List;
import org.skipconv.core.FrameResult;
import org.skipconv.gates.calibration.OutputDistance;

/**
 * Distance of a detection network's gated outputs from its dense ones: {@code 1 - } {@link
 * DetectionAgreement#apAt05}, the average precision at IoU 0.5 that is lost when the dense
 * network's detections of a score of at least 0.3 are taken as truth. 0 when there are none.
 *
 * <p>It hardly shows what one layer's threshold does; the guide to search by is {@link
 * CandidateError}.
 */
public final class DetectionsLost implements OutputDistance<List<Detection>> {
  private final DetectionModel model;

  private DetectionsLost(DetectionModel model) {
    this.model = model;
  }

  /**
   * For the network of a model.
   *
   * @param model says anchors and classes
   * @return the measure
   */
  public static DetectionsLost of(DetectionModel model) {
    return new DetectionsLost(model);
  }

  @Override
  public List<Detection> reference(FrameResult dense) {
    return decode(decoder(), dense);
  }

  private DetectionDecoder decoder() {
    return new DetectionDecoder(model, DetectionAgreement.ANY_SCORE);
  }

  /** In pixels of the network's input: agreement does not depend on the picture's size. */
  private List<Detection> decode(DetectionDecoder decoder, FrameResult result) {
    return decoder.decode(result, model.anchors().inputHeight(), model.anchors().inputWidth());
  }

  @Override
  public Comparison<List<Detection>> start() {
    DetectionDecoder decoder = decoder();
    DetectionAgreement agreement = new DetectionAgreement();
    return new Comparison<>() {
      @Override
      public void add(List<Detection> dense, FrameResult gated) {
        agreement.add(dense, decode(decoder, gated));
      }

      @Override
      public double value() {
        return 1 - agreement.apAt05().orElse(1);
      }
    };
  }

  @Override
  public String toString() {
    return "AP at IoU 0.5 lost";
  }
}
