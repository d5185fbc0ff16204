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
      "Tell what becomes of an ONNX file's graph: which operators skip, which are run by ONNX"
          + " Runtime, and why."
    })
final class CoverageCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "FILE.onnx", description = "A network that somebody else trained.")
  private String file;

  @Option(
      names = "--size",
      paramLabel = "HxW",
      description = "Input of the network. Default: what the file says.")
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
