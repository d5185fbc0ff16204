package org.skipconv.models.onnx;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.skipconv.models.TensorDecoder;
import org.skipconv.models.detection.CocoLabels;
import org.skipconv.models.detection.DetectionTensors;
import org.skipconv.models.detection.YoloForm;
import org.skipconv.models.internal.NamedShapes;
import org.skipconv.models.pose.PoseTensors;
import org.skipconv.models.segmentation.SegmentationTensors;

/** Rules by which outputs suggest a decoder. */
final class DecoderGuess {
  /** Distances of NanoDet and of NanoDet-g. */
  private static final int[] BINS = {8, 11};

  /** Classes of Cityscapes, Pascal VOC and ADE20K. */
  private static final List<Integer> SEGMENTATION_CLASSES = List.of(19, 21, 150);

  private static final List<Integer> JOINTS = List.of(16, 17);

  private final Map<String, int[]> outputs;
  private final int height;
  private final int width;

  /** Names of the classes; empty when the file does not say. */
  private final List<String> names;

  DecoderGuess(Map<String, int[]> outputs, int height, int width, List<String> names) {
    this.outputs = outputs;
    this.height = height;
    this.width = width;
    this.names = names;
  }

  boolean fits(TensorDecoder<?> decoder) {
    try {
      decoder.requireFit(outputs, height, width);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** The decoder with the file's names where they are as many as its classes. */
  DetectionTensors withNames(DetectionTensors decoder) {
    return !names.isEmpty() && fits(decoder.withClasses(names))
        ? decoder.withClasses(names)
        : decoder;
  }

  Optional<TensorDecoder<?>> guess() {
    if (fits(DetectionTensors.yuNet())) {
      return Optional.of(DetectionTensors.yuNet());
    }
    if (fits(DetectionTensors.retinaFace())) {
      return Optional.of(DetectionTensors.retinaFace());
    }
    if (outputs.keySet().equals(Set.of("scores", "boxes"))
        && fits(DetectionTensors.ultraFace())
        && outputs.get("boxes")[1] == ultraFacePriors()) {
      return Optional.of(DetectionTensors.ultraFace());
    }
    if (outputs.keySet().containsAll(List.of("simcc_x", "simcc_y")) && fits(PoseTensors.simcc())) {
      return Optional.of(PoseTensors.simcc());
    }
    if (fits(nanoDet()) && (outputs.size() > 1 || knownClasses(nanoDet()))) {
      return Optional.of(nanoDet());
    }
    return outputs.size() == 1 ? guessOne() : segmenting();
  }

  /** Three priors at strides 8 and 64, two between. */
  private int ultraFacePriors() {
    return 3 * cells(8) + 2 * cells(16) + 2 * cells(32) + 3 * cells(64);
  }

  private int cells(int stride) {
    return -Math.floorDiv(-height, stride) * -Math.floorDiv(-width, stride);
  }

  private Optional<TensorDecoder<?>> guessOne() {
    int[] shape = outputs.values().iterator().next();
    if (shape.length == 3 && safeYolo(shape)) {
      return Optional.of(yolo());
    }
    boolean crop = height * 3 == width * 4;
    if (crop
        && shape.length == 4
        && JOINTS.contains(shape[1])
        && shape[2] * 4 == height
        && shape[3] * 4 == width) {
      return Optional.of(PoseTensors.heatmaps());
    }
    if (shape.length == 4
        && (SEGMENTATION_CLASSES.contains(shape[1]) || SEGMENTATION_CLASSES.contains(shape[3]))
        && fits(SegmentationTensors.of())) {
      return Optional.of(segmentation());
    }
    return Optional.empty();
  }

  /** YOLO with masks, of which the file's names say where the classes end. */
  private Optional<TensorDecoder<?>> segmenting() {
    boolean masks =
        outputs.size() == 2
            && outputs.values().stream().anyMatch(s -> s.length == 4 && s[1] == 32)
            && !names.isEmpty();
    return masks && fits(DetectionTensors.yolo(YoloForm.TRANSPOSED).withClasses(names))
        ? Optional.of(DetectionTensors.yolo(YoloForm.TRANSPOSED).withClasses(names))
        : Optional.empty();
  }

  private boolean safeYolo(int[] shape) {
    int grid = grid(shape[1]) + grid(shape[2]);
    boolean anchors = shape[1] % 3 == 0 && grid(shape[1] / 3) > 0;
    if (grid == 0 && !anchors) {
      // Finished boxes look like those of two classes, unless the names say otherwise.
      return shape[2] == 6 && !names.isEmpty() && names.size() != 2;
    }
    int classes = grid(shape[2]) > 0 ? shape[1] - 4 : shape[2] - 5;
    // Joints and angles of other variants are columns as well.
    return names.isEmpty()
        ? classes == CocoLabels.COCO_80.size() || (classes == 1 && grid(shape[1]) > 0)
        : classes == names.size();
  }

  /** The number itself when it is that of the cells of strides 8 to 32, or to 64; else 0. */
  private int grid(int number) {
    int cells = cells(8) + cells(16) + cells(32);
    return number == cells || number == cells + cells(64) ? number : 0;
  }

  /** The form that sizes and names suggest, fitting or not. */
  DetectionTensors yolo() {
    return withNames(DetectionTensors.yolo(form()));
  }

  private YoloForm form() {
    List<String> rows = NamedShapes.all(outputs, s -> s.length == 3);
    if (rows.size() != 1) {
      return YoloForm.TRANSPOSED;
    }
    int[] shape = outputs.get(rows.get(0));
    if (grid(shape[1]) > 0) {
      return rows.get(0).equals("output") ? YoloForm.GRID : YoloForm.OBJECTNESS;
    }
    boolean anchors = shape[1] % 3 == 0 && grid(shape[1] / 3) > 0;
    if (shape[2] == 6 && !anchors) {
      return YoloForm.END_TO_END;
    }
    return anchors || shape[1] > shape[2] ? YoloForm.OBJECTNESS : YoloForm.TRANSPOSED;
  }

  /** NanoDet with the distances that fit. */
  DetectionTensors nanoDet() {
    for (int bins : BINS) {
      DetectionTensors decoder = withNames(DetectionTensors.nanoDet(bins));
      if (fits(decoder) && (outputs.size() > 1 || knownClasses(decoder))) {
        return decoder;
      }
    }
    return withNames(DetectionTensors.nanoDet());
  }

  private boolean knownClasses(DetectionTensors decoder) {
    return fits(decoder.withClasses(names.isEmpty() ? CocoLabels.COCO_80 : names));
  }

  SegmentationTensors segmentation() {
    SegmentationTensors decoder = SegmentationTensors.of();
    return names.size() > 1 && fits(decoder.withClasses(names))
        ? decoder.withClasses(names)
        : decoder;
  }
}
