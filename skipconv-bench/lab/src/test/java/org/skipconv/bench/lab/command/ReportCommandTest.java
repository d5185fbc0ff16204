package org.skipconv.bench.lab.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.skipconv.bench.cli.command.CommandLines;
import org.skipconv.bench.cli.command.Ran;
import org.skipconv.gates.GatePlan;
import org.skipconv.gates.GateSetting;
import org.skipconv.models.hrnet.HrNet;
import org.w3c.dom.Document;

/** The report, made once from a few small frames. */
class ReportCommandTest {
  private static final List<String> SECTIONS =
      List.of(
          "clip", "speedup", "accuracy", "break-even", "roofline", "scaling", "onednn", "about");
  private static final int CHARTS = 7;

  @TempDir private static Path folder;

  private static Path file;
  private static String page;
  private static JsonObject figures;

  @BeforeAll
  static void report() throws IOException {
    Path plan = folder.resolve("plan <1>.json");
    GatePlan.uniform(HrNet.w18SmallV1(64, 64).seeded(1), GateSetting.input(0.3f)).write(plan);
    List<String> args = new ArrayList<>(List.of("report", "--quick", "--no-progress"));
    args.addAll(List.of("--size", "64x64", "--start", "25", "--frames", "8", "--passes", "2"));
    args.addAll(List.of("--with-plan", plan.toString(), "--out", folder.toString()));
    Ran ran = Ran.of(args.toArray(String[]::new));
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.out()).contains("report.html", "report.json");
    file = folder.resolve(ReportCommand.PAGE);
    page = Files.readString(file);
    figures = Ran.json(folder.resolve(ReportCommand.JSON));
  }

  private static List<String> all(String pattern) {
    return Pattern.compile(pattern, Pattern.DOTALL)
        .matcher(page)
        .results()
        .map(match -> match.groupCount() == 0 ? match.group() : match.group(1))
        .toList();
  }

  @Test
  void hasAllSectionsAndNeedsNothingFromElsewhere() {
    assertThat(all("<section id=\"([^\"]*)\"")).isEqualTo(SECTIONS);
    SECTIONS.forEach(section -> assertThat(page).contains("<a href=\"#" + section + "\">"));
    assertThat(all("(?:src|href)=\"([^\"#][^\"]*)\"")).containsOnly("data:,");
    assertThat(page).doesNotContain("url(http", "@import");
  }

  /** Browsers repair what is broken in silence; a parser does not. */
  @Test
  void chartsAndTablesAreWellFormed() throws Exception {
    List<String> charts = all("<svg .*?</svg>");
    assertThat(charts).hasSize(CHARTS);
    for (String chart : charts) {
      Document svg = parse(chart);
      assertThat(svg.getElementsByTagName("text").getLength()).isGreaterThan(6);
      int drawn =
          svg.getElementsByTagName("polyline").getLength()
              + svg.getElementsByTagName("circle").getLength();
      assertThat(drawn).isGreaterThan(1);
      assertThat(chart).doesNotContain("NaN", "Infinity");
    }
    List<String> tables = all("<table>.*?</table>");
    assertThat(tables).hasSizeGreaterThan(6);
    for (String table : tables) {
      assertThat(parse(table).getElementsByTagName("tr").getLength()).isGreaterThan(1);
      assertThat(table).doesNotContain("NaN", "Infinity", ">null<");
    }
  }

  private static Document parse(String xml) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void holdsTheFiguresThatAreBesideIt() {
    List<String> json = all("<script type=\"application/json\" id=\"figures\">(.*?)</script>");
    assertThat(json).hasSize(1);
    assertThat(JsonParser.parseString(json.get(0))).isEqualTo(figures);
    JsonObject about = figures.getAsJsonObject("about");
    for (String field : List.of("command", "date", "commit", "processor", "java", "kernels")) {
      assertThat(about.get(field).getAsString()).isNotBlank();
    }
    assertThat(about.get("command").getAsString())
        .startsWith("java -jar skipconv.jar report --quick")
        .contains("plan <1>.json'");
    assertThat(page).contains("plan &lt;1&gt;.json");
  }

  private static JsonArray contenders() {
    return figures.getAsJsonObject("clip").getAsJsonArray("contenders");
  }

  private static double sum(JsonElement contender, String field) {
    double sum = 0;
    for (JsonElement value : contender.getAsJsonObject().getAsJsonArray(field)) {
      sum += value.getAsDouble();
    }
    return sum;
  }

  @Test
  void contendersAreComparable() {
    List<String> families = new ArrayList<>();
    for (JsonElement contender : contenders()) {
      families.add(contender.getAsJsonObject().get("family").getAsString());
      assertThat(contender.getAsJsonObject().getAsJsonArray("millis")).hasSize(8);
      assertThat(sum(contender, "millis")).isPositive().isFinite();
      assertThat(sum(contender, "macs"))
          .isLessThanOrEqualTo(1.1 * sum(contenders().get(0), "macs"));
    }
    assertThat(families)
        .startsWith("dense", "onnxruntime", "skip")
        .contains("gate input-norm", "gate output-norm, rebase", "gate budget", "gate plan")
        .containsOnlyOnce("dense")
        .contains("onnxruntime-when-moving", "onnxruntime-where-moving");
    assertThat(sum(contenders().get(2), "macs")).isLessThan(sum(contenders().get(0), "macs"));
  }

  @Test
  void openSharesAreThoseAskedForWhereAllChanges() {
    for (JsonElement element : figures.getAsJsonObject("openShares").getAsJsonArray("points")) {
      JsonObject point = element.getAsJsonObject();
      double asked = point.get("asked").getAsDouble();
      if (asked == 0 || asked == 1) {
        assertThat(point.get("openShare").getAsDouble()).isEqualTo(asked, within(1e-9));
      }
      assertThat(point.get("openShare").getAsDouble()).isLessThanOrEqualTo(asked + 0.2);
      assertThat(point.get("millis").getAsDouble()).isPositive();
    }
  }

  @Test
  void aBrowserShowsIt() throws Exception {
    Browser browser = Browser.require(Files.createDirectories(folder.resolve("browser")));
    Browser.Answer dom = browser.open(file, "--dump-dom");
    assertThat(dom.console()).isEmpty();
    assertThat(Pattern.compile("<svg ").matcher(dom.out()).results()).hasSize(CHARTS);
    assertThat(dom.out()).contains("How this was measured");
    Path picture = folder.resolve("page.png");
    browser.open(file, "--screenshot=" + picture);
    BufferedImage shown = ImageIO.read(picture.toFile());
    assertThat(shown.getWidth()).isEqualTo(1000);
    assertThat(pixels(shown, 0xd62839)).as("the skip path's colour").isGreaterThan(300);
    assertThat(pixels(shown, 0x2b6cb0)).as("ONNX Runtime's colour").isGreaterThan(300);
  }

  private static int pixels(BufferedImage picture, int rgb) {
    int count = 0;
    for (int y = 0; y < picture.getHeight(); y++) {
      for (int x = 0; x < picture.getWidth(); x++) {
        count += (picture.getRGB(x, y) & 0xffffff) == rgb ? 1 : 0;
      }
    }
    return count;
  }

  @Test
  void aBrowserTellsOfWhatIsBroken() throws Exception {
    Browser browser = Browser.require(Files.createDirectories(folder.resolve("browser")));
    Path broken = folder.resolve("broken.html");
    Files.writeString(broken, page.replaceFirst("points=\"", "points=\"oops "));
    assertThat(browser.open(broken, "--dump-dom").console()).contains("polyline");
  }

  @Test
  void refusesWhatCannotBe() {
    assertThat(Ran.of("report", "--passes", "0").err()).contains("--passes must be 1 to 100");
    assertThat(Ran.of("report", "--with-plan", "none.json").err())
        .contains("--with-plan none.json: there is no such file");
    Ran single =
        Ran.of(("report --size 64x64 --frames 1 --no-progress --out " + folder).split(" ", -1));
    assertThat(single.code()).isEqualTo(CommandLines.REFUSED);
    assertThat(single.err()).contains("--frames");
  }
}
