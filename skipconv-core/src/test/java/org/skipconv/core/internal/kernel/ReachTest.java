package org.skipconv.core.internal.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.skipconv.core.ConvSpec;
import org.skipconv.core.Shape;
import org.skipconv.core.graph.Dependence;
import org.skipconv.core.testing.Shapes;

/** Output rows that look at some input rows, against a look at each of them. */
class ReachTest {
  private final Random random = new Random(1);

  @Test
  void rowsThatLookAtSome() {
    try (Planes owner = new Planes()) {
      for (ConvSpec spec : Shapes.windows()) {
        Shape in = new Shape(1, 1 + random.nextInt(20), 1 + random.nextInt(9));
        if (Shapes.fits(spec, in.height(), in.width())) {
          int height = spec.outHeight(in.height(), in.width());
          int width = spec.outWidth(in.height(), in.width());
          Dependence dependence = Dependence.window(spec, in, new Shape(1, height, width));
          check(new Reach(owner, dependence, in.width()), dependence.rows(), in.height());
        }
      }
    }
  }

  private static void check(Reach reach, Dependence.Lines rows, int inHeight) {
    for (int row = 0; row <= inHeight; row++) {
      int edge = row;
      int[] after = rowsWith(rows, y -> rows.last(y) >= edge);
      int[] before = rowsWith(rows, y -> rows.first(y) < edge);
      assertThat(reach.firstRow(row))
          .as("first row from input row %d on", row)
          .isEqualTo(after.length == 0 ? rows.count() : after[0]);
      assertThat(reach.endRow(row))
          .as("end of the rows before input row %d", row)
          .isEqualTo(before.length == 0 ? 0 : before[before.length - 1] + 1);
    }
  }

  private static int[] rowsWith(Dependence.Lines rows, IntPredicate wanted) {
    return IntStream.range(0, rows.count()).filter(wanted).toArray();
  }
}
