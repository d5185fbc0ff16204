package org.skipconv.models.segmentation;

import java.util.List;
import java.util.Map;
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
 * A segmentation by the output of a network that somebody else made. Immutable. The output is one
 * of
 *
 * <ul>
 *   <li>[1, classes, height, width] or [1, height, width, classes], scores of which the first
 *       largest counts; which of the two, its aspect says, which is the input's;
 *   <li>the same with one channel, a probability: class 1 from a threshold on, below it class 0;
 *   <li>[1, height, width], numbers of classes, where the network compares the scores itself.
 * </ul>
 */
public final class SegmentationTensors implements TensorDecoder<Segmentation> {
  private static final float HALF = 0.5f;

  private final List<String> classes;
  private final float threshold;

  private SegmentationTensors(List<String> classes, float threshold) {
    this.classes = List.copyOf(classes);
    this.threshold = threshold;
  }

  /** {@return the decoder with numbered classes and a threshold of 0.5 for a single channel} */
  public static SegmentationTensors of() {
    return new SegmentationTensors(List.of(), HALF);
  }

  /**
   * {@return this decoder with names of the classes, in the order of the network's channels; two
   * for a single channel, what is below the threshold first}
   *
   * @param names names of the classes
   */
  public SegmentationTensors withClasses(List<String> names) {
    if (names.size() < 2) {
      throw new IllegalArgumentException(
          "a segmentation has at least two classes, but there are the names " + names);
    }
    return new SegmentationTensors(names, threshold);
  }

  /**
   * {@return this decoder with another threshold for a single channel}
   *
   * @param newThreshold 0 where the channel is a logit
   */
  public SegmentationTensors withThreshold(float newThreshold) {
    if (!Float.isFinite(newThreshold)) {
      throw new IllegalArgumentException("the threshold must be finite, but is " + newThreshold);
    }
    return new SegmentationTensors(classes, newThreshold);
  }

  @Override
  public void requireFit(Map<String, int[]> outputs, int height, int width) {
    names(ScoreLayout.of(outputs, height, width));
  }

  /** Names of the classes; those of a map of numbers are known only when somebody gives them. */
  private List<String> names(ScoreLayout layout) {
    if (classes.isEmpty()) {
      return ClassColors.numbered(layout.classes());
    }
    if (layout.classes() != 0 && layout.classes() != classes.size()) {
      throw new IllegalArgumentException(
          "the output has "
              + layout.classes()
              + " classes, but there are "
              + classes.size()
              + " names");
    }
    return classes;
  }

  @Override
  public Segmentation decode(Map<String, Tensor> outputs, Placement view) {
    ScoreLayout layout =
        ScoreLayout.of(NamedShapes.of(outputs), view.inputHeight(), view.inputWidth());
    List<String> names = names(layout);
    int[] cells = layout.best(NamedShapes.get(outputs, layout.output()), threshold);
    int most = -1;
    for (int cell : cells) {
      most = Math.max(most, cell);
    }
    if (layout.classes() == 0 && classes.isEmpty()) {
      names = ClassColors.numbered(most + 1);
    } else if (most >= names.size()) {
      throw new IllegalArgumentException(
          "there is a pixel of class " + most + ", but only " + names.size() + " have names");
    }
    return new Segmentation(layout.height(), layout.width(), cells, names, view);
  }

  @Override
  public Agreement<Segmentation> agreement() {
    return new SegmentationAgreement();
  }

  @Override
  public Optional<AgreementLoss> loss() {
    return Optional.of(new AgreementLoss("pixels-changed", "meanIou", "mean IoU lost"));
  }

  @Override
  public InputConvention convention() {
    return InputConvention.STRETCHED_IMAGENET;
  }

  @Override
  public void paint(Overlay overlay, Segmentation result, boolean labels) {
    overlay.layer(ClassColors.layer(result), result.view().window());
  }

  @Override
  public String toString() {
    return "segmentation by the largest score of a pixel";
  }
}
