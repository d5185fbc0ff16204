package org.skipconv.bench.cli.command;

import java.util.List;

/** Commands that another part of the program adds; found as a service. */
public interface CommandGroup {
  /** Returns new objects of classes annotated as commands, in the order of the help text. */
  List<Object> commands();
}
