package org.skipconv.core.internal.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.skipconv.core.Node;
import org.skipconv.core.Shape;
import org.skipconv.core.graph.Dependence;
import org.skipconv.core.graph.Foreign;
import org.skipconv.core.graph.Reduce;
import org.skipconv.core.graph.Stage;

/**
 * Stages that a keyframe computes together, a few rows at a time: the rows that one stage has
 * written are still in the cache when the next stage reads them. Maps of early layers are many
 * times as large as the cache, and would otherwise travel to memory and back between two layers.
 *
 * <p>Which values are computed does not depend on it, nor in which order each is summed. Immutable.
 */
final class Stripes {
  /** Bytes of the widest map that a stripe shall have: a part of the second-level cache. */
  private static final long STRIPE_BYTES = 256 << 10;

  /** Smaller maps stay in the cache as a whole, and stripes of them would only cost calls. */
  private static final long LARGE_BYTES = 1 << 20;

  private final int first;
  private final int end;
  private final List<Rows> rows;

  /**
   * Rows of a stage that are computed in one go.
   *
   * @param stage number of the stage
   * @param begin first row
   * @param end one past the last row
   */
  record Rows(int stage, int begin, int end) {}

  private Stripes(int first, int end, List<Rows> rows) {
    this.first = first;
    this.end = end;
    this.rows = List.copyOf(rows);
  }

  /**
   * Cuts the stages of a network, which are in their order, where nothing is gained by going on.
   */
  static List<Stripes> of(List<Stage> stages) {
    Progress progress = new Progress(stages);
    List<Stripes> all = new ArrayList<>();
    int first = 0;
    for (int i = 1; i <= stages.size(); i++) {
      if (i == stages.size() || !continues(stages.get(i), stages.get(i - 1).out())) {
        all.add(progress.together(first, i));
        first = i;
      }
    }
    return List.copyOf(all);
  }

  /** A map of one pixel is small, so that who needs all of it before its first row begins anew. */
  private static boolean continues(Stage stage, Node last) {
    return stage.inputs().contains(last) && bytes(last) > LARGE_BYTES;
  }

  private static long bytes(Node node) {
    return Float.BYTES * node.shape().elements();
  }

  /** Rows that each stage has computed so far. */
  private static final class Progress {
    private final List<Stage> stages;
    private final Map<Node, Integer> makers = new HashMap<>();
    private final int[] done;

    Progress(List<Stage> stages) {
      this.stages = stages;
      this.done = new int[stages.size()];
      for (int i = 0; i < done.length; i++) {
        makers.put(stages.get(i).out(), i);
      }
    }

    Stripes together(int first, int end) {
      long widest = 0;
      int least = Integer.MAX_VALUE;
      for (int i = first; i < end; i++) {
        widest = Math.max(widest, bytes(stages.get(i).out()));
        least = Math.min(least, rowsOf(stages.get(i)));
      }
      long stripes = (widest + STRIPE_BYTES - 1) / STRIPE_BYTES;
      int count = end - first == 1 ? 1 : (int) Math.max(1, Math.min(least, stripes));
      List<Rows> rows = new ArrayList<>();
      for (int stripe = 1; stripe <= count; stripe++) {
        for (int i = first; i < end; i++) {
          int share = (int) ((long) rowsOf(stages.get(i)) * stripe / count);
          int ready = Math.min(share, rowsReady(stages.get(i)));
          if (ready > done[i]) {
            rows.add(new Rows(i, done[i], ready));
            done[i] = ready;
          }
        }
      }
      return new Stripes(first, end, rows);
    }

    /**
     * Number of rows, from the first on, for which the rows of the inputs suffice that are there.
     */
    private int rowsReady(Stage stage) {
      int ready = rowsOf(stage);
      for (int i = 0; i < stage.inputs().size(); i++) {
        int there = rowsDone(stage.inputs().get(i));
        if (there == 0) {
          // Nor is there a border around the rows yet.
          return 0;
        }
        if (stage.out().op() instanceof Reduce) {
          ready = Math.min(ready, there);
        } else {
          Dependence.Lines lines = stage.dependence(i).rows();
          int row = 0;
          while (row < ready && lines.last(row) < there) {
            row++;
          }
          ready = row;
        }
      }
      // A foreign part computes all or nothing.
      return stage.out().op() instanceof Foreign && ready < rowsOf(stage) ? 0 : ready;
    }

    private int rowsDone(Node node) {
      Integer maker = makers.get(node);
      if (maker == null) {
        return node.shape().height();
      }
      boolean reduced = node.op() instanceof Reduce;
      return reduced ? done[maker] / rowsOf(stages.get(maker)) : done[maker];
    }
  }

  /** Number of rows that a stage is computed in: a reduction goes through those of its input. */
  private static int rowsOf(Stage stage) {
    Shape shape =
        stage.out().op() instanceof Reduce ? stage.inputs().get(0).shape() : stage.out().shape();
    return shape.height();
  }

  /** Number of stages. */
  int size() {
    return end - first;
  }

  /** Rows in the order in which they are computed. */
  List<Rows> rows() {
    return rows;
  }

  /** These stages without the first ones. */
  Stripes from(int done) {
    int begin = first + done;
    return new Stripes(begin, end, rows.stream().filter(one -> one.stage() >= begin).toList());
  }

  /**
   * Computes the stages.
   *
   * @param steps of all stages of the network
   * @param measure whether gates will want to know how large values are
   */
  void keyframe(List<Step> steps, boolean measure) {
    List<Step> together = steps.subList(first, end);
    together.forEach(Step::beginKeyframe);
    for (Rows one : rows) {
      Step step = steps.get(one.stage());
      step.out().map().restoreBorder(one.begin(), one.end());
      step.keyframeRows(one.begin(), one.end(), measure);
    }
    together.forEach(Step::endKeyframe);
  }
}
