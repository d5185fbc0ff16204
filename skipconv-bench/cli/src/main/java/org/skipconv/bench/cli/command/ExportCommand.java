package org.skipconv.bench.cli.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.skipconv.bench.cli.BadInput;
import org.skipconv.bench.cli.model.ChosenModel;
import org.skipconv.bench.cli.model.NamedModel;
import org.skipconv.core.Node;
import org.skipconv.core.Shape;
import org.skipconv.core.SkipNetwork;
import org.skipconv.models.onnx.OnnxExport;
import org.skipconv.models.vision.Normalization;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Writes a network as an ONNX file. */
@Command(
    name = "export",
    description = {
      "Write a network with its weights to an ONNX file, which any engine can run densely."
          + " Its input is one picture of fixed size, as planes of normalised red, green and"
          + " blue."
    })
final class ExportCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private ModelOptions model;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE.onnx",
      description = "File to write.")
  private Path out;

  @Override
  public Integer call() throws IOException {
    OutputOptions.requireWritable("--out", out);
    if (model.isFile()) {
      throw new BadInput("--model: it is an ONNX file already; allowed: models of this program");
    }
    write(model.model());
    return 0;
  }

  private <R> void write(NamedModel<R> named) throws IOException {
    ChosenModel<R> chosen = model.chosen(named, model.size(named), null);
    SkipNetwork network = chosen.network();
    OnnxExport.write(network, out);
    PrintWriter text = spec.commandLine().getOut();
    text.println(
        named.name() + ", weights: " + chosen.weights() + (chosen.trained() ? "" : " (untrained)"));
    text.println("input: " + sizes(network.inputShape()) + ", " + pixels(chosen));
    for (Map.Entry<String, Node> output : network.outputs().entrySet()) {
      text.println(output.getKey() + ": " + sizes(output.getValue().shape()));
    }
    text.printf(Locale.ROOT, "written: %s, %.1f MB%n", out, Files.size(out) / 1e6);
    text.flush();
  }

  private static String sizes(Shape shape) {
    return String.format("[1, %d, %d, %d]", shape.channels(), shape.height(), shape.width());
  }

  private static String pixels(ChosenModel<?> chosen) {
    Normalization normalization = chosen.model().normalization();
    return "red, green, blue as (level / 255 - mean) / deviation, mean "
        + normalization.mean()
        + ", deviation "
        + normalization.std();
  }
}
