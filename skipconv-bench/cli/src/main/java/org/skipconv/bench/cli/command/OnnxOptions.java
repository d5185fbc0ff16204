package org.skipconv.bench.cli.command;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.skipconv.bench.cli.BadInput;
import org.skipconv.bench.cli.model.NamedModel;
import org.skipconv.bench.cli.model.OnnxFileModel;
import org.skipconv.bench.cli.model.Size;
import org.skipconv.core.Shape;
import org.skipconv.models.RawTensors;
import org.skipconv.models.TensorDecoder;
import org.skipconv.models.onnx.Decoders;
import org.skipconv.models.onnx.OnnxModel;
import org.skipconv.models.vision.InputConvention;
import org.skipconv.models.vision.Normalization;
import org.skipconv.models.vision.View;
import picocli.CommandLine.Option;

/** Options that say what an ONNX file leaves open. */
final class OnnxOptions {
  private static final String DECODER = "--decoder";

  @Option(
      names = DECODER,
      paramLabel = "FAMILY",
      description =
          "Meaning of an ONNX file's outputs: yolo, yolo-decoded, nanodet, yunet,"
              + " retinaface, heatmaps, simcc, segmentation, or none. Default: guessed where"
              + " there is little doubt, else none.")
  private String family;

  @Option(
      names = "--layout",
      paramLabel = "LAYOUT",
      description =
          "How a picture is fitted to an ONNX file's input: letterbox, stretch, or crop,"
              + " which needs --crop. Default: what is usual for its family.")
  private String layout;

  @Option(
      names = "--scale",
      paramLabel = "S",
      description =
          "Scale of the pixels that an ONNX file takes, (level * S - mean) / std with"
              + " levels from 0 to 255. Default: what is usual for its family; 1 with --mean or"
              + " --std.")
  private Double scale;

  @Option(
      names = "--mean",
      paramLabel = "R,G,B",
      description = "Mean of red, green and blue after --scale, or one number for all three.")
  private String mean;

  @Option(
      names = "--std",
      paramLabel = "R,G,B",
      description =
          "Standard deviation of red, green and blue after --scale, or one number for all"
              + " three.")
  private String std;

  @Option(
      names = "--bgr",
      arity = "0..1",
      fallbackValue = "true",
      paramLabel = "true|false",
      description = "Whether an ONNX file takes blue first. Default: what is usual for its family.")
  private Boolean bgr;

  private OnnxFileModel<?> loaded;

  /** Whether the name of a model is that of a file. */
  static boolean isFile(String name) {
    return name != null && name.toLowerCase(Locale.ROOT).endsWith(".onnx");
  }

  /** The options by name, null for those that the user left out. */
  Map<String, Object> given() {
    Map<String, Object> given = new LinkedHashMap<>();
    given.put(DECODER, family);
    given.put("--layout", layout);
    given.put("--scale", scale);
    given.put("--mean", mean);
    given.put("--std", std);
    given.put("--bgr", bgr);
    return given;
  }

  /** Refuses these options for another model. */
  void requireUnused() {
    given()
        .forEach(
            (option, value) -> {
              if (value != null) {
                throw new BadInput(option + ": only a --model that is an ONNX file takes it");
              }
            });
  }

  /**
   * The model in a file, which is read once.
   *
   * @param size of its input, null for what the file says
   */
  NamedModel<?> model(String file, Size size) {
    if (loaded == null) {
      OnnxModel model = OnnxFiles.load("--model", file, size);
      boolean guessed = family == null;
      TensorDecoder<?> decoder = decoder(model);
      InputConvention input = input(decoder.convention());
      List<String> about = new ArrayList<>();
      about.add("decoder: " + decoder + origin(guessed, decoder) + "; input " + input.words());
      about.add(model.coverage().toString());
      loaded = OnnxFiles.model(file, model, decoder, input, about);
    }
    return loaded;
  }

  private static String origin(boolean guessed, TensorDecoder<?> decoder) {
    if (!guessed) {
      return "";
    }
    return decoder instanceof RawTensors
        ? " (nothing guessed: give " + DECODER + ")"
        : " (guessed)";
  }

  private TensorDecoder<?> decoder(OnnxModel model) {
    if (family == null) {
      Optional<TensorDecoder<?>> guess = model.guessDecoder();
      return guess.isPresent() ? guess.get() : new RawTensors();
    }
    Shape input = model.network().inputShape();
    return BadInput.at(
        DECODER,
        () ->
            Decoders.named(
                family, model.outputs(), input.height(), input.width(), model.metadata()));
  }

  private InputConvention input(InputConvention usual) {
    View view = view(usual.view());
    Normalization pixels = BadInput.at("--scale, --mean and --std", () -> pixels(usual));
    boolean other = layout != null || !pixels.equals(usual.normalization());
    return other ? new InputConvention(view, pixels, words(usual, pixels)) : usual;
  }

  private String words(InputConvention usual, Normalization pixels) {
    String where = layout == null ? usual.words().substring(0, usual.words().indexOf(';')) : layout;
    return String.format(
        Locale.ROOT,
        "%s; %s levels * %.6g, mean %s, deviation %s as red, green, blue",
        where,
        pixels.bgr() ? "BGR" : "RGB",
        pixels.scale(),
        pixels.mean(),
        pixels.std());
  }

  private View view(View usual) {
    if (layout == null) {
      return usual;
    }
    return switch (layout) {
      case "letterbox" ->
          InputConvention.YOLO.view().equals(usual) || InputConvention.YOLOX.view().equals(usual)
              ? usual
              : View.letterboxed();
      case "stretch", "crop" -> View.stretched();
      default -> throw new BadInput("--layout " + layout + ": allowed: letterbox, stretch, crop");
    };
  }

  /** Whether a crop has to be given. */
  boolean needsCrop() {
    return "crop".equals(layout);
  }

  private Normalization pixels(InputConvention usual) {
    Normalization pixels = usual.normalization();
    if (scale != null || mean != null || std != null) {
      pixels =
          new Normalization(
              colours("--mean", mean, 0),
              colours("--std", std, 1),
              scale == null ? 1 : scale,
              pixels.bgr());
    }
    return bgr == null ? pixels : pixels.withBgr(bgr);
  }

  private static List<Float> colours(String option, String text, float usual) {
    if (text == null) {
      return List.of(usual, usual, usual);
    }
    String[] parts = text.split(",", -1);
    if (parts.length != 1 && parts.length != 3) {
      throw new BadInput(option + " " + text + ": is one number or three, R,G,B");
    }
    List<Float> values = new ArrayList<>();
    for (int c = 0; c < 3; c++) {
      try {
        values.add(Float.parseFloat(parts[parts.length == 1 ? 0 : c].strip()));
      } catch (NumberFormatException e) {
        throw new BadInput(option + " " + text + ": is one number or three, R,G,B", e);
      }
    }
    return values;
  }
}
