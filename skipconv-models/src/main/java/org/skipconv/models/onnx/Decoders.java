package org.skipconv.models.onnx;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.NullMarked;
import org.skipconv.models.RawTensors;
import org.skipconv.models.TensorDecoder;
import org.skipconv.models.detection.DetectionTensors;
import org.skipconv.models.detection.YoloForm;
import org.skipconv.models.pose.PoseTensors;

/**
 * Decoders by name, or guessed from what a network's outputs are called and how large they are.
 * Classes have the names that the file's metadata gives them under {@code names}, if there are as
 * many.
 */
@NullMarked
public final class Decoders {
  /** Names of the families. */
  public static final List<String> NAMES =
      List.of(
          "yolo",
          "yolo-decoded",
          "nanodet",
          "yunet",
          "retinaface",
          "heatmaps",
          "simcc",
          "segmentation",
          "none");

  private Decoders() {}

  /**
   * Guesses the decoder of a network's outputs, where they can hardly be anything else.
   *
   * @param outputs sizes of all axes of each output by its name, the batch's 1 included
   * @param height height of the network's input
   * @param width width of the network's input
   * @param metadata texts that the file carries, by name
   * @return empty where another meaning is possible
   */
  public static Optional<TensorDecoder<?>> guess(
      Map<String, int[]> outputs, int height, int width, Map<String, String> metadata) {
    return new DecoderGuess(outputs, height, width, names(metadata)).guess();
  }

  private static List<String> names(Map<String, String> metadata) {
    return NamesLiteral.parse(metadata.get("names")).orElse(List.of());
  }

  /**
   * {@return the decoder of a family for a network's outputs} {@code yolo} takes the form that the
   * sizes and names suggest: YOLOX's grid where the name is YOLOX's and there is one box a cell;
   * {@code yolo-decoded} takes its boxes for pixels; {@code retinaface} is UltraFace's where there
   * are no landmarks; {@code none} leaves the outputs as they are.
   *
   * @param family one of {@link #NAMES}
   * @param outputs sizes of all axes of each output by its name, the batch's 1 included
   * @param height height of the network's input
   * @param width width of the network's input
   * @param metadata texts that the file carries, by name
   * @throws IllegalArgumentException when there is no such family, or the outputs are not its; the
   *     message says which there are, or what the family needs
   */
  public static TensorDecoder<?> named(
      String family,
      Map<String, int[]> outputs,
      int height,
      int width,
      Map<String, String> metadata) {
    DecoderGuess guess = new DecoderGuess(outputs, height, width, names(metadata));
    TensorDecoder<?> decoder =
        switch (family) {
          case "yolo" -> guess.yolo();
          case "yolo-decoded" -> guess.withNames(DetectionTensors.yolo(YoloForm.OBJECTNESS));
          case "nanodet" -> guess.nanoDet();
          case "yunet" -> DetectionTensors.yuNet();
          case "retinaface" ->
              guess.fits(DetectionTensors.ultraFace())
                  ? DetectionTensors.ultraFace()
                  : DetectionTensors.retinaFace();
          case "heatmaps" -> PoseTensors.heatmaps();
          case "simcc" -> PoseTensors.simcc();
          case "segmentation" -> guess.segmentation();
          case "none" -> new RawTensors();
          default ->
              throw new IllegalArgumentException(
                  "there is no decoder \"" + family + "\"; there are " + String.join(", ", NAMES));
        };
    try {
      decoder.requireFit(outputs, height, width);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("decoder " + family + " " + e.getMessage(), e);
    }
    return decoder;
  }
}
