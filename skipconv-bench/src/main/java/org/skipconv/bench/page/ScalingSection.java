package org.skipconv.bench.page;

import java.util.ArrayList;
import java.util.List;
import org.skipconv.bench.study.Scaling;
import org.skipconv.bench.study.Study;

/** What more streams and more threads give. */
final class ScalingSection {
  private ScalingSection() {}

  static Section of(Study study) {
    Scaling scaling = study.scaling();
    List<Scaling.Streams> all = scaling.streams();
    double top = all.stream().mapToDouble(Scaling.Streams::framesPerSecond).max().orElseThrow();
    int most = all.stream().mapToInt(Scaling.Streams::streams).max().orElseThrow();
    List<Series> series = new ArrayList<>();
    series.add(streams(all, "skip", Colours.SKIP));
    series.add(streams(all, "dense", Colours.DENSE));
    String chart =
        new Chart(
                "Frames per second against streams",
                new Axis("streams, each on a thread of its own", 0, most + 0.5, false),
                Axis.fromZero("frames per second, all streams together", top),
                series)
            .html();
    Table table =
        new Table("streams", "path", "frames/s in all", "times one stream", "MB per stream");
    for (Scaling.Streams one : all) {
      table.row(
          "" + one.streams(),
          one.path(),
          Numbers.of(one.framesPerSecond()),
          Numbers.times(one.framesPerSecond() / single(all, one.path())),
          Numbers.of(one.bytesPerStream() / 1e6));
    }
    Table threads = new Table("one stream on threads", "path", "frames/s", "times one thread");
    for (Scaling.Threads one : scaling.threads()) {
      double base =
          scaling.threads().stream()
              .filter(other -> other.path().equals(one.path()))
              .findFirst()
              .orElseThrow()
              .framesPerSecond();
      threads.row(
          "" + one.threads(),
          one.path(),
          Numbers.of(one.framesPerSecond()),
          Numbers.times(one.framesPerSecond() / base));
    }
    String note =
        Section.note(
            "Streams share one network and its weights; each holds its own maps. All see the same few"
                + " frames to and fro, each at another place; every rate is all frames over the time"
                + " until the last stream was done.");
    return new Section(
        "scaling", "Streams and threads", note + chart + table.html() + threads.html());
  }

  private static double single(List<Scaling.Streams> all, String path) {
    return all.stream()
        .filter(one -> one.path().equals(path))
        .findFirst()
        .orElseThrow()
        .framesPerSecond();
  }

  private static Series streams(List<Scaling.Streams> all, String path, int colour) {
    List<Series.Mark> marks = new ArrayList<>();
    for (Scaling.Streams one : all) {
      if (one.path().equals(path)) {
        String text =
            one.streams() + " streams: " + Numbers.of(one.framesPerSecond()) + " frames/s";
        marks.add(new Series.Mark(one.streams(), one.framesPerSecond(), text));
      }
    }
    return new Series(path + " path", colour, Series.Style.LINE_AND_POINTS, marks);
  }
}
