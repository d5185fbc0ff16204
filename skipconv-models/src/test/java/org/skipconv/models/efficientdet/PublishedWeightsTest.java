package org.skipconv.models.efficientdet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.skipconv.core.Node;
import org.skipconv.core.SkipNetwork;
import org.skipconv.core.Tensor;
import org.skipconv.core.graph.Conv;
import org.skipconv.models.weights.GeneratedWeights;
import org.skipconv.models.weights.Weights;

class PublishedWeightsTest {
  private static final EfficientDet D0 = EfficientDet.d0().withSize(65, 65);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          backbone.conv_stem.weight                              | backbone_net.model._conv_stem.conv.weight
          backbone.bn1.running_var                               | backbone_net.model._bn0.running_var
          backbone.blocks.0.0.conv_dw.weight                     | backbone_net.model._blocks.0._depthwise_conv.conv.weight
          backbone.blocks.0.0.bn1.bias                           | backbone_net.model._blocks.0._bn1.bias
          backbone.blocks.0.0.conv_pw.weight                     | backbone_net.model._blocks.0._project_conv.conv.weight
          backbone.blocks.0.0.bn2.weight                         | backbone_net.model._blocks.0._bn2.weight
          backbone.blocks.1.0.conv_pw.weight                     | backbone_net.model._blocks.1._expand_conv.conv.weight
          backbone.blocks.3.2.bn1.weight                         | backbone_net.model._blocks.7._bn0.weight
          backbone.blocks.3.2.bn2.weight                         | backbone_net.model._blocks.7._bn1.weight
          backbone.blocks.6.0.conv_pwl.weight                    | backbone_net.model._blocks.15._project_conv.conv.weight
          backbone.blocks.6.0.bn3.running_mean                   | backbone_net.model._blocks.15._bn2.running_mean
          backbone.blocks.2.1.se.conv_reduce.bias                | backbone_net.model._blocks.4._se_reduce.conv.bias
          backbone.blocks.2.1.se.conv_expand.weight              | backbone_net.model._blocks.4._se_expand.conv.weight
          fpn.resample.3.conv.conv.weight                        | bifpn.0.p5_to_p6.0.conv.weight
          fpn.resample.3.conv.bn.bias                            | bifpn.0.p5_to_p6.1.bias
          fpn.cell.1.fnode.0.combine.edge_weights                | bifpn.1.p6_w1
          fpn.cell.1.fnode.3.combine.edge_weights                | bifpn.1.p3_w1
          fpn.cell.2.fnode.4.combine.edge_weights                | bifpn.2.p4_w2
          fpn.cell.2.fnode.7.combine.edge_weights                | bifpn.2.p7_w2
          fpn.cell.0.fnode.1.combine.resample.2.conv.conv.bias   | bifpn.0.p5_down_channel.0.conv.bias
          fpn.cell.0.fnode.2.combine.resample.1.conv.conv.weight | bifpn.0.p4_down_channel.0.conv.weight
          fpn.cell.0.fnode.3.combine.resample.0.conv.bn.weight   | bifpn.0.p3_down_channel.1.weight
          fpn.cell.0.fnode.4.combine.resample.1.conv.bn.weight   | bifpn.0.p4_down_channel_2.1.weight
          fpn.cell.0.fnode.5.combine.resample.2.conv.conv.weight | bifpn.0.p5_down_channel_2.0.conv.weight
          fpn.cell.1.fnode.0.after_combine.conv.conv_dw.weight   | bifpn.1.conv6_up.depthwise_conv.conv.weight
          fpn.cell.1.fnode.3.after_combine.conv.conv_pw.bias     | bifpn.1.conv3_up.pointwise_conv.conv.bias
          fpn.cell.2.fnode.7.after_combine.conv.bn.running_mean  | bifpn.2.conv7_down.bn.running_mean
          class_net.conv_rep.2.conv_dw.weight                    | classifier.conv_list.2.depthwise_conv.conv.weight
          class_net.bn_rep.2.4.bn.weight                         | classifier.bn_list.4.2.weight
          box_net.conv_rep.0.conv_pw.bias                        | regressor.conv_list.0.pointwise_conv.conv.bias
          box_net.predict.conv_pw.bias                           | regressor.header.pointwise_conv.conv.bias
          """)
  void zylo117Names(String effdet, String zylo) {
    assertThat(new ZyloNames(Variant.D0).apply(effdet)).isEqualTo(zylo);
  }

  @Test
  void everyTensorHasAZylo117NameOfItsOwn() {
    for (Variant variant : List.of(Variant.D0, Variant.D5, Variant.D7X)) {
      RecordingWeights asked = new RecordingWeights();
      EfficientDet.of(variant.id()).assemble(asked, false);
      ZyloNames names = new ZyloNames(variant);
      assertThat(asked.asked.keySet().stream().map(names).distinct())
          .hasSameSizeAs(asked.asked.keySet())
          .noneMatch(name -> name.contains("null"));
    }
    assertThatThrownBy(() -> new ZyloNames(Variant.D0).apply("fpn.nonsense"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("fpn.nonsense");
  }

  @Test
  void sameNetworkFromEveryPublisher() {
    Map<String, Tensor> effdet = tensors(D0);
    SkipNetwork expected = D0.build(Weights.of(effdet));

    assertSame(D0.build(Weights.of(renamed(effdet, new ZyloNames(Variant.D0)))), expected);
    Map<String, Tensor> bench = renamed(effdet, name -> "model." + name);
    bench.put("anchors.boxes", Tensor.of(new float[4], 1, 4));
    assertSame(D0.build(Weights.of(bench)), expected);
  }

  @Test
  void countersAreNoPartOfTheNetwork() {
    Map<String, Tensor> tensors = tensors(D0);
    tensors.put("backbone.bn1.num_batches_tracked", Tensor.of(new float[] {7}));
    assertThat(D0.build(Weights.of(tensors)).outputs()).hasSize(10);
  }

  @Test
  void refusesTheOtherForm() {
    Map<String, Tensor> tensorFlow = tensors(D0);
    assertThatThrownBy(() -> D0.withSymmetricPadding().build(Weights.of(tensorFlow)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("are not those of efficientdet_d0, which has no place for 36 of them")
        .hasMessageContaining("fpn.resample.3.conv.conv.bias");
    Map<String, Tensor> symmetric = tensors(D0.withSymmetricPadding());
    assertThatThrownBy(() -> D0.build(Weights.of(symmetric)))
        .hasMessageContaining("there is no tensor fpn.resample.3.conv.conv.bias");
  }

  @Test
  void refusesADeeperVariant() {
    Map<String, Tensor> tensors = tensors(D0);
    tensors.put("backbone.blocks.6.1.bn3.bias", Tensor.of(new float[320], 320));
    assertThatThrownBy(() -> D0.build(Weights.of(tensors)))
        .hasMessageContaining("such as [backbone.blocks.6.1.bn3.bias]");
  }

  private static Map<String, Tensor> tensors(EfficientDet model) {
    GeneratedWeights generated = GeneratedWeights.he(1);
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    model.assemble(
        (name, shape) -> tensors.computeIfAbsent(name, key -> generated.tensor(key, shape)), false);
    return tensors;
  }

  private static Map<String, Tensor> renamed(
      Map<String, Tensor> tensors, UnaryOperator<String> naming) {
    Map<String, Tensor> renamed = new LinkedHashMap<>();
    tensors.forEach((name, tensor) -> renamed.put(naming.apply(name), tensor));
    return renamed;
  }

  private static void assertSame(SkipNetwork actual, SkipNetwork expected) {
    assertThat(actual.nodes()).hasSameSizeAs(expected.nodes());
    for (int i = 0; i < expected.nodes().size(); i++) {
      Node a = actual.nodes().get(i);
      Node e = expected.nodes().get(i);
      assertThat(a.name()).isEqualTo(e.name());
      if (e.op() instanceof Conv conv) {
        assertThat(a.conv().weight().values()).isEqualTo(conv.weight().values());
        assertThat(a.conv().bias().values()).isEqualTo(conv.bias().values());
      }
      assertThat(a.weightedSum()).isEqualTo(e.weightedSum());
    }
  }
}
