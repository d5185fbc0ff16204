package org.skipconv.bench.cli.command;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.skipconv.bench.cli.model.Size;
import org.skipconv.models.onnx.OnnxModel;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Tells what becomes of an ONNX file. */
@Command(
    name = "coverage",
    description = {
      "Show how the graph of an ONNX file is run: which operators skip, which are left to"
          + " ONNX Runtime, and why."
    })
final class CoverageCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "FILE.onnx", description = "ONNX file of a network.")
  private String file;

  @Option(
      names = "--size",
      paramLabel = "HxW",
      description = "Height and width of the network's input. Default: what the file says.")
  private Size size;

  @Override
  public Integer call() {
    OnnxModel model = OnnxFiles.load("coverage", file, size);
    PrintWriter text = spec.commandLine().getOut();
    text.println(model);
    text.print(model.coverage().table());
    text.flush();
    return 0;
  }
}
