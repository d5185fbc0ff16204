package org.skipconv.models.efficientdet;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The names that zylo117's Yet-Another-EfficientDet-Pytorch gives to the tensors that effdet calls
 * otherwise.
 */
final class ZyloNames implements UnaryOperator<String> {

  /** Tells the naming: every file has it. */
  static final String HEAD = "classifier.header.pointwise_conv.conv.weight";

  static final String STEM = "backbone_net.model._conv_stem.conv.weight";

  private static final Map<String, String> FIRST_STAGE =
      Map.of(
          "conv_dw", "_depthwise_conv.conv",
          "bn1", "_bn1",
          "conv_pw", "_project_conv.conv",
          "bn2", "_bn2",
          "se.conv_reduce", "_se_reduce.conv",
          "se.conv_expand", "_se_expand.conv");

  private static final Map<String, String> OTHER_STAGES =
      Map.of(
          "conv_pw", "_expand_conv.conv",
          "bn1", "_bn0",
          "conv_dw", "_depthwise_conv.conv",
          "bn2", "_bn1",
          "conv_pwl", "_project_conv.conv",
          "bn3", "_bn2",
          "se.conv_reduce", "_se_reduce.conv",
          "se.conv_expand", "_se_expand.conv");

  private static final Map<String, String> SEPARABLE =
      Map.of("conv_dw", "depthwise_conv.conv", "conv_pw", "pointwise_conv.conv", "bn", "bn");

  private static final Map<String, String> PROJECTION = Map.of("conv", "0.conv", "bn", "1");

  private static final Map<String, String> HEADS =
      Map.of("class_net", "classifier", "box_net", "regressor");

  private final Variant variant;
  private final List<Rule> rules =
      List.of(
          new Rule("backbone\\.conv_stem\\.weight", m -> STEM),
          new Rule("backbone\\.bn1\\.(\\w+)", m -> "backbone_net.model._bn0." + m.group(1)),
          new Rule("backbone\\.blocks\\.(\\d)\\.(\\d+)\\.(.+)\\.(\\w+)", this::block),
          new Rule(
              "fpn\\.resample\\.3\\.conv\\.(conv|bn)\\.(\\w+)",
              m -> "bifpn.0.p5_to_p6." + PROJECTION.get(m.group(1)) + "." + m.group(2)),
          new Rule("fpn\\.cell\\.(\\d+)\\.fnode\\.(\\d+)\\.combine\\.edge_weights", this::edge),
          new Rule(
              "fpn\\.cell\\.0\\.fnode\\.(\\d+)\\.combine\\.resample\\.\\d+\\.conv\\.(conv|bn)\\.(\\w+)",
              this::projection),
          new Rule(
              "fpn\\.cell\\.(\\d+)\\.fnode\\.(\\d+)\\.after_combine\\.conv\\.(\\w+)\\.(\\w+)",
              this::fusion),
          new Rule(
              "(\\w+_net)\\.conv_rep\\.(\\d+)\\.(\\w+)\\.(\\w+)",
              m -> head(m, "conv_list." + m.group(2) + "." + SEPARABLE.get(m.group(3)), 4)),
          new Rule(
              "(\\w+_net)\\.bn_rep\\.(\\d+)\\.(\\d+)\\.bn\\.(\\w+)",
              m -> head(m, "bn_list." + m.group(3) + "." + m.group(2), 4)),
          new Rule(
              "(\\w+_net)\\.predict\\.(\\w+)\\.(\\w+)",
              m -> head(m, "header." + SEPARABLE.get(m.group(2)), 3)));

  private record Rule(Pattern pattern, Function<MatchResult, String> rename) {
    Rule(String pattern, Function<MatchResult, String> rename) {
      this(Pattern.compile(pattern), rename);
    }

    Optional<String> apply(String name) {
      Matcher matcher = pattern.matcher(name);
      return matcher.matches() ? Optional.of(rename.apply(matcher)) : Optional.empty();
    }
  }

  ZyloNames(Variant variant) {
    this.variant = variant;
  }

  /** zylo117's name for effdet's. */
  @Override
  public String apply(String effdet) {
    return rules.stream()
        .flatMap(rule -> rule.apply(effdet).stream())
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("zylo117 has no tensor like effdet's " + effdet));
  }

  /** Blocks count through all stages. */
  private String block(MatchResult match) {
    int stage = Integer.parseInt(match.group(1));
    int number = Integer.parseInt(match.group(2));
    for (BackboneScaling.BackboneStage before : variant.backbone().stages().subList(0, stage)) {
      number += before.repeats();
    }
    Map<String, String> parts = stage == 0 ? FIRST_STAGE : OTHER_STAGES;
    return "backbone_net.model._blocks."
        + number
        + "."
        + parts.get(match.group(3))
        + "."
        + match.group(4);
  }

  private String edge(MatchResult match) {
    PyramidNode node = node(match.group(2));
    return "bifpn." + match.group(1) + ".p" + node.level() + (node.topDown() ? "_w1" : "_w2");
  }

  private String projection(MatchResult match) {
    PyramidNode node = node(match.group(1));
    return "bifpn.0.p"
        + node.level()
        + (node.topDown() ? "_down_channel." : "_down_channel_2.")
        + PROJECTION.get(match.group(2))
        + "."
        + match.group(3);
  }

  private String fusion(MatchResult match) {
    PyramidNode node = node(match.group(2));
    return "bifpn."
        + match.group(1)
        + ".conv"
        + node.level()
        + (node.topDown() ? "_up." : "_down.")
        + SEPARABLE.get(match.group(3))
        + "."
        + match.group(4);
  }

  private PyramidNode node(String number) {
    return PyramidNode.cell(variant.maxLevel).get(Integer.parseInt(number));
  }

  private static String head(MatchResult match, String path, int parameterGroup) {
    return HEADS.get(match.group(1)) + "." + path + "." + match.group(parameterGroup);
  }
}
