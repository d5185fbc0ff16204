package org.skipconv.bench.cli.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.skipconv.bench.cli.footage.SceneFootage;
import org.skipconv.bench.cli.measure.Costs;
import org.skipconv.bench.cli.measure.Times;
import org.skipconv.bench.cli.measure.Timings;
import org.skipconv.bench.cli.model.Accuracy;
import org.skipconv.bench.cli.model.Accuracy.AveragePrecision;
import org.skipconv.bench.cli.setup.Setup;
import org.skipconv.core.InputThreshold;
import org.skipconv.core.KernelInfo;
import org.skipconv.core.SessionOptions;
import org.skipconv.core.Shape;
import org.skipconv.models.vision.CropWindow;

/** A report for people. */
public final class ReportText {
  private static final String NONE = "-";

  /** Open share below which nothing of interest moves. */
  private static final double STILL = 0.002;

  /** Greatest ratio of the aspects of a crop and the input that does not show. */
  private static final double MOST_SQUEEZED = 1.25;

  /** Number of frames from which on a mean means something. */
  private static final int FEW = 10;

  private final Report report;
  private final List<String> peers = new ArrayList<>();

  private ReportText(Report report) {
    this.report = report;
    peers.add(Report.DENSE);
    peers.add(Report.SKIP);
    if (report.times().byPeer().containsKey(Report.ONNX_RUNTIME)) {
      peers.add(Report.ONNX_RUNTIME);
    }
  }

  /** Several lines, the last one ended. */
  public static String of(Report report) {
    return new ReportText(report).text();
  }

  /** Returns the announcement of what is measured. */
  public static String heading(Setup setup) {
    SessionOptions options = setup.gating().options();
    String first =
        String.format(
            Locale.ROOT,
            "%s, input %dx%d, weights: %s%n",
            setup.model(),
            setup.network().inputShape().height(),
            setup.network().inputShape().width(),
            setup.trained()
                ? setup.weights()
                : setup.weights() + " (untrained: results mean nothing and are not drawn)");
    first += warnings(setup);
    String about = String.join("", setup.about().stream().map(line -> line + lineEnd()).toList());
    return first
        + about
        + String.format(
            Locale.ROOT,
            "%s, input threshold %s, policy %s; %d %s, %s kernels%n",
            setup.gating().text(),
            threshold(options.inputThreshold()),
            options.policy().name().toLowerCase(Locale.ROOT),
            options.threads(),
            options.threads() == 1 ? "thread" : "threads",
            KernelInfo.of(options).name());
  }

  private static String threshold(InputThreshold threshold) {
    return threshold.isFixed() ? number(threshold.change()) : threshold.toString();
  }

  /** Lines about what would mislead. */
  private static String warnings(Setup setup) {
    String lines = "";
    if (setup.knowsScenesOnly() && !(setup.footage() instanceof SceneFootage)) {
      lines +=
          "note: this network was trained on drawn scenes only; what it finds in other pictures"
              + " means nothing (use --weights FILE)"
              + lineEnd();
    }
    CropWindow crop = setup.crop();
    if (crop != null) {
      Shape input = setup.network().inputShape();
      double squeeze = (double) crop.width() / crop.height() * input.height() / input.width();
      if (Math.max(squeeze, 1 / squeeze) > MOST_SQUEEZED) {
        lines +=
            String.format(
                Locale.ROOT,
                "note: the crop is %.2f times as wide as high, the input %.2f times: people"
                    + " will look squeezed%n",
                crop.width() / crop.height(),
                (double) input.width() / input.height());
      }
    }
    return lines;
  }

  private static String number(double value) {
    return Float.toString(Float.parseFloat(String.format(Locale.ROOT, "%.4g", value)));
  }

  private String text() {
    Setup setup = report.setup();
    int first = setup.start();
    int last = first + report.frames() - 1;
    String range =
        String.format(
            Locale.ROOT,
            report.frames() == 1
                ? "%nframe %d of %3$s:%n%n"
                : "%nframes %d to %d of %s; per frame, without the first, which is computed"
                    + " whole:%n%n",
            first,
            last,
            setup.footage().name());
    return range + table() + doubts() + remarks();
  }

  private String table() {
    Costs costs = report.costs();
    Table table = new Table();
    table.row("", peers.stream().map(ReportText::title).toList(), "");
    table.row("MACs", perPeer(count(costs.dense()), count(costs.spent())), ratio());
    Double gating = costs.gating();
    if (gating != null && gating > 0) {
      table.row("  of which gating", perPeer(count(0), count(gating)), "");
    }
    table.row("  open", perPeer("100 %", percent(costs.openShare())), "");
    table.row("FLOPs saved", perPeer(NONE, count(savedFlops())), "1 MAC = 2 FLOPs");
    // A few disturbed frames move the mean of all, and the quiet ones decide the median.
    table.row("ms, median", times(Times::median), speedups(report.times()::medianSpeedup));
    table.row("ms, mean", times(Times::mean), speedups(report.times()::speedup));
    table.row("ms, 95 %", times(Times::p95), "");
    if (report.times().skip().passes() > 1) {
      table.row("ms, fastest pass", least(), speedups(report.times()::leastSpeedup));
    }
    if (report.fidelity().accuracy() != null) {
      addAccuracy(table, report.fidelity().accuracy());
    }
    return table.toString();
  }

  private void addAccuracy(Table table, Accuracy accuracy) {
    AveragePrecision dense = accuracy.dense();
    AveragePrecision skip = accuracy.skip();
    String where =
        String.format(
            Locale.ROOT, "by the truth of %d frames, %s", accuracy.frames(), accuracy.labels());
    table.row("AP at IoU 0.5", perPeer(exact(dense.apAt05()), exact(skip.apAt05())), where);
    table.row("AP, IoU 0.5 to 0.95", perPeer(exact(dense.ap()), exact(skip.ap())), "");
  }

  private static String exact(Double value) {
    return value == null ? NONE : String.format(Locale.ROOT, "%.4f", value);
  }

  private static String title(String peer) {
    return switch (peer) {
      case Report.DENSE -> "dense path";
      case Report.SKIP -> "skip path";
      default -> "ONNX Runtime";
    };
  }

  private List<String> perPeer(String dense, String skip) {
    List<String> cells = new ArrayList<>(List.of(dense, skip));
    if (peers.size() > cells.size()) {
      cells.add(NONE);
    }
    return cells;
  }

  private Double savedFlops() {
    Double spent = report.costs().spent();
    return spent == null ? null : 2 * (report.costs().dense() - spent);
  }

  private String ratio() {
    Double ratio = report.costs().ratio();
    return ratio == null ? "" : Amounts.times(ratio) + " fewer";
  }

  /** Reasons not to believe the factors; empty when there is none. */
  private String doubts() {
    if (report.frames() == 1) {
      return "a single picture is computed whole: there is nothing to skip" + lineEnd();
    }
    Double open = report.costs().openShare();
    if (open != null && open < STILL) {
      return "nearly nothing moved in these frames: the factors say little about others"
          + lineEnd();
    }
    return report.frames() < FEW
        ? "factors of " + report.frames() + " frames say little about others" + lineEnd()
        : "";
  }

  private List<String> times(ToDoubleFunction<Times> part) {
    List<String> cells = new ArrayList<>();
    for (String peer : peers) {
      Times times = report.times().of(peer).summary();
      cells.add(times == null ? NONE : millis(part.applyAsDouble(times)));
    }
    return cells;
  }

  private List<String> least() {
    List<String> cells = new ArrayList<>();
    for (String peer : peers) {
      Double mean = report.times().of(peer).leastMean();
      cells.add(mean == null ? NONE : millis(mean));
    }
    return cells;
  }

  private String speedups(Function<String, Double> ratio) {
    List<String> parts = new ArrayList<>();
    for (String peer : peers) {
      Double speedup = ratio.apply(peer);
      if (!peer.equals(Report.SKIP) && speedup != null) {
        String than = peer.equals(Report.DENSE) ? "dense" : title(peer);
        parts.add(Amounts.times(speedup) + " as fast as " + than);
      }
    }
    return String.join(", ", parts);
  }

  private String remarks() {
    StringBuilder text = new StringBuilder();
    int timed = report.times().skip().frames();
    if (timed < report.frames()) {
      text.append(
          String.format(Locale.ROOT, "times are those of the first %d frames alone%n", timed));
    }
    if (report.times().turn() > 1) {
      text.append(
          String.format(Locale.ROOT, "in turns of %d frames each%n", report.times().turn()));
    }
    Double relative = report.fidelity().agreement().get("relativeError");
    String found = report.fidelity().text();
    if (!found.isEmpty() || relative != null) {
      text.append(lineEnd()).append("skip against dense: ");
      text.append(found.isEmpty() ? "" : found + lineEnd());
    }
    if (relative != null) {
      // Most of a heatmap or of a map of scores is background, whose values mean nothing.
      text.append(
          String.format(
              Locale.ROOT,
              found.isEmpty()
                  ? "raw outputs differ by %.2f %% of their mean magnitude%n"
                  : "  raw outputs differ by %.2f %% of their mean magnitude, background"
                      + " included%n",
              100 * relative));
    }
    if (report.viewing().displacements() != null) {
      text.append(report.viewing().displacements().text()).append(lineEnd());
    }
    if (report.fidelity().rawAgreement() != null) {
      String values =
          report.fidelity().rawAgreement().entrySet().stream()
              .map(value -> String.format(Locale.ROOT, "%s %.4f", value.getKey(), value.getValue()))
              .collect(Collectors.joining(", "));
      text.append("skip against dense on unsteadied frames: ").append(values);
      text.append(lineEnd());
    }
    Integer asked = report.setup().frames();
    if (asked != null && report.frames() < asked) {
      text.append(
          String.format(
              Locale.ROOT,
              "%nthe footage ended after %s; %d were asked for%n",
              report.frames() == 1 ? "1 frame" : report.frames() + " frames",
              asked));
    }
    if (!report.viewing().source().isUndisturbed()) {
      text.append(String.format(Locale.ROOT, "%nsource: %s%n", report.viewing().source()));
    }
    Timings skip = report.times().skip();
    text.append(
        String.format(
            Locale.ROOT,
            "memory of the stream: %.1f MB; first frame: %s ms; keyframes: %d%n",
            report.sessionMemoryBytes() / 1e6,
            millis(skip.least()[0]),
            report.costs().keyframes()));
    return text.toString();
  }

  private static String lineEnd() {
    return System.lineSeparator();
  }

  private static String count(Number value) {
    return value == null ? NONE : Amounts.operations(value.doubleValue());
  }

  private static String percent(Double share) {
    return share == null ? NONE : String.format(Locale.ROOT, "%.2f %%", 100 * share);
  }

  private static String millis(double value) {
    return String.format(Locale.ROOT, value < 10 ? "%.3f" : "%.2f", value);
  }
}
