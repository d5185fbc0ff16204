package org.skipconv.gates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.skipconv.core.FrameResult;
import org.skipconv.core.Gate;
import org.skipconv.core.InputThreshold;
import org.skipconv.core.LayerReport;
import org.skipconv.core.ResidualPolicy;
import org.skipconv.core.SafeTensors;
import org.skipconv.core.SessionOptions;
import org.skipconv.core.SkipNetwork;
import org.skipconv.core.VideoSession;
import org.skipconv.core.testing.FileTrial;
import org.skipconv.core.testing.TestData;

class GatePlanTest {
  private static final String TEXT =
      """
      {
        "version": 1,
        "network": "small",
        "policy": "CARRY",
        "inputThreshold": 0.05,
        "holdThreshold": 0.02,
        "default": {"gate": "input", "eps": 0.1},
        "layers": {
          "first": {"gate": "output", "eps": 1.5, "block": 4, "budget": 0.25},
          "third": {"gate": "all-open"}
        }
      }
      """;

  @TempDir Path folder;

  private static GatePlan plan() {
    Map<String, GateSetting> layers = new LinkedHashMap<>();
    layers.put(
        "first", GateSetting.of(GateSetting.Kind.OUTPUT, 1.5f).withBlock(4).withBudget(0.25));
    layers.put("third", GateSetting.allOpen());
    return new GatePlan(
        "small", ResidualPolicy.CARRY, 0.05f, 0.02f, GateSetting.input(0.1f), layers);
  }

  /** They are strings about a plan, and no part of it. */
  @Test
  void carriesMetadata() throws IOException {
    Path file = folder.resolve("about.json");
    Map<String, String> metadata = Map.of("skipconv.model", "small", "train.crop", "1,2,3,4");
    plan().write(file, metadata);
    assertThat(GatePlan.readMetadata(file)).isEqualTo(metadata);
    assertThat(GatePlan.read(file)).isEqualTo(plan());
    plan().write(file);
    assertThat(GatePlan.readMetadata(file)).isEmpty();
    Files.writeString(file, TEXT.replace("\"layers\"", "\"metadata\": {\"a\": 1}, \"layers\""));
    assertThatThrownBy(() -> GatePlan.readMetadata(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(file.toString());
  }

  private GatePlan read(String text) throws IOException {
    return GatePlan.read(Files.writeString(folder.resolve("plan.json"), text));
  }

  @Test
  void theFileIsSmallAndReadable() throws IOException {
    Path file = folder.resolve("plan.json");
    plan().write(file);
    assertThat(file).hasContent(TEXT);
    assertThat(GatePlan.read(file)).isEqualTo(plan());
  }

  @Test
  void aPlanIsATextToo() {
    assertThat(plan().text()).isEqualTo(TEXT);
    assertThat(GatePlan.parse(TEXT)).isEqualTo(plan());
    assertThatThrownBy(() -> GatePlan.parse(TEXT.replace("CARRY", "KEEP")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("the text is no gate plan: ")
        .hasMessageContaining("KEEP");
  }

  @Test
  void theInputThresholdMayBeLeftToTheSource() throws IOException {
    Path file = folder.resolve("plan.json");
    GatePlan automatic = plan().withInputThreshold(InputThreshold.automatic());
    automatic.write(file);
    assertThat(file).content().contains("\"inputThreshold\": \"auto\",");
    assertThat(GatePlan.read(file)).isEqualTo(automatic);
    assertThat(automatic.options().inputThreshold()).isEqualTo(InputThreshold.automatic());
    assertThat(
            GatePlan.uniform(GatesInSessionsTest.network(), GateSetting.input(1)).inputThreshold())
        .isEqualTo(InputThreshold.automatic());
    assertThatThrownBy(() -> plan().withInputThreshold(InputThreshold.measured(1)))
        .hasMessageContaining("the input threshold of a plan is fixed or automatic");
  }

  @Test
  void regionsAreInTheFileOnlyWhereThereAreSome() throws IOException {
    Regions regions =
        Regions.ALL
            .ignoring(Polygon.rectangle(0, 0, 120, 40), Polygon.parse("1.5,2 3,4 5,0"))
            .only(Polygon.rectangle(-10, -10, 500, 300));
    GatePlan plan = plan().withRegions(regions);
    Path file = folder.resolve("plan.json");
    plan.write(file);
    assertThat(Files.readString(file)).contains("\"0,0 120,0 120,40 0,40\"").contains("\"only\"");
    assertThat(GatePlan.read(file)).isEqualTo(plan);
    assertThat(plan.scaled(2).withHoldThreshold(1).withInputThreshold(1).regions())
        .isEqualTo(regions);
    assertThat(plan.withLayer("first", GateSetting.allOpen()).regions()).isEqualTo(regions);
    assertThat(read(TEXT).regions()).isEqualTo(Regions.ALL);
  }

  @Test
  void regionsThatAreNoPolygonsAreRefused() {
    String wrong = TEXT.replace("\"layers\"", "\"ignore\": [\"0,0 1,1\"], \"layers\"");
    assertThatThrownBy(() -> read(wrong))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("ignore: a polygon has 3");
  }

  @Test
  void everySettingSurvivesTheFile() throws IOException {
    Random random = new Random(2);
    Map<String, GateSetting> layers = new LinkedHashMap<>();
    for (GateSetting.Kind kind : GateSetting.Kind.values()) {
      for (int block = 1; block <= 8; block *= 2) {
        float eps = kind == GateSetting.Kind.ALL_OPEN ? 0 : random.nextFloat() / 7;
        GateSetting setting = new GateSetting(kind, eps, block, 1 - random.nextDouble());
        layers.put("stage4.0.branches.\"" + kind + "\"<" + block + ">@P3", setting);
      }
    }
    GatePlan plan =
        new GatePlan("any", ResidualPolicy.REBASE, 0, 1, GateSetting.input(1e-9f), layers);
    Path file = folder.resolve("plan.json");
    plan.write(file);
    GatePlan again = GatePlan.read(file);
    assertThat(again).isEqualTo(plan);
    assertThat(again.layers().keySet()).containsExactlyElementsOf(layers.keySet());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "\"version\": 1 | \"version\": 2 | this library reads version 1, but the file's is 2.0",
        "\"version\": 1, | | there is no field version",
        "\"network\": \"small\" | \"network\": 7 | a text is expected at $.network, but there is NUMBER",
        "CARRY | CARY | the policy must be CARRY or REBASE, but is CARY",
        "inputThreshold | inputTreshold | unknown field inputTreshold; did you mean inputThreshold?",
        "0.05 | -0.05 | the input threshold must be 0 or more and finite, but is -0.05",
        "0.05 | 1e60 | the input threshold must be 0 or more and finite, but is Infinity",
        "0.05 | NaN | JSON",
        "0.05 | \"automatic\" | inputThreshold must be a number or \"auto\", but is \"automatic\"",
        "0.05 | true | a number is expected at $.inputThreshold, but there is BOOLEAN",
        "0.02 | -1 | the hold threshold must be 0 or more and finite, but is -1.0",
        "\"eps\": 0.1 | \"eps\": \"0.1\" | default: a number is expected at $.default.eps, but there is STRING",
        ", \"eps\": 0.1 | | default: there is no field eps",
        "1.5 | -1.5 | layer first: eps must be 0 or more and finite, but is -1.5",
        "\"block\": 4 | \"block\": 3 | layer first: the block size must be 1, 2, 4 or 8, but is 3",
        "\"block\": 4 | \"block\": 4.5 | layer first: the block size must be 1, 2, 4 or 8, but is 4.5",
        "0.25 | 1.25 | layer first: the budget must be above 0 and at most 1, but is 1.25",
        "\"output\" | \"outptu\" | layer first: there is no gate \"outptu\"; there are all-open, input, output",
        "\"third\" | \"first\" | first is there twice",
        "all-open\" | all-open\", \"eps\": 0.5 | layer third: a gate that opens all has no eps, but it is 0.5",
      })
  void saysWhatIsWrongWithAFile(String right, String wrong, String message) {
    String text = TEXT.replace(right, wrong == null ? "" : wrong);
    assertThat(text).isNotEqualTo(TEXT);
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("plan.json is no gate plan: ")
        .hasMessageContaining(message);
  }

  @Test
  void saysSoWhenAFileIsCutOffOrGoesOnOrIsNotThere() {
    assertThatThrownBy(() -> read(TEXT.substring(0, TEXT.indexOf("\"third\""))))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("plan.json is no gate plan: the file ends too early");
    assertThatThrownBy(() -> read(TEXT + "{}"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("plan.json is no gate plan: ");
    assertThatThrownBy(() -> read("")).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> GatePlan.read(folder.resolve("other.json")))
        .isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void hostilePlansAreRefused() throws IOException {
    Path file = TestData.require("hostile/plan-block-nan.json");
    assertThat(FileTrial.refused(file, 64, () -> GatePlan.read(file))).contains("is no gate plan");
  }

  @Test
  void refusesWithoutGivingAllOfTheFileBack() throws IOException {
    String name = "n".repeat(1 << 20);
    for (String text :
        List.of(
            TEXT.replace("third", name + "\": {}, \"" + name),
            TEXT.replace("network", name),
            TEXT.replace("CARRY", name),
            TEXT.replace("0.05", "9".repeat(1 << 20)),
            TEXT.replace("0.05", "1e" + "9".repeat(1 << 20)),
            TEXT.replace("\"third\"", "\"x\": " + "[".repeat(1 << 20)),
            TEXT.replace("\"block\": 4", "\"block\": 4294967297"))) {
      Path file = Files.writeString(folder.resolve("plan.json"), text);
      assertThat(FileTrial.refused(file, 64, () -> GatePlan.read(file))).contains("plan.json");
    }
    Path file = Files.write(folder.resolve("plan.json"), new byte[] {'{', (byte) 0xff});
    assertThat(FileTrial.refused(file, 64, () -> GatePlan.read(file)))
        .contains("it is not text in UTF-8");
  }

  @Test
  void aPlanIsWrittenWholeWithThePermissionsOfAnyNewFile() throws IOException {
    Path any = Files.createFile(folder.resolve("any"));
    Path file = folder.resolve("plan.json");
    plan().write(file);
    plan().withInputThreshold(0.5f).write(file);
    assertThat(GatePlan.read(file).inputThreshold()).isEqualTo(InputThreshold.fixed(0.5f));
    assertThat(folder.toFile().list()).containsExactlyInAnyOrder("any", "plan.json");
    if (Files.getFileStore(folder).supportsFileAttributeView("posix")) {
      assertThat(Files.getPosixFilePermissions(file)).isEqualTo(Files.getPosixFilePermissions(any));
    }
  }

  @Test
  void aPlanWithoutHoldThresholdHasTheUsualOne() throws IOException {
    String text = TEXT.replaceAll(" *\"holdThreshold.*\n", "");
    assertThat(text).isNotEqualTo(TEXT);
    assertThat(read(text).holdThreshold()).isEqualTo(SessionOptions.DEFAULT_HOLD_THRESHOLD);
  }

  @Test
  void readsTheFormerNameOfTheHoldThreshold() throws IOException {
    String former = TEXT.replace("holdThreshold", "squeezeThreshold");
    assertThat(former).isNotEqualTo(TEXT);
    assertThat(read(former)).isEqualTo(read(TEXT));
    String both = TEXT.replace("\"holdThreshold", "\"squeezeThreshold\": 0.03, \"holdThreshold");
    assertThatThrownBy(() -> read(both))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("holdThreshold is there twice");
  }

  @Test
  void contextsSurviveTheFileAndScaling() throws IOException {
    ContextScore score =
        new ContextScore(
            List.of(
                new ContextScore.Unit(0.1f, 1e-9f, -3, 4.5f, 7),
                new ContextScore.Unit(0, 1 / 3f, 0, 0, -1)));
    GatePlan plan =
        plan().withLayer("first", GateSetting.context(0.25f, score).withBlock(2).withBudget(0.5));
    Path file = folder.resolve("context.json");
    plan.write(file);
    assertThat(Files.readString(file))
        .contains("[[0.1, 1.0E-9, -3.0, 4.5, 7.0], [0.0, 0.33333334, 0.0, 0.0, -1.0]]");
    assertThat(GatePlan.read(file)).isEqualTo(plan);
    assertThat(GatePlan.from(plan.addedTo(SafeTensors.of(Map.of())))).contains(plan);
    assertThat(plan.scaled(2).gateFor("first").context()).isEqualTo(score);
    assertThat(plan.scaled(2).gateFor("first").eps()).isEqualTo(0.5f);
    Gate expected = BudgetGate.of(BlockGate.of(ContextGate.of(0.25f, score), 2), 0.5);
    assertThat(plan.gateFor("first").gate()).hasToString(expected.toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[[1, 2, 3, 4]] | a unit of a context has 5 numbers",
        "[1, 2, 3, 4, 5] | there is NUMBER",
        "[[1, 2, 3, 4, 1e60]] | must be finite, but one is Infinity",
      })
  void saysWhatIsWrongWithAContext(String context, String message) {
    String gate = "\"context\", \"context\": " + context;
    assertThatThrownBy(() -> read(TEXT.replace("\"output\"", gate)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("layer first: ")
        .hasMessageContaining(message);
    String norm = "\"output\", \"context\": [[1, 2, 3, 4, 5]]";
    assertThatThrownBy(() -> read(TEXT.replace("\"output\"", norm)))
        .hasMessageContaining("only gate context has a context, but this one is output");
  }

  @Test
  void scalesThresholdsAndNothingElse() {
    GatePlan scaled = plan().scaled(2);
    assertThat(scaled.gateFor("first")).isEqualTo(plan().gateFor("first").withEps(3f));
    assertThat(scaled.gateFor("third")).isEqualTo(GateSetting.allOpen());
    assertThat(scaled.defaultGate()).isEqualTo(GateSetting.input(0.2f));
    assertThat(scaled.inputThreshold()).isEqualTo(InputThreshold.fixed(0.05f));
    assertThat(scaled.holdThreshold()).isEqualTo(0.02f);
  }

  @Test
  void isValidatedAgainstTheNetwork() {
    SkipNetwork network = GatesInSessionsTest.network();
    assertThat(plan().validate(network)).isEqualTo(plan());
    GatePlan other =
        GatePlan.uniform(GatesInSessionsTest.network("large"), GateSetting.input(0.1f));
    assertThatThrownBy(() -> other.validate(network))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("this plan is for network large, not for small");
    GatePlan misspelt =
        GatePlan.uniform(network, GateSetting.input(0.1f))
            .withLayer("secnod", GateSetting.input(0.2f));
    assertThatThrownBy(() -> misspelt.validate(network))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "this plan names layer secnod, which is no convolution of small; did you mean second?");
  }

  @Test
  void givesEachLayerItsGate() {
    SkipNetwork network = GatesInSessionsTest.network();
    SessionOptions expected =
        SessionOptions.perLayer(
                layer ->
                    switch (layer.name()) {
                      case "first" -> BudgetGate.of(BlockGate.of(NormGate.output(1.5f), 4), 0.25);
                      case "third" -> Gate.ALL_OPEN;
                      default -> NormGate.input(0.1f);
                    })
            .withInputThreshold(0.05f);
    assertThat(plan().options().inputThreshold()).isEqualTo(InputThreshold.fixed(0.05f));
    assertThat(plan().options().holdThreshold()).isEqualTo(0.02f);
    assertThat(plan().options().policy()).isEqualTo(ResidualPolicy.CARRY);
    try (VideoSession session = network.open(plan().options());
        VideoSession other = network.open(expected)) {
      for (int step = 0; step < 4; step++) {
        FrameResult result = session.next(GatesInSessionsTest.frame(step, step));
        FrameResult wanted = other.next(GatesInSessionsTest.frame(step, step));
        assertThat(openPixels(result)).isEqualTo(openPixels(wanted));
        assertThat(result.map("out").toArray()).isEqualTo(wanted.map("out").toArray());
      }
    }
  }

  private static List<Integer> openPixels(FrameResult result) {
    return result.report().layers().stream().map(LayerReport::openPixels).toList();
  }
}
