package org.skipconv.bench.lab.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.skipconv.core.Node;
import org.skipconv.core.Precision;
import org.skipconv.core.ResidualPolicy;
import org.skipconv.core.SessionOptions;
import org.skipconv.core.SkipNetwork;
import org.skipconv.core.Tensor;
import org.skipconv.core.graph.Conv;
import org.skipconv.models.efficientdet.EfficientDet;
import org.skipconv.models.hrnet.HrNet;

class OneLayerTest {
  private static final SkipNetwork HRNET = HrNet.w18SmallV1(64, 64).seeded(3);
  private static final SkipNetwork DET = EfficientDet.of("lite0").withSize(128, 128).seeded(3);

  private static SessionOptions open(double share, ResidualPolicy policy) {
    return SessionOptions.gates(new PatternGate(OpenPattern.BLOCKS, share, 5)).withPolicy(policy);
  }

  @ParameterizedTest
  @EnumSource
  void computesTheShareThatIsAskedFor(ResidualPolicy policy) {
    for (LayerKind kind : LayerKind.of(HRNET)) {
      for (double share : new double[] {0, 0.25, 1}) {
        try (OneLayer layer = new OneLayer(kind.example(), open(share, policy))) {
          assertThat(layer.next()).isPositive();
          assertThat(layer.layer().openPixels())
              .isEqualTo((int) Math.round(share * layer.outputShape().pixels()));
          layer.next();
          layer.requireRight();
        }
      }
    }
  }

  @Test
  void depthwiseLayersToo() {
    List<LayerKind> kinds =
        LayerKind.of(DET).stream().filter(kind -> kind.kind().startsWith("depthwise")).toList();
    assertThat(kinds).hasSizeGreaterThan(5);
    for (LayerKind kind : kinds) {
      try (OneLayer layer = new OneLayer(kind.example(), open(0.3, ResidualPolicy.CARRY))) {
        layer.next();
        layer.requireRight();
      }
    }
  }

  @Test
  void layersOfBfloat16() {
    SessionOptions narrow = open(0.3, ResidualPolicy.CARRY).withPrecision(Precision.BFLOAT16);
    for (SkipNetwork network : List.of(HRNET, DET)) {
      Node node = LayerKind.of(network).get(0).example();
      try (OneLayer layer = new OneLayer(node, narrow);
          OneLayer wide = new OneLayer(node, open(0.3, ResidualPolicy.CARRY))) {
        layer.requireRight();
        assertThat(layer.layer().openPixels()).isEqualTo(wide.layer().openPixels());
        assertThat(layer.output()).isNotEqualTo(wide.output());
      }
    }
  }

  @Test
  void kindsCountAllLayers() {
    assertThat(LayerKind.of(HRNET).stream().mapToInt(LayerKind::count).sum())
        .isEqualTo(HRNET.gatedLayers().size());
  }

  /** One wrong weight in the reference must be seen. */
  @Test
  void noticesWhatIsWrong() {
    Node node = HRNET.convolutions().get(0);
    Conv conv = node.conv();
    float[] input = new float[(int) node.input().shape().elements()];
    java.util.Arrays.fill(input, 1);
    float[] weights = conv.weight().values().clone();
    weights[4] += 1;
    Conv other =
        new Conv(conv.spec(), Tensor.of(weights, conv.weight().shape()), conv.scale(), conv.bias());
    double right = DirectConv.at(conv, node.input().shape(), input, 0, 3, 3);
    double wrong = DirectConv.at(other, node.input().shape(), input, 0, 3, 3);
    double scale = conv.scale() == null ? 1 : conv.scale().get(0);
    assertThat(wrong - right).isCloseTo(scale, org.assertj.core.data.Offset.offset(1e-6));
    assertThatThrownBy(() -> new OneLayer(HRNET.nodes().get(0), SessionOptions.dense()))
        .isInstanceOf(IllegalStateException.class);
  }
}
