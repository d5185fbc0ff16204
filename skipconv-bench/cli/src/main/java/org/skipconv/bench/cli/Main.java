package org.skipconv.bench.cli;

import java.io.PrintWriter;
import java.nio.charset.Charset;
import org.skipconv.bench.cli.command.CommandLines;

/** The program. */
public final class Main {
  private Main() {}

  /**
   * Runs the command line and ends the process: 0 when all went well, 2 when something else must be
   * asked for, 1 when something failed.
   */
  public static void main(String[] args) {
    System.setProperty("java.awt.headless", "true");
    // Names of files may hold what the default of Java 17, the system's, can write.
    Charset charset = Charset.defaultCharset();
    PrintWriter out = new PrintWriter(System.out, true, charset);
    PrintWriter err = new PrintWriter(System.err, true, charset);
    int code = CommandLines.execute(out, err, args);
    out.flush();
    err.flush();
    System.exit(code);
  }
}
