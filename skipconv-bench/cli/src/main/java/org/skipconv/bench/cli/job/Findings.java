package org.skipconv.bench.cli.job;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.skipconv.bench.cli.measure.Costs;
import org.skipconv.bench.cli.measure.Displacements;
import org.skipconv.bench.cli.model.Judge;
import org.skipconv.bench.cli.report.Fidelity;
import org.skipconv.bench.cli.report.PeerTimes;
import org.skipconv.bench.cli.report.Report;
import org.skipconv.bench.cli.report.Viewing;
import org.skipconv.bench.cli.setup.Setup;
import org.skipconv.core.FrameResult;
import org.skipconv.models.OutputError;
import org.skipconv.models.vision.Placement;
import org.skipconv.models.vision.SourceReport;
import org.skipconv.models.vision.StreamFrame;

/** Answers of both paths to each frame, gathered for the report. Not thread-safe. */
final class Findings {
  /** Fields of the agreement of all models: a report has them all, null where they do not apply. */
  private static final List<String> MEASURES =
      List.of("pckAt005", "pckAt02", "truePckAt01Dense", "truePckAt01Skip", "apAt05", "ap");

  private final Setup setup;
  private final Judge<?> judge;
  private final Judge<?> ofRaw;
  private final Displacements displacements = new Displacements();
  private boolean comparesRaw;
  private final Costs costs = new Costs();
  private final OutputError error;

  Findings(Setup setup, Placement view) {
    this.setup = setup;
    this.judge = setup.judge(view);
    this.ofRaw = setup.judge(view);
    this.error = new OutputError(setup.network());
  }

  /** Adds a frame that both have computed; on the first they cannot but agree. */
  void add(FrameResult dense, FrameResult skip, StreamFrame frame) {
    int seen = costs.frames().size();
    judge.compare(setup.start() + seen, seen == 0, dense, frame.view(), skip, frame.view());
    displacements.add(frame);
    if (seen > 0) {
      error.add(dense, skip);
    }
    costs.add(skip.report());
  }

  /** Adds what a dense path says to the frame as it is, not steadied. */
  void addRaw(FrameResult raw, Placement rawView, FrameResult skip, StreamFrame frame) {
    int seen = costs.frames().size() - 1;
    ofRaw.compare(setup.start() + seen, seen == 0, raw, rawView, skip, frame.view());
    comparesRaw = true;
  }

  /** Number of frames that were added. */
  int frames() {
    return costs.frames().size();
  }

  /** Median time that steadying a frame took, 0 where the camera is not steadied. */
  double steadyingMillis() {
    return displacements.medianMillis();
  }

  Report report(PeerTimes times, SourceReport source, long memoryBytes) {
    Map<String, Double> agreement = new LinkedHashMap<>();
    MEASURES.forEach(measure -> agreement.put(measure, null));
    agreement.putAll(judge.agreement());
    agreement.put("meanAbsError", error.meanAbs());
    agreement.put("relativeError", error.relative());
    // Of bare outputs the report says it anyway.
    String words = judge.agreementText().equals(error.text()) ? "" : judge.agreementText();
    return new Report(
        setup,
        new Viewing(
            judge.view().window(), source, setup.camera().isSteadied() ? displacements : null),
        costs,
        times,
        new Fidelity(agreement, words, comparesRaw ? ofRaw.agreement() : null, judge.accuracy()),
        memoryBytes);
  }
}
