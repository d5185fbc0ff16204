package org.skipconv.models.onnx;

import java.util.function.Supplier;

/**
 * Number of values that one import may make, besides those that stand in the file: a few bytes can
 * ask for any number of them. It holds for the import that runs on this thread.
 */
final class ElementBudget {
  private static final ThreadLocal<ElementBudget> CURRENT = new ThreadLocal<>();

  private final long limit;
  private long left;

  private ElementBudget(long limit) {
    this.limit = limit;
    this.left = limit;
  }

  /** Runs an import within a budget. */
  static <T> T within(long limit, Supplier<T> step) {
    CURRENT.set(new ElementBudget(limit));
    try {
      return step.get();
    } finally {
      CURRENT.remove();
    }
  }

  /**
   * Number of elements of a shape, taken from the budget.
   *
   * @throws IllegalArgumentException when there are not as many left
   */
  static int take(int... dims) {
    int count = OnnxConstant.elements(dims);
    ElementBudget budget = CURRENT.get();
    if (budget != null) {
      budget.left -= count;
      if (budget.left < 0) {
        throw new IllegalArgumentException(
            "the graph makes more than " + budget.limit + " values when it is read");
      }
    }
    return count;
  }
}
