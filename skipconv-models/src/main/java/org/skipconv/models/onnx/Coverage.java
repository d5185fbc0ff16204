package org.skipconv.models.onnx;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.NullMarked;
import org.skipconv.core.SkipNetwork;

/**
 * Account of an ONNX graph: which of its nodes the skip graph carries, and which are run by ONNX
 * Runtime and why. Immutable.
 */
@NullMarked
public final class Coverage {
  /**
   * Nodes of one operator.
   *
   * @param operator name in ONNX
   * @param carried number of nodes in the skip graph, or folded when the model was read
   * @param foreign number of nodes that ONNX Runtime runs
   */
  public record OperatorCount(String operator, int carried, int foreign) {}

  /**
   * A sub-graph that ONNX Runtime runs.
   *
   * @param name of its first result
   * @param inNetwork whether convolutions of the skip graph follow; else it stands after it
   * @param operators of its nodes, in their order
   * @param reason why the first of its nodes is foreign
   */
  public record ForeignSubgraph(
      String name, boolean inNetwork, List<String> operators, String reason) {
    /** Copies its collections. */
    public ForeignSubgraph {
      operators = List.copyOf(operators);
    }
  }

  private final long carriedMacs;
  private final int foreignConvolutions;
  private final int convolutions;
  private final List<OperatorCount> operators;
  private final List<ForeignSubgraph> parts;
  private final boolean quantised;

  private Coverage(
      long carriedMacs,
      int convolutions,
      int foreignConvolutions,
      List<OperatorCount> operators,
      List<ForeignSubgraph> parts,
      boolean quantised) {
    this.carriedMacs = carriedMacs;
    this.convolutions = convolutions;
    this.foreignConvolutions = foreignConvolutions;
    this.operators = List.copyOf(operators);
    this.parts = List.copyOf(parts);
    this.quantised = quantised;
  }

  static Coverage of(
      SkipNetwork network,
      List<OnnxNode> nodes,
      List<ForeignGraph> foreign,
      Map<OnnxNode, String> reasons) {
    Set<OnnxNode> outside = new LinkedHashSet<>();
    List<ForeignSubgraph> parts = new ArrayList<>();
    for (ForeignGraph part : foreign) {
      outside.addAll(part.nodes());
      List<String> types = part.nodes().stream().map(OnnxNode::type).toList();
      String reason =
          part.nodes().stream()
              .map(reasons::get)
              .filter(r -> r != null)
              .findFirst()
              .orElse("it stands between such nodes");
      parts.add(new ForeignSubgraph(part.results().get(0), part.isInNetwork(), types, reason));
    }
    Map<String, int[]> counts = new TreeMap<>();
    boolean quantised = false;
    for (OnnxNode node : nodes) {
      int[] count = counts.computeIfAbsent(node.type(), key -> new int[2]);
      count[outside.contains(node) ? 1 : 0]++;
      quantised |=
          node.type().contains("QuantizeLinear")
              || node.type().equals("QLinearConv")
              || node.type().equals("ConvInteger");
    }
    List<OperatorCount> operators = new ArrayList<>();
    counts.forEach((type, count) -> operators.add(new OperatorCount(type, count[0], count[1])));
    int convolutions = 0;
    int foreignConvolutions = 0;
    for (OnnxNode node : nodes) {
      if (node.type().contains("Conv")) {
        convolutions++;
        foreignConvolutions += outside.contains(node) ? 1 : 0;
      }
    }
    return new Coverage(
        network.denseMacs(), convolutions, foreignConvolutions, operators, parts, quantised);
  }

  /**
   * {@return the multiply-accumulates of a frame in the skip graph when every pixel is computed}
   */
  public long carriedMacs() {
    return carriedMacs;
  }

  /** {@return the number of convolutions in the file} */
  public int convolutions() {
    return convolutions;
  }

  /** {@return the number of convolutions that ONNX Runtime runs} */
  public int foreignConvolutions() {
    return foreignConvolutions;
  }

  /** {@return the operators of the file in alphabetical order} */
  public List<OperatorCount> operators() {
    return operators;
  }

  /** {@return the sub-graphs that ONNX Runtime runs, in the order in which they run} */
  public List<ForeignSubgraph> parts() {
    return parts;
  }

  /**
   * {@return whether the file is quantised: weights are taken as what they stand for, and no more}
   */
  public boolean isQuantised() {
    return quantised;
  }

  /** {@return whether the model runs without ONNX Runtime} */
  public boolean isComplete() {
    return parts.isEmpty();
  }

  /** One line. */
  @Override
  public String toString() {
    int nodes = parts.stream().mapToInt(part -> part.operators().size()).sum();
    boolean middle = parts.stream().anyMatch(ForeignSubgraph::inNetwork);
    return String.format(
        Locale.ROOT,
        "%d of %d convolutions in the skip graph, %.2f GMAC; %s%s",
        convolutions - foreignConvolutions,
        convolutions,
        carriedMacs / 1e9,
        nodes == 0
            ? "no foreign parts"
            : nodes
                + " nodes run by ONNX Runtime in "
                + parts.size()
                + (parts.size() == 1 ? " part" : " parts")
                + (middle ? ", in mid-network" : ", after it"),
        quantised ? "; quantised weights as floats, activations not rounded" : "");
  }

  /** {@return a table of operators, then the foreign parts and why they are} */
  public String table() {
    StringBuilder text = new StringBuilder(toString()).append('\n');
    Map<String, Lowering.Handling> forms = Lowering.operators();
    text.append(
        String.format(
            Locale.ROOT, "%n%-24s %8s %8s  %s%n", "operator", "carried", "foreign", "as"));
    for (OperatorCount count : operators) {
      Lowering.Handling form = forms.get(count.operator());
      String as = count.carried() == 0 ? "foreign" : form == null ? "folded" : form.toString();
      text.append(
          String.format(
              Locale.ROOT,
              "%-24s %8d %8d  %s%n",
              count.operator(),
              count.carried(),
              count.foreign(),
              as));
    }
    for (ForeignSubgraph part : parts) {
      Map<String, Integer> types = new LinkedHashMap<>();
      part.operators().forEach(type -> types.merge(type, 1, Integer::sum));
      text.append(
          String.format(
              Locale.ROOT,
              "%n%s %s: %s%n  because %s%n",
              part.inNetwork() ? "foreign part" : "tail",
              part.name(),
              types,
              part.reason()));
    }
    return text.toString();
  }
}
