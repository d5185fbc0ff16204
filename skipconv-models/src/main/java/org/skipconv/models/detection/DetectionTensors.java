package org.skipconv.models.detection;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.skipconv.core.Tensor;
import org.skipconv.models.Agreement;
import org.skipconv.models.AgreementLoss;
import org.skipconv.models.TensorDecoder;
import org.skipconv.models.internal.NamedShapes;
import org.skipconv.models.vision.InputConvention;
import org.skipconv.models.vision.Overlay;
import org.skipconv.models.vision.Placement;

/**
 * Detections by the outputs of a detector that somebody else made. Of each anchor the best class
 * counts; of boxes of one class that overlap too much the best stays. Boxes are clipped to the
 * picture; those without an area there, or with an edge that is not a number, are left out.
 * Immutable.
 *
 * <pre>{@code
 * TensorDecoder<List<Detection>> decoder =
 *     DetectionTensors.yolo(YoloForm.TRANSPOSED).withClasses(List.of("bolt", "nut"));
 * }</pre>
 *
 * <p>The class of a detection has the id channel + 1.
 */
public final class DetectionTensors implements TensorDecoder<List<Detection>> {
  private final AnchorForm form;
  private final List<String> classes;
  private final DecoderOptions options;

  /**
   * Makes a decoder.
   *
   * @param classes empty when nobody said what they are called
   */
  private DetectionTensors(AnchorForm form, List<String> classes, DecoderOptions options) {
    this.form = form;
    this.classes = List.copyOf(classes);
    this.options = Objects.requireNonNull(options, "options");
  }

  private static DetectionTensors of(AnchorForm form) {
    return new DetectionTensors(form, List.of(), DecoderOptions.DEFAULT);
  }

  /**
   * {@return the decoder of the YOLO family}
   *
   * @param form how the family's outputs are laid out
   */
  public static DetectionTensors yolo(YoloForm form) {
    return of(new YoloAnchorForm(Objects.requireNonNull(form, "form")));
  }

  /** {@return the decoder of NanoDet and NanoDet-Plus, with 8 distances for each edge} */
  public static DetectionTensors nanoDet() {
    return nanoDet(NanoDetForm.USUAL_BINS);
  }

  /**
   * {@return the decoder of a NanoDet with other distances}
   *
   * @param bins {@code reg_max + 1} of the network, 11 for NanoDet-g
   */
  public static DetectionTensors nanoDet(int bins) {
    return of(new NanoDetForm(bins));
  }

  /** {@return the decoder of YuNet: faces with five landmarks} */
  public static DetectionTensors yuNet() {
    return of(new YuNetForm());
  }

  /** {@return the decoder of RetinaFace: faces, or other things, with landmarks} */
  public static DetectionTensors retinaFace() {
    return of(new RetinaFaceForm());
  }

  /** {@return the decoder of UltraFace: faces} */
  public static DetectionTensors ultraFace() {
    return of(new UltraFaceForm());
  }

  /**
   * {@return this decoder with names of the classes, in the order of the network's channels}
   * Without it 80 classes are COCO's ({@link CocoLabels#COCO_80}), others have numbers from 0.
   *
   * @param names names of the classes
   */
  public DetectionTensors withClasses(List<String> names) {
    if (names.isEmpty()) {
      throw new IllegalArgumentException("a detector has at least one class");
    }
    return new DetectionTensors(form, names, options);
  }

  /**
   * {@return this decoder with other detections left out}
   *
   * @param newOptions which detections are left out
   */
  public DetectionTensors withOptions(DecoderOptions newOptions) {
    return new DetectionTensors(form, classes, newOptions);
  }

  /** {@return the rule by which detections are left out} */
  public DecoderOptions options() {
    return options;
  }

  @Override
  public void requireFit(Map<String, int[]> outputs, int height, int width) {
    names(form.classes(outputs, height, width));
  }

  /**
   * {@return the names of the classes of a network, in the order of its channels}
   *
   * @param outputs sizes of all axes of each output by its name, the batch's 1 included
   * @param height height of the network's input
   * @param width width of the network's input
   * @throws IllegalArgumentException when the outputs are not those that this decoder reads
   */
  public List<String> classes(Map<String, int[]> outputs, int height, int width) {
    return names(form.classes(outputs, height, width));
  }

  /**
   * Names of the classes.
   *
   * @param count number of classes in the outputs; 0 when they do not say
   */
  private List<String> names(int count) {
    if (classes.isEmpty()) {
      return form.names(count);
    }
    if (count != 0 && count != classes.size()) {
      throw new IllegalArgumentException(
          "the outputs have " + count + " classes, but there are " + classes.size() + " names");
    }
    return classes;
  }

  @Override
  public List<Detection> decode(Map<String, Tensor> outputs, Placement view) {
    int height = view.inputHeight();
    int width = view.inputWidth();
    List<String> names = names(form.classes(NamedShapes.of(outputs), height, width));
    AnchorOutputs anchors = form.read(outputs, height, width);
    return AnchorSelection.select(anchors, options, form.overlapping(), view).stream()
        .map(candidate -> detection(candidate, names, anchors, view))
        .toList();
  }

  private static Detection detection(
      Candidate candidate, List<String> names, AnchorOutputs anchors, Placement view) {
    int channel = candidate.channel();
    String name = channel < names.size() ? names.get(channel) : ClassNames.numbered(channel);
    Box box = candidate.box();
    return new Detection(
        box.x1(),
        box.y1(),
        box.x2(),
        box.y2(),
        channel + 1,
        name,
        candidate.score(),
        anchors.landmarks(candidate.anchor(), view));
  }

  @Override
  public DetectionTensors unfiltered() {
    return withOptions(options.withScoreThreshold(DetectionAgreement.ANY_SCORE.scoreThreshold()));
  }

  @Override
  public Agreement<List<Detection>> agreement() {
    return new DetectionAgreement();
  }

  @Override
  public Optional<AgreementLoss> loss() {
    return Optional.of(new AgreementLoss("detections-lost", "apAt05", "AP at IoU 0.5 lost"));
  }

  @Override
  public InputConvention convention() {
    return form.convention();
  }

  @Override
  public void paint(Overlay overlay, List<Detection> found, boolean labels) {
    DetectionPainter.paint(overlay, found, labels);
  }

  /** The form of the outputs in words. */
  @Override
  public String toString() {
    return form.toString();
  }
}
