package org.skipconv.core.internal.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.skipconv.core.Node;
import org.skipconv.core.SkipNetwork;
import org.skipconv.core.graph.Dependence;
import org.skipconv.core.graph.Foreign;
import org.skipconv.core.graph.Reduce;
import org.skipconv.core.graph.Stage;
import org.skipconv.core.internal.kernel.Plane;

/**
 * Maps of a session that computes every frame whole, and so needs no row of them once its last
 * reader has read it: they share one block of memory, which stays in the processor's cache where
 * all maps of a network would not.
 *
 * <p>Not among them are the input, which the next frame is compared with, the outputs, which a user
 * reads, and maps whose padded channels nobody writes. What a foreign part gives is compared, too.
 */
final class SharedMaps {
  /** Bytes that one block can have; a network that needs more shares nothing. */
  private static final long MOST_BYTES = Integer.MAX_VALUE / 2;

  private final Map<Node, Integer> numbers = new HashMap<>();
  private final MemoryPlan plan;

  /**
   * A map in memory.
   *
   * @param rowBytes bytes of a row, with its border
   * @param top rows of the border above
   * @param bottom rows of the border below
   */
  record RowExtent(long rowBytes, int top, int bottom) {}

  /**
   * The shared maps of a network.
   *
   * @param order in which its stages are computed
   * @param extents those of the nodes' maps
   */
  SharedMaps(
      SkipNetwork network,
      List<Stage> stages,
      List<Stripes> order,
      FoldedProducts folded,
      Function<Node, RowExtent> extents) {
    Set<Node> outputs = Set.copyOf(network.outputs().values());
    Map<Node, Times> times = new HashMap<>();
    for (Stage stage : stages) {
      Node node = stage.out();
      if (folded.contains(node)) {
        // Who reads a folded product reads the map.
        times.put(node, times.get(node.inputs().get(0)));
      } else {
        times.put(node, new Times(node.shape().height()));
      }
    }
    int now = 0;
    for (Stripes together : order) {
      for (Stripes.Rows rows : together.rows()) {
        Stage stage = stages.get(rows.stage());
        if (!folded.contains(stage.out())) {
          times.get(stage.out()).written(rows, now);
        }
        read(stage, rows, times, now);
        now++;
      }
    }
    List<MemoryPlan.Life> lives = new ArrayList<>();
    for (Stage stage : stages) {
      Node node = stage.out();
      if (isShared(node) && !outputs.contains(node) && !folded.contains(node)) {
        numbers.put(node, lives.size());
        lives.add(times.get(node).life(extents.apply(node)));
      }
    }
    plan = MemoryPlan.of(lives);
  }

  private static void read(Stage stage, Stripes.Rows rows, Map<Node, Times> times, int now) {
    for (int i = 0; i < stage.inputs().size(); i++) {
      Times input = times.get(stage.inputs().get(i));
      if (input == null) {
        continue;
      }
      if (stage.out().op() instanceof Reduce) {
        input.read(rows.begin(), rows.end() - 1, now);
        continue;
      }
      Dependence.Lines lines = stage.dependence(i).rows();
      for (int row = rows.begin(); row < rows.end(); row++) {
        input.read(lines.first(row), lines.last(row), now);
      }
    }
  }

  /** Times at which the rows of a map are written and read. */
  private static final class Times {
    private final int[] written;
    private final int[] read;

    /** Time of the last reader, which may look at the border below the last row alone. */
    private int last;

    Times(int rows) {
      written = new int[rows];
      read = new int[rows];
    }

    void written(Stripes.Rows rows, int now) {
      // A reduction goes through rows of its input, and has one of its own.
      int end = Math.min(rows.end(), written.length);
      for (int row = Math.min(rows.begin(), end); row < end; row++) {
        written[row] = now;
        read(row, row, now);
      }
    }

    void read(int firstRow, int lastRow, int now) {
      last = now;
      for (int row = Math.max(0, firstRow); row <= lastRow; row++) {
        read[row] = now;
      }
    }

    MemoryPlan.Life life(RowExtent extent) {
      int rows = written.length;
      int[] begins = new int[extent.top() + rows + extent.bottom()];
      int[] ends = new int[begins.length];
      Arrays.fill(begins, 0, extent.top(), written[0]);
      System.arraycopy(written, 0, begins, extent.top(), rows);
      Arrays.fill(begins, extent.top() + rows, begins.length, written[rows - 1]);
      // The border above is read with the first rows at the latest.
      System.arraycopy(read, 0, ends, extent.top(), rows);
      Arrays.fill(ends, 0, extent.top(), read[0]);
      Arrays.fill(ends, extent.top() + rows, begins.length, last);
      // Not every reader goes through the rows in their order.
      for (int i = 1; i < ends.length; i++) {
        ends[i] = Math.max(ends[i], ends[i - 1]);
      }
      return new MemoryPlan.Life(extent.rowBytes(), begins, ends);
    }
  }

  private static boolean isShared(Node node) {
    return node.onPicture()
        && node.shape().channels() % Plane.CHANNEL_ALIGNMENT == 0
        && !(node.op() instanceof Foreign);
  }

  /** Whether a node's map lies in the block. */
  boolean contains(Node node) {
    return plan.bytes() <= MOST_BYTES && numbers.containsKey(node);
  }

  /** Place of a node's map in the block, in bytes. */
  long place(Node node) {
    return plan.place(numbers.get(node));
  }

  /** Bytes of the block. */
  long bytes() {
    return plan.bytes() <= MOST_BYTES ? plan.bytes() : 0;
  }
}
