package org.skipconv.bench.lab.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.skipconv.bench.cli.report.Html;
import org.skipconv.bench.cli.report.Table;
import org.skipconv.bench.lab.study.About;
import org.skipconv.bench.lab.study.Study;
import org.skipconv.bench.lab.study.StudyJson;

/** A study as one HTML page: tables, charts, and all figures as JSON at its end. */
public final class ReportPage {
  private ReportPage() {}

  /** The page's text. */
  public static String text(Study study) {
    ContenderSections contenders = new ContenderSections(study);
    List<Section> sections =
        new ArrayList<>(
            List.of(ClipSection.of(study), contenders.speedup(), contenders.accuracy()));
    if (study.openShares() != null) {
      sections.add(OpenShareSection.of(study));
    }
    sections.add(RooflineSection.of(study));
    if (study.scaling() != null) {
      sections.add(ScalingSection.of(study));
    }
    if (study.oneDnn() != null) {
      sections.add(OneDnnSection.of(study));
    }
    sections.add(about(study));
    StringBuilder html = new StringBuilder();
    html.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
        .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
        .append("<link rel=\"icon\" href=\"data:,\">\n")
        .append(Html.tag("title", "skipconv: " + study.subject().network().model()))
        .append("\n<style>\n")
        .append(style())
        .append("</style>\n</head>\n<body>\n<header>\n<h1>skipconv report</h1>\n")
        .append(SummarySection.of(study))
        .append(contents(sections))
        .append("</header>\n<main>\n");
    sections.forEach(section -> html.append(section.html()));
    return html.append("</main>\n<script type=\"application/json\" id=\"figures\">\n")
        .append(StudyJson.text(study))
        .append("</script>\n</body>\n</html>\n")
        .toString();
  }

  private static String contents(List<Section> sections) {
    StringBuilder html = new StringBuilder("<nav>");
    for (Section section : sections) {
      html.append("<a href=\"#").append(section.id()).append("\">");
      html.append(Html.escape(section.title())).append("</a> ");
    }
    return html.append("</nav>\n").toString();
  }

  private static Section about(Study study) {
    About about = study.about();
    Table table =
        Table.headed("measured with", "")
            .row("command", about.command())
            .row("date", about.date())
            .row("processor", about.processor())
            .row("kernels", about.kernels())
            .row("Java", about.java())
            .row("system", about.system())
            .row("skipconv", about.version() + ", commit " + about.commit());
    String note =
        Section.note(
            "1 MAC = 2 FLOPs. Ratios are from this one run. All figures are in this page as JSON, in"
                + " the element with the id figures, and in the file beside it.");
    String cut =
        study.oneDnn() != null
            ? ""
            : Section.note("Ended early: what was not measured is left out.");
    return new Section("about", "How this was measured", cut + table.html() + note);
  }

  private static String style() {
    try (InputStream in = ReportPage.class.getResourceAsStream("style.css")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the page's style", e);
    }
  }
}
