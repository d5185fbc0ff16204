package org.skipconv.bench.cli.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.skipconv.bench.cli.BadInput;
import org.skipconv.bench.cli.report.Report;
import org.skipconv.bench.cli.report.ReportJson;
import picocli.CommandLine.Option;

/** Options that say where results are written. */
public final class OutputOptions {
  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Write all figures to this file as one JSON object.")
  private Path json;

  /** Refuses a file that cannot be written, before the work begins. */
  public void check() {
    if (json != null) {
      requireWritable("--json", json);
    }
  }

  /** The same for the file of another option. */
  public static void requireWritable(String option, Path file) {
    Path folder = file.toAbsolutePath().getParent();
    if (Files.isDirectory(file) || folder == null || !Files.isDirectory(folder)) {
      throw new BadInput(option + " " + file + ": needs a file in a folder that exists");
    }
    if (!Files.isWritable(Files.exists(file) ? file : folder)) {
      throw new BadInput(option + " " + file + ": may not be written");
    }
  }

  /** Makes a folder where it is missing. */
  public static Path folder(Path out) {
    try {
      return Files.createDirectories(out);
    } catch (IOException e) {
      throw new BadInput("--out " + out + ": cannot make this folder: " + e, e);
    }
  }

  /** Writes the figures where they were asked for. */
  public void write(Report report) throws IOException {
    if (json != null) {
      ReportJson.write(report, json);
    }
  }
}
