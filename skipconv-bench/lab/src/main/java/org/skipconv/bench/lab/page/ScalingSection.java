package org.skipconv.bench.lab.page;

import java.util.List;
import org.skipconv.bench.cli.report.Table;
import org.skipconv.bench.lab.study.Scaling;
import org.skipconv.bench.lab.study.Scaling.Streams;
import org.skipconv.bench.lab.study.Scaling.Threads;
import org.skipconv.bench.lab.study.Study;

/** Section on the gain of more streams and more threads. */
final class ScalingSection {
  private final Scaling scaling;

  private ScalingSection(Study study) {
    this.scaling = study.scaling();
  }

  static Section of(Study study) {
    ScalingSection section = new ScalingSection(study);
    String note =
        Section.note(
            "Streams share one network and its weights; each holds its own maps. All see the same few"
                + " frames to and fro, each at another place; every rate is all frames over the time"
                + " until the last stream was done.");
    return new Section(
        "scaling",
        "Streams and threads",
        note + section.chart() + section.streams() + section.threads());
  }

  private String chart() {
    List<Streams> all = scaling.streams();
    double top = all.stream().mapToDouble(Streams::framesPerSecond).max().orElseThrow();
    int most = all.stream().mapToInt(Streams::streams).max().orElseThrow();
    return new Chart(
            "Frames per second against streams",
            new ChartAxis("streams, each on a thread of its own", 0, most + 0.5, false),
            ChartAxis.fromZero("frames per second, all streams together", top),
            List.of(series("skip", Colours.SKIP), series("dense", Colours.DENSE)))
        .html();
  }

  private Series series(String path, int colour) {
    List<Series.Mark> marks =
        scaling.streams().stream()
            .filter(one -> one.path().equals(path))
            .map(one -> new Series.Mark(one.streams(), one.framesPerSecond(), text(one)))
            .toList();
    return new Series(path + " path", colour, Series.Style.LINE_AND_POINTS, marks);
  }

  private static String text(Streams one) {
    return one.streams() + " streams: " + Numbers.of(one.framesPerSecond()) + " frames/s";
  }

  private String streams() {
    Table table =
        Table.headed("streams", "path", "frames/s in all", "times one stream", "MB per stream");
    for (Streams one : scaling.streams()) {
      double single =
          scaling.streams().stream()
              .filter(other -> other.path().equals(one.path()))
              .findFirst()
              .orElseThrow()
              .framesPerSecond();
      table.row(
          "" + one.streams(),
          one.path(),
          Numbers.of(one.framesPerSecond()),
          Numbers.times(one.framesPerSecond() / single),
          Numbers.of(one.bytesPerStream() / 1e6));
    }
    return table.html();
  }

  private String threads() {
    Table table = Table.headed("one stream on threads", "path", "frames/s", "times one thread");
    for (Threads one : scaling.threads()) {
      double single =
          scaling.threads().stream()
              .filter(other -> other.path().equals(one.path()))
              .findFirst()
              .orElseThrow()
              .framesPerSecond();
      table.row(
          "" + one.threads(),
          one.path(),
          Numbers.of(one.framesPerSecond()),
          Numbers.times(one.framesPerSecond() / single));
    }
    return table.html();
  }
}
