package org.skipconv.bench.cli.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.skipconv.bench.cli.measure.Costs;
import org.skipconv.bench.cli.measure.Displacements;
import org.skipconv.bench.cli.measure.Timings;
import org.skipconv.bench.cli.result.Json;
import org.skipconv.bench.cli.setup.Setup;
import org.skipconv.core.InputThreshold;
import org.skipconv.core.KernelInfo;
import org.skipconv.core.SessionOptions;
import org.skipconv.core.Shape;
import org.skipconv.core.io.AtomicFile;

/** A report as one JSON object; fields without a value in a run are null. */
public final class ReportJson {
  private ReportJson() {}

  /** Writes a file, over one that is there. */
  public static void write(Report report, Path file) throws IOException {
    AtomicFile.write(file, text(report));
  }

  static String text(Report report) {
    Map<String, Object> fields = new LinkedHashMap<>();
    Setup setup = report.setup();
    fields.put("command", setup.command());
    fields.put("version", Platform.version());
    fields.put("java", Platform.java());
    fields.put("processor", Platform.processor());
    addSetup(report, fields);
    addGating(setup, fields);
    addCosts(report.costs(), fields);
    fields.put("publishedGateMacsPerFrame", setup.gating().publishedGateMacs());
    addTimes(report, fields);
    fields.put("agreement", report.fidelity().agreement());
    fields.put("accuracy", report.fidelity().accuracy());
    fields.put("camera", setup.camera().mount().toString());
    Displacements displacements = report.viewing().displacements();
    fields.put("displacement", displacements == null ? null : displacements.values());
    fields.put("agreementWithRaw", report.fidelity().rawAgreement());
    fields.put("sessionMemoryBytes", report.sessionMemoryBytes());
    return Json.page(fields);
  }

  private static void addSetup(Report report, Map<String, Object> fields) {
    Setup setup = report.setup();
    Shape input = setup.network().inputShape();
    fields.put("model", setup.model());
    fields.put("weights", setup.weights());
    fields.put("trained", setup.trained());
    fields.put("size", input.height() + "x" + input.width());
    fields.put("input", setup.footage().name());
    fields.put("start", setup.start());
    fields.put("frames", report.frames());
    fields.put("droppedFrames", report.viewing().source().droppedFrames());
    fields.put("damagedFrames", report.viewing().source().damagedFrames());
    fields.put("reconnections", report.viewing().source().reconnections());
    fields.put("sizeChanges", report.viewing().source().sizeChanges());
    fields.put("crop", report.viewing().window().toString());
    fields.put("threads", setup.threads());
    fields.put("kernels", KernelInfo.of(setup.gating().options()).name());
  }

  private static void addGating(Setup setup, Map<String, Object> fields) {
    SessionOptions options = setup.gating().options();
    fields.put("gate", setup.gating().gate());
    fields.put("threshold", setup.gating().threshold());
    fields.put("block", setup.gating().block());
    fields.put("budget", setup.gating().budget());
    fields.put("gateFile", setup.gating().file());
    InputThreshold noise = options.inputThreshold();
    fields.put("inputThreshold", noise.isFixed() ? noise.change() : noise.toString());
    fields.put("policy", options.policy().name().toLowerCase(Locale.ROOT));
    fields.put("keyframeEvery", options.keyframes().interval());
    fields.put("cutDetection", options.keyframes().onCut());
  }

  private static void addCosts(Costs costs, Map<String, Object> fields) {
    fields.put("denseMacsPerFrame", costs.dense());
    fields.put("macsPerFrame", costs.spent());
    fields.put("gateMacsPerFrame", costs.gating());
    fields.put("macRatio", costs.ratio());
    fields.put("openShare", costs.openShare());
    fields.put("keyframes", costs.keyframes());
    fields.put("wholeFrames", costs.wholeFrames());
    fields.put("noise", costs.noise());
  }

  private static void addTimes(Report report, Map<String, Object> fields) {
    Map<String, Object> millis = new LinkedHashMap<>();
    for (String peer : new String[] {Report.SKIP, Report.DENSE, Report.ONNX_RUNTIME}) {
      Timings timings = report.times().of(peer);
      millis.put(peer, timings == null ? null : timings.summary());
    }
    fields.put("passes", report.times().skip().passes());
    fields.put("turn", report.times().turn());
    fields.put("msPerFrame", millis);
    Map<String, Double> speedup = new LinkedHashMap<>();
    speedup.put("vsDense", report.times().speedup(Report.DENSE));
    speedup.put("vsOnnxruntime", report.times().speedup(Report.ONNX_RUNTIME));
    speedup.put("vsDenseMedian", report.times().medianSpeedup(Report.DENSE));
    speedup.put("vsOnnxruntimeMedian", report.times().medianSpeedup(Report.ONNX_RUNTIME));
    speedup.put("vsDenseLeast", report.times().leastSpeedup(Report.DENSE));
    speedup.put("vsOnnxruntimeLeast", report.times().leastSpeedup(Report.ONNX_RUNTIME));
    fields.put("speedup", speedup);
  }
}
