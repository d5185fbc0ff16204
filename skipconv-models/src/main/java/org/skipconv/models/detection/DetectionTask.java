package org.skipconv.models.detection;

import java.util.List;
import java.util.Objects;
import org.skipconv.core.FrameResult;
import org.skipconv.core.Node;
import org.skipconv.core.Shape;
import org.skipconv.core.SkipNetwork;
import org.skipconv.models.Agreement;
import org.skipconv.models.Closeness;
import org.skipconv.models.StreamDecoder;
import org.skipconv.models.Task;
import org.skipconv.models.VideoModel;
import org.skipconv.models.vision.Overlay;
import org.skipconv.models.vision.Placement;
import org.skipconv.models.vision.View;

/**
 * Finds objects by EfficientDet's outputs: detections of a frame, best first, in pixels of the
 * picture. They agree by average precision. Immutable.
 */
public final class DetectionTask implements Task<List<Detection>> {
  private final DetectionModel model;
  private final DecoderOptions options;

  private DetectionTask(DetectionModel model, DecoderOptions options) {
    this.model = Objects.requireNonNull(model, "model");
    this.options = Objects.requireNonNull(options, "options");
  }

  /**
   * {@return the task of a detector, with all detections of a score of at least 0.3}
   *
   * @param model says anchors and classes
   */
  public static DetectionTask of(DetectionModel model) {
    return new DetectionTask(model, DecoderOptions.DEFAULT);
  }

  /**
   * {@return this task with other detections left out}
   *
   * @param newOptions which detections are left out
   */
  public DetectionTask withOptions(DecoderOptions newOptions) {
    return new DetectionTask(model, newOptions);
  }

  /**
   * Puts a network and this task together; the network sees the whole picture, letterboxed.
   *
   * @param network a network of the model
   * @return the model
   * @throws IllegalArgumentException when the network is not of this detector, its classes or size
   */
  public VideoModel<List<Detection>> model(SkipNetwork network) {
    return VideoModel.of(network, View.letterboxed(), model.normalization(), this);
  }

  @Override
  public void requireFit(SkipNetwork network) {
    Anchors anchors = model.anchors();
    int classes = model.classes().size();
    Shape input = new Shape(3, anchors.inputHeight(), anchors.inputWidth());
    if (!network.inputShape().equals(input)) {
      throw new IllegalArgumentException(
          "the model's input is " + input + ", but the network is " + network);
    }
    for (Anchors.Level level : anchors.levels()) {
      requireOutput(network, LevelMaps.className(level), LevelMaps.classShape(level, classes));
      requireOutput(network, LevelMaps.boxName(level), LevelMaps.boxShape(level));
    }
  }

  private static void requireOutput(SkipNetwork network, String name, Shape shape) {
    Node node = network.outputs().get(name);
    if (node == null) {
      throw new IllegalArgumentException(
          network + " has no output " + name + ", only " + network.outputs().keySet());
    }
    if (!node.shape().equals(shape)) {
      throw new IllegalArgumentException(
          "output " + name + " of " + network + " must be " + shape + ", but is " + node.shape());
    }
  }

  @Override
  public List<Detection> decode(FrameResult result, Placement view) {
    return new DetectionDecoder(model, options).decode(result, view);
  }

  /** Looks for candidates only among the pixels that a frame computed. */
  @Override
  public StreamDecoder<List<Detection>> decoder(SkipNetwork network) {
    return new Stream(network, new DetectionDecoder(model, options));
  }

  /** Looks at all pixels again after they were moved. */
  private static final class Stream implements StreamDecoder<List<Detection>> {
    private final SkipNetwork network;
    private final DetectionDecoder decoder;
    private boolean moved;

    Stream(SkipNetwork network, DetectionDecoder decoder) {
      this.network = network;
      this.decoder = decoder;
    }

    @Override
    public List<Detection> decode(FrameResult result, Placement view) {
      List<Detection> found =
          moved ? decoder.decode(result, view) : decoder.decodeChanged(network, result, view);
      moved = false;
      return found;
    }

    @Override
    public void moved() {
      moved = true;
    }
  }

  @Override
  public DetectionTask unfiltered() {
    return withOptions(DetectionAgreement.ANY_SCORE);
  }

  @Override
  public Agreement<List<Detection>> agreement() {
    return new DetectionAgreement();
  }

  @Override
  public Closeness closeness(SkipNetwork network) {
    return new Closeness("detections-lost", DetectionsLost.of(model), CandidateError.of(model));
  }

  @Override
  public void paint(Overlay overlay, List<Detection> found, boolean labels) {
    DetectionPainter.paint(overlay, found, labels);
  }
}
