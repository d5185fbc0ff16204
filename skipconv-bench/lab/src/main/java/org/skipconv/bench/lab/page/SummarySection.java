package org.skipconv.bench.lab.page;

import java.util.Locale;
import java.util.Map;
import org.skipconv.bench.cli.report.Html;
import org.skipconv.bench.lab.study.ClipStudy;
import org.skipconv.bench.lab.study.Contender;
import org.skipconv.bench.lab.study.Study;
import org.skipconv.bench.lab.study.Subject;

/** The figures that matter most, and what they are of. */
final class SummarySection {
  private SummarySection() {}

  static String of(Study study) {
    return Section.note(what(study.subject())) + tiles(study.clip());
  }

  static String what(Subject subject) {
    return String.format(
        Locale.ROOT,
        "%s at %s on frames %d to %d of %s, crop %s; weights: %s%s; %s, policy %s, input"
            + " threshold %s, %d %s. %s GMAC a dense frame, %.1f million parameters, %d"
            + " convolutions.",
        subject.network().model(),
        subject.network().size(),
        subject.footage().start(),
        subject.footage().last(),
        subject.footage().name(),
        subject.footage().crop(),
        subject.network().weights(),
        subject.network().trained() ? "" : " (untrained)",
        subject.gates().gating(),
        subject.gates().policy(),
        subject.gates().inputThreshold(),
        subject.threads(),
        subject.threads() == 1 ? "thread" : "threads",
        Numbers.giga((double) subject.size().denseMacs()),
        subject.size().parameters() / 1e6,
        subject.size().layers());
  }

  private static String tiles(ClipStudy clip) {
    Contender skip = clip.contender(Contender.CHOSEN);
    Contender dense = clip.contender(Contender.DENSE);
    double saved = 2 * (dense.meanMacs() - skip.meanMacs());
    Map<String, Double> agreement = skip.agreement();
    StringBuilder html = new StringBuilder("<div class=\"tiles\">");
    tile(html, Numbers.times(clip.macRatio(skip)), "fewer MACs");
    tile(html, Numbers.giga(saved) + " G", "FLOPs saved per frame");
    tile(html, Numbers.times(clip.speedup(skip)), "as fast as dense");
    tile(html, Numbers.times(clip.speedupOverOnnx(skip)), "as fast as ONNX Runtime");
    tile(html, Numbers.of(skip.meanMillis()) + " ms", "per frame");
    if (agreement.get("pckAt005") != null) {
      tile(html, Numbers.percent(agreement.get("pckAt005")), "of joints where dense puts them");
    } else if (agreement.get("apAt05") != null) {
      tile(html, Numbers.exact(agreement.get("apAt05")), "AP@0.5 against dense");
    } else {
      tile(html, Numbers.percent(agreement.get("relativeError")), "difference of raw outputs");
    }
    tile(html, Numbers.of(clip.memoryBytes() / 1e6) + " MB", "per stream");
    return html.append("</div>\n").toString();
  }

  private static void tile(StringBuilder html, String figure, String meaning) {
    html.append("<div>").append(Html.tag("b", figure)).append(Html.tag("span", meaning));
    html.append("</div>");
  }
}
