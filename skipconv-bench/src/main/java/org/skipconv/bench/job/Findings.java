package org.skipconv.bench.job;

import java.util.LinkedHashMap;
import java.util.Map;
import org.skipconv.bench.measure.Costs;
import org.skipconv.bench.measure.OutputError;
import org.skipconv.bench.measure.SessionPeer;
import org.skipconv.bench.measure.Timings;
import org.skipconv.bench.model.Task;
import org.skipconv.bench.report.Report;
import org.skipconv.bench.setup.Setup;

/** What both paths say to each frame, gathered for the report. Not thread-safe. */
final class Findings {
  private final Setup setup;
  private final Task task;
  private final Costs costs = new Costs();
  private final OutputError error;

  Findings(Setup setup, Task task) {
    this.setup = setup;
    this.task = task;
    this.error = new OutputError(setup.network());
  }

  /** Adds a frame that both have computed; on the first they cannot but agree. */
  void add(SessionPeer dense, SessionPeer skip) {
    if (!costs.frames().isEmpty()) {
      task.compare(dense.result(), skip.result());
      error.add(dense.result(), skip.result());
    }
    costs.add(skip.result().report());
  }

  Report report(Map<String, Timings> timings, long memoryBytes) {
    Map<String, Double> agreement = new LinkedHashMap<>(task.agreement());
    agreement.put("meanAbsError", error.meanAbs());
    agreement.put("relativeError", error.relative());
    return new Report(
        setup, task.window(), costs, timings, agreement, task.agreementText(), memoryBytes);
  }
}
