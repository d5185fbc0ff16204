package org.skipconv.bench.cli.command;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.skipconv.bench.cli.BadInput;
import org.skipconv.bench.cli.report.Platform;
import org.skipconv.core.KernelInfo;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Tells with which kernels this machine computes, and why. */
@Command(
    name = "kernels",
    description = {
      "Show which kernels this machine computes with, and why.",
      "The environment variable SKIPCONV_MAX_ISA sets an upper limit: portable, avx2 or"
          + " avx512."
    })
public final class KernelsCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    KernelInfo info = current();
    PrintWriter out = spec.commandLine().getOut();
    out.println("kernels:   " + info.name() + " (" + info.reason() + ")");
    info.rejected().forEach(reason -> out.println("not taken: " + reason));
    out.println("processor: " + Platform.processor());
    out.println("java:      " + Platform.java());
    return 0;
  }

  /**
   * The kernels in use.
   *
   * @throws BadInput when the environment asks for what cannot be had
   */
  public static KernelInfo current() {
    try {
      return KernelInfo.current();
    } catch (IllegalStateException e) {
      throw new BadInput(e.getMessage(), e);
    }
  }
}
