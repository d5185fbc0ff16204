package org.skipconv.models.efficientdet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.skipconv.core.ConvSpec;
import org.skipconv.core.Node;
import org.skipconv.core.SkipNetwork;
import org.skipconv.core.graph.Conv;
import org.skipconv.core.testing.TestData;

/** Against the lists made from the effdet modules. */
class EfficientDetFilesTest {

  /** All but Tiny, which is our own and of which nobody has published keys. */
  static List<String> publishedVariants() {
    List<String> published = new ArrayList<>(EfficientDet.variants());
    assertThat(published.remove("tiny")).isTrue();
    return published;
  }

  @ParameterizedTest
  @MethodSource("publishedVariants")
  void readsExactlyThePublishedKeys(String variant) throws IOException {
    RecordingWeights weights = new RecordingWeights();
    EfficientDet.of(variant).assemble(weights, false);

    assertThat(weights.keys()).isEqualTo(published("keys_tf_efficientdet_" + variant));
  }

  @Test
  void symmetricFormReadsExactlyThePublishedKeys() throws IOException {
    RecordingWeights weights = new RecordingWeights();
    EfficientDet.d0().withSymmetricPadding().assemble(weights, false);

    assertThat(weights.keys()).isEqualTo(published("keys_efficientdet_d0_nobias"));
  }

  private static Map<String, String> published(String list) throws IOException {
    Map<String, String> keys = new LinkedHashMap<>();
    for (String line : Files.readAllLines(TestData.require("golden/" + list + ".tsv"))) {
      String[] columns = line.split("\t", -1);
      if (!columns[0].endsWith(".num_batches_tracked")) {
        keys.put(columns[0], columns[1]);
      }
    }
    assertThat(keys).hasSizeGreaterThan(100);
    return keys;
  }

  @ParameterizedTest
  @ValueSource(strings = {"d0", "d1", "d2", "d3", "lite0"})
  void everyLayerHasThePublishedGeometryAndMacs(String variant) throws IOException {
    Map<String, String> expected = new LinkedHashMap<>();
    for (String line :
        Files.readAllLines(TestData.require("golden/layers_efficientdet_" + variant + ".tsv"))) {
      if (!line.startsWith("stage\t")) {
        publish(line.split("\t", -1), expected);
      }
    }

    SkipNetwork network = EfficientDet.of(variant).assemble(new RecordingWeights(), false);
    Map<String, String> actual = new LinkedHashMap<>();
    network.nodes().forEach(node -> describe(node, actual));
    assertThat(actual).isEqualTo(expected);
  }

  /** Columns: stage, name, cin, cout, k, stride, groups, bias, oh, ow, params, MACs. */
  private static void publish(String[] row, Map<String, String> layers) {
    boolean head = row[1].startsWith("class_net.") || row[1].startsWith("box_net.");
    String level = head ? "@" + row[0].substring(row[0].indexOf('.') + 1) : "";
    layers.put(
        row[1] + level,
        "%s->%s k%s s%s g%s %sx%s %s"
            .formatted(row[2], row[3], row[4], row[5], row[6], row[8], row[9], row[11]));
  }

  private static void describe(Node node, Map<String, String> layers) {
    if (node.op() instanceof Conv conv) {
      ConvSpec spec = conv.spec();
      layers.put(
          node.name(),
          "%d->%d k%d s%d g%d %dx%d %d"
              .formatted(
                  node.input().shape().channels(),
                  node.shape().channels(),
                  spec.kernelHeight(),
                  spec.strideY(),
                  spec.groups(),
                  node.shape().height(),
                  node.shape().width(),
                  node.denseMacs()));
    }
  }
}
