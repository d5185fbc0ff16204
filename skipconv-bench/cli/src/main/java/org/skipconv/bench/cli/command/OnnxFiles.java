package org.skipconv.bench.cli.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.skipconv.bench.cli.BadInput;
import org.skipconv.bench.cli.model.OnnxFileModel;
import org.skipconv.bench.cli.model.Size;
import org.skipconv.models.TensorDecoder;
import org.skipconv.models.onnx.ImportOptions;
import org.skipconv.models.onnx.OnnxModel;
import org.skipconv.models.vision.InputConvention;

/** Reads ONNX files. */
final class OnnxFiles {
  private OnnxFiles() {}

  /**
   * Reads a file.
   *
   * @param option that names it
   * @param size of its input, null for what the file says
   */
  static OnnxModel load(String option, String file, Size size) {
    try {
      Path path = CommandLines.path(file);
      if (!Files.isRegularFile(path)) {
        throw new BadInput(option + " " + file + ": there is no such file");
      }
      return OnnxModel.load(
          path,
          size == null
              ? ImportOptions.defaults()
              : ImportOptions.inputSize(size.height(), size.width()));
    } catch (IllegalArgumentException | IOException | IllegalStateException e) {
      throw new BadInput(option + ": " + e.getMessage(), e);
    }
  }

  /** A model that the jobs can show pictures. */
  static <R> OnnxFileModel<R> model(
      String file,
      OnnxModel model,
      TensorDecoder<R> decoder,
      InputConvention input,
      List<String> about) {
    OnnxFileModel<R> named = new OnnxFileModel<>(Path.of(file), model, decoder, input, about);
    BadInput.at("--model " + file, named::video);
    return named;
  }
}
