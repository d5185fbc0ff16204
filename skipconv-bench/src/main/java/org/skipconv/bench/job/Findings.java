package org.skipconv.bench.job;

import java.util.LinkedHashMap;
import java.util.List;
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
  /** Of all tasks: a report has them all, null where they do not apply. */
  private static final List<String> MEASURES =
      List.of("pckAt005", "pckAt02", "truePckAt02Dense", "truePckAt02Skip", "apAt05", "ap");

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
    int seen = costs.frames().size();
    task.compare(setup.start() + seen, seen == 0, dense.result(), skip.result());
    if (seen > 0) {
      error.add(dense.result(), skip.result());
    }
    costs.add(skip.result().report());
  }

  Report report(Map<String, Timings> timings, long memoryBytes) {
    Map<String, Double> agreement = new LinkedHashMap<>();
    MEASURES.forEach(measure -> agreement.put(measure, null));
    agreement.putAll(task.agreement());
    agreement.put("meanAbsError", error.meanAbs());
    agreement.put("relativeError", error.relative());
    return new Report(
        setup,
        task.window(),
        costs,
        timings,
        agreement,
        task.agreementText(),
        task.accuracy(),
        memoryBytes);
  }
}
