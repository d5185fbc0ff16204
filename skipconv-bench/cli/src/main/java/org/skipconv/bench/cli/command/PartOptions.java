package org.skipconv.bench.cli.command;

import java.util.List;
import org.skipconv.bench.cli.BadInput;
import org.skipconv.bench.cli.footage.Footage;
import org.skipconv.bench.cli.model.NamedModel;
import org.skipconv.bench.cli.setup.FootagePart;
import org.skipconv.models.vision.CropWindow;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Several parts of what the network looks at. */
final class PartOptions {
  static final String PART = "START,FRAMES[,x,y,w,h]";

  @Mixin private FootageOptions footage;

  @Option(
      names = "--part",
      paramLabel = PART,
      description =
          "A part of the input, optionally with the crop that the network sees, instead of"
              + " --start, --frames and --crop. May be repeated. Each part starts with a"
              + " keyframe, which is not counted.")
  private List<FootagePart> parts = List.of();

  FootageOptions footage() {
    return footage;
  }

  /**
   * The parts; one when the user names none.
   *
   * @param usual crop where the user gives none, null for the model's usual view
   */
  List<FootagePart> parts(NamedModel<?> model, CropWindow usual) {
    footage.requireFits(model);
    if (footage.asksForPart() && !parts.isEmpty()) {
      throw new BadInput("--part: replaces --start, --frames and --crop; give one or the other");
    }
    requireFit("--part", parts, model);
    if (!parts.isEmpty()) {
      return parts.stream().map(part -> part.withUsualCrop(usual)).toList();
    }
    return List.of(new FootagePart(footage.start(), footage.frames(), footage.crop(usual)));
  }

  /** Refuses parts of generated scenes, of which a training draws its own. */
  void requireWholeScenes() {
    if (footage.isGenerated()
        && (!parts.isEmpty() || footage.start() != 0 || footage.crop() != null)) {
      throw new BadInput(
          "--part, --start and --crop: only for videos; for generated scenes only --frames is"
              + " allowed");
    }
  }

  /** Refuses crops for a model that takes none. */
  static void requireFit(String option, List<FootagePart> parts, NamedModel<?> model) {
    parts.forEach(part -> FootageOptions.requireFits(option, part.crop(), model));
  }

  /** Refuses crops of which nothing is in the pictures. */
  static void requireInside(String option, List<FootagePart> parts, Footage seen) {
    try (Footage.Frames opened = seen.open(0)) {
      parts.forEach(part -> FootageOptions.requireInside(option, part.crop(), opened));
    }
  }
}
