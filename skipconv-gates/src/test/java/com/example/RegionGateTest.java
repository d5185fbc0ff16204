package com.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.skipconv.core.ConvSpec;
import org.skipconv.core.FrameResult;
import org.skipconv.core.Gate;
import org.skipconv.core.KeyframePolicy;
import org.skipconv.core.Node;
import org.skipconv.core.Padding;
import org.skipconv.core.SessionOptions;
import org.skipconv.core.SkipNetwork;
import org.skipconv.core.Tensor;
import org.skipconv.core.VideoSession;
import org.skipconv.gates.NormGate;

/** The example of docs/how-to/your-own-gate.md, written as an application would write it. */
class RegionGateTest {
  private static final Path PAGE = Path.of("../docs/how-to/your-own-gate.md");
  private static final Path SOURCES = Path.of("src/test/java/com/example");

  @Test
  void computesInsideTheRegionOnly() {
    SkipNetwork network = network();
    Gate gate = new RegionGate(NormGate.input(0), 0.25, 0.5, 0.75, 1);
    SessionOptions options = SessionOptions.gates(gate).withInputThreshold(0);
    try (VideoSession session =
            network.open(options.withKeyframes(KeyframePolicy.first().withoutCuts()));
        VideoSession dense = network.open(SessionOptions.dense())) {
      session.next(picture(1));
      float[] before = session.next(picture(1)).map("out").toArray();
      FrameResult result = session.next(picture(2));
      float[] after = dense.next(picture(2)).map("out").toArray();
      float[] values = result.map("out").toArray();
      for (int y = 0; y < 8; y++) {
        for (int x = 0; x < 12; x++) {
          boolean inside = y >= 2 && y < 6 && x >= 6;
          assertThat(result.mask("conv").isOpen(y, x)).isEqualTo(inside);
          assertThat(values[y * 12 + x]).isEqualTo((inside ? after : before)[y * 12 + x]);
        }
      }
      assertThat(result.report().openShare()).isEqualTo(0.25);
    }
  }

  @Test
  void refusesWhatIsNoRegion() {
    assertThatThrownBy(() -> new RegionGate(Gate.ALL_OPEN, 0.5, 0, 0.5, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("rows 0.5 to 0.5");
  }

  /** What a reader copies from the page is what is tested here. */
  @Test
  void thePageShowsThisCode() throws IOException {
    String page = Files.readString(PAGE);
    assertThat(page).contains("```java\n" + source("RegionGate.java") + "```");
    String test = withoutIndentation(source("RegionGateTest.java"));
    Matcher blocks = Pattern.compile("```java\n(?!package)(.*?)```", Pattern.DOTALL).matcher(page);
    assertThat(blocks.find()).isTrue();
    do {
      assertThat(test).contains(withoutIndentation(blocks.group(1)));
    } while (blocks.find());
  }

  private static String source(String file) throws IOException {
    return Files.readString(SOURCES.resolve(file));
  }

  private static String withoutIndentation(String code) {
    return code.replaceAll("(?m)^ +", "");
  }

  private static SkipNetwork network() {
    SkipNetwork.Builder builder = SkipNetwork.builder("example");
    Node input = builder.input(3, 16, 24);
    ConvSpec halving = ConvSpec.of(3).withStride(2).withPadding(Padding.symmetric(1));
    Tensor weight = Tensor.of(random(1, 27), 1, 3, 3, 3);
    return builder.output("out", builder.conv("conv", input, halving, weight, null)).build();
  }

  private static Tensor picture(long seed) {
    return Tensor.of(random(seed, 3 * 16 * 24), 1, 3, 16, 24);
  }

  private static float[] random(long seed, int count) {
    Random random = new Random(seed);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = random.nextFloat() - 0.5f;
    }
    return values;
  }
}
