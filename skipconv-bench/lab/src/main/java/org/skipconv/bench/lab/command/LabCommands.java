package org.skipconv.bench.lab.command;

import java.util.List;
import org.skipconv.bench.cli.command.CommandGroup;

/** Commands of the laboratory. */
public final class LabCommands implements CommandGroup {
  @Override
  public List<Object> commands() {
    return List.of(new DriftCommand(), new GatesCommand(), new ReportCommand());
  }
}
