package org.skipconv.bench.cli.command;

import java.util.List;
import org.skipconv.bench.cli.BadInput;
import org.skipconv.bench.cli.footage.CameraFootage;
import org.skipconv.bench.cli.footage.Footage;
import org.skipconv.bench.cli.footage.SceneFootage;
import org.skipconv.bench.cli.footage.VideoFootage;
import org.skipconv.bench.cli.model.NamedModel;
import org.skipconv.bench.cli.model.Size;
import org.skipconv.models.vision.CropWindow;
import picocli.CommandLine.Option;

/** Options that choose the footage. */
final class FootageOptions {
  private static final int USUAL_SYNTHETIC_FRAMES = 150;
  private static final int LAST_START = 10_000_000;

  @Option(
      names = "--input",
      paramLabel = "VIDEO|DIR|ADDRESS|/dev/videoN|synthetic",
      defaultValue = SceneFootage.NAME,
      description =
          "A video, a folder of pictures, a camera (rtsp://..., http://..., /dev/video0),"
              + " or a generated scene of a fixed camera. May be repeated for train. Default:"
              + " ${DEFAULT-VALUE}.")
  private List<String> inputs;

  @Option(
      names = "--allow-host",
      split = ",",
      paramLabel = "HOST",
      description =
          "Hosts that an HLS playlist at an address may refer to. Default: none; playlists"
              + " are refused.")
  private List<String> hosts = List.of();

  @Option(
      names = "--start",
      paramLabel = "N",
      defaultValue = "0",
      description = "First frame, counted from 0. Default: ${DEFAULT-VALUE}.")
  private int start;

  @Option(
      names = "--frames",
      paramLabel = "N",
      description = "Number of frames. Default: all; 150 for the generated scene.")
  private Integer frames;

  @Option(
      names = "--crop",
      paramLabel = "x,y,w,h",
      description =
          "Part of the picture that the network sees, in pixels; may extend beyond the"
              + " picture, where it is black. Only for hrnet models and ONNX files. Default: the"
              + " whole picture.")
  private CropWindow crop;

  /**
   * The footage.
   *
   * @param model that will see it
   * @param size of the network's input
   */
  Footage footage(NamedModel<?> model, Size size) {
    if (inputs.size() > 1) {
      throw new BadInput("--input: only train takes several, but there are " + inputs);
    }
    return footage(inputs.get(0), model, size);
  }

  /** All of it, where several videos are allowed. */
  List<Footage> footages(NamedModel<?> model, Size size) {
    return inputs.stream().map(input -> footage(input, model, size)).toList();
  }

  private Footage footage(String input, NamedModel<?> model, Size size) {
    if (input.equals(SceneFootage.NAME)) {
      return model.seesStreets() ? SceneFootage.street(size) : SceneFootage.standard(size);
    }
    if (CameraFootage.names(input)) {
      return CameraFootage.of(input, hosts);
    }
    return new VideoFootage(BadInput.at("--input", () -> CommandLines.path(input)));
  }

  /**
   * Refuses a camera without a number of frames, but where the user may end it, and a crop of which
   * nothing is in the pictures.
   *
   * @param endless whether the command goes on until the user ends it
   */
  void requireUsable(Footage seen, boolean endless) {
    try (Footage.Frames opened = seen.open(0)) {
      if (opened.isLive() && frames == null && !endless) {
        throw new BadInput("--input " + seen.name() + ": a camera never ends; give --frames");
      }
      requireInside("--crop", crop, opened);
    }
  }

  /**
   * Refuses a crop of which nothing is in the pictures.
   *
   * @param wanted null for none
   */
  static void requireInside(String option, CropWindow wanted, Footage.Frames opened) {
    if (wanted != null
        && (wanted.x() >= opened.width()
            || wanted.y() >= opened.height()
            || wanted.x() + wanted.width() <= 0
            || wanted.y() + wanted.height() <= 0)) {
      throw new BadInput(
          String.format(
              "%s %s: lies outside the pictures, which are %d wide and %d high",
              option, wanted, opened.width(), opened.height()));
    }
  }

  /** Refuses a camera where the same frames are looked at more than once. */
  static void requireRepeatable(String command, Footage seen) {
    try (Footage.Frames opened = seen.open(0)) {
      if (opened.isLive()) {
        throw new BadInput(
            "--input "
                + seen.name()
                + ": "
                + command
                + " looks at frames more than once, and a camera shows them once; film to a file"
                + " and give that");
      }
    }
  }

  /** Number of inputs. */
  int inputs() {
    return inputs.size();
  }

  /** First input, as the user wrote it. */
  String first() {
    return inputs.get(0);
  }

  /** Whether it is the generated scene. */
  boolean isGenerated() {
    return inputs.equals(List.of(SceneFootage.NAME));
  }

  int start() {
    if (start < 0 || start > LAST_START) {
      throw new BadInput("--start must be 0 to " + LAST_START + ", but is " + start);
    }
    return start;
  }

  /** Whether the user says which frames or what of them, rather than leaving it at the usual. */
  boolean asksForPart() {
    return start != 0 || frames != null || crop != null;
  }

  /** At most so many; null for all. */
  Integer frames() {
    if (frames != null && frames < 1) {
      throw new BadInput("--frames must be at least 1, but is " + frames);
    }
    boolean endless = frames == null && isGenerated();
    return endless ? Integer.valueOf(USUAL_SYNTHETIC_FRAMES) : frames;
  }

  /** Refuses what a model cannot do. */
  void requireFits(NamedModel<?> model) {
    requireFits("--crop", crop, model);
  }

  /**
   * Refuses a crop for a model that takes none.
   *
   * @param wanted null for none
   */
  static void requireFits(String option, CropWindow wanted, NamedModel<?> model) {
    if (wanted != null && !model.takesCrop()) {
      throw new BadInput(
          option
              + ": "
              + model.name()
              + " sees the whole picture, letterboxed; only hrnet models and ONNX files take a"
              + " crop");
    }
  }

  /** Window that the network sees; null for the model's usual view. */
  CropWindow crop() {
    return crop;
  }

  /**
   * The same, with what is usual for a video where the user gives none.
   *
   * @param usual null for the model's usual view
   */
  CropWindow crop(CropWindow usual) {
    return crop != null || isGenerated() ? crop : usual;
  }

  /** Number of frames that the user asks for, null for none. */
  Integer givenFrames() {
    return frames;
  }
}
