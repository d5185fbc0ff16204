package org.skipconv.bench.cli.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.skipconv.bench.cli.BadInput;
import org.skipconv.bench.cli.job.TrainingFile;
import org.skipconv.bench.cli.model.Size;
import org.skipconv.core.SafeTensors;
import org.skipconv.gates.GatePlan;
import org.skipconv.models.vision.CropWindow;
import org.skipconv.models.weights.WeightMetadata;

/**
 * Model, size and crop as a file of weights or of a plan names them, so that options need not.
 *
 * @param file null for none
 * @param metadata empty when the file says nothing
 * @param hasGates whether gates were trained for this size
 * @param crop of the training, null when the file does not say
 */
record WeightNotes(
    Path file, Optional<WeightMetadata> metadata, boolean hasGates, CropWindow crop) {
  static final WeightNotes NONE = new WeightNotes(null, Optional.empty(), false, null);

  /** Notes of a file; none for null and for files that have no metadata or cannot be read. */
  static WeightNotes of(Path file) {
    if (file == null || !isSafeTensors(file) || !Files.isRegularFile(file)) {
      return NONE;
    }
    try {
      Map<String, String> metadata = SafeTensors.readMetadata(file);
      return of(file, metadata, TrainingFile.hasGates(metadata));
    } catch (IOException e) {
      return NONE; // Whoever loads the weights says what is wrong with them.
    }
  }

  /**
   * Notes of the file of a plan; none for null and for files that say nothing or cannot be read.
   */
  static WeightNotes ofPlan(Path file) {
    if (file == null || isSafeTensors(file) || !Files.isRegularFile(file)) {
      return of(file);
    }
    try {
      return of(file, GatePlan.readMetadata(file), false);
    } catch (IOException e) {
      return NONE; // Whoever reads the plan says what is wrong with it.
    }
  }

  private static WeightNotes of(Path file, Map<String, String> metadata, boolean hasGates) {
    String crop = metadata.get(TrainingFile.CROP);
    return BadInput.at(
        file.toString(),
        () ->
            new WeightNotes(
                file,
                WeightMetadata.of(metadata),
                hasGates,
                crop == null ? null : CropWindow.parse(crop)));
  }

  private static boolean isSafeTensors(Path file) {
    return file.toString().toLowerCase(Locale.ROOT).endsWith(".safetensors");
  }

  /**
   * The model, the user's or the file's.
   *
   * @param wanted by the user, null for none
   * @return null when neither says
   * @throws BadInput when they differ
   */
  String model(String wanted) {
    String said = metadata.map(WeightMetadata::model).orElse(null);
    if (wanted != null && said != null && !wanted.equals(said)) {
      throw new BadInput(
          "--model "
              + wanted
              + ": "
              + file
              + " has the weights of "
              + said
              + "; leave out --model");
    }
    return wanted != null ? wanted : said;
  }

  /**
   * The size, the user's or the file's. Kernels alone serve at other sizes; gates are for the one
   * that they were trained at.
   *
   * @param wanted by the user, null for none
   * @return null when neither says
   * @throws BadInput when they differ and there are gates
   */
  Size size(Size wanted) {
    Size said = metadata.map(notes -> new Size(notes.height(), notes.width())).orElse(null);
    if (wanted != null && said != null && hasGates && !wanted.equals(said)) {
      throw new BadInput(
          "--size "
              + wanted
              + ": the gates in "
              + file
              + " were trained at "
              + said
              + "; leave out --size");
    }
    return wanted != null ? wanted : said;
  }

  /** Whether the file says that its weights are of another model. */
  boolean isOfAnother(String model) {
    return metadata.isPresent() && !metadata.get().model().equals(model);
  }
}
