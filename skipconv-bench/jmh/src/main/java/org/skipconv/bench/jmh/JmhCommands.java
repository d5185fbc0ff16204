package org.skipconv.bench.jmh;

import java.util.List;
import org.skipconv.bench.cli.command.CommandGroup;

/** The command that runs the benchmarks. */
public final class JmhCommands implements CommandGroup {
  @Override
  public List<Object> commands() {
    return List.of(new JmhCommand());
  }
}
