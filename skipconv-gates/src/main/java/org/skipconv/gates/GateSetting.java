package org.skipconv.gates;

import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import org.skipconv.core.Gate;

/**
 * A gate as a {@link GatePlan} writes it down.
 *
 * @param kind what is compared with the threshold
 * @param eps the threshold; 0 for {@link Kind#ALL_OPEN}, which has none
 * @param block side of the blocks that open as a whole: 1, 2, 4 or 8
 * @param budget largest share of the layer's pixels that a frame computes, above 0 and at most 1; 1
 *     for no such limit. It holds for blocks too: where it ends, a block is cut.
 * @param context what moves the threshold of {@link Kind#CONTEXT}; {@link ContextScore#NONE} for
 *     all others
 */
public record GateSetting(Kind kind, float eps, int block, double budget, ContextScore context) {

  /** The kinds of gate that a plan can name. */
  public enum Kind {
    /** {@link Gate#ALL_OPEN}. */
    ALL_OPEN,
    /** {@link NormGate#input}. */
    INPUT,
    /** {@link NormGate#output}. */
    OUTPUT,
    /** {@link NormGate#absolute}. */
    ABSOLUTE,
    /** {@link NormGate#releasedInput}. */
    RELEASED_INPUT,
    /** {@link NormGate#releasedOutput}. */
    RELEASED_OUTPUT,
    /** {@link ContextGate}. */
    CONTEXT;

    /** {@return the name that plans use, such as {@code released-input}} */
    public String label() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** All labels, for messages. */
    static String labels() {
      return Arrays.stream(values()).map(Kind::label).collect(Collectors.joining(", "));
    }

    /**
     * {@return the kind of a label}
     *
     * @param label name that plans use
     * @throws IllegalArgumentException when there is none; the message lists those there are
     */
    public static Kind of(String label) {
      for (Kind kind : values()) {
        if (kind.label().equals(label)) {
          return kind;
        }
      }
      throw new IllegalArgumentException(
          "there is no gate \"" + label + "\"; there are " + labels());
    }
  }

  /** Refuses impossible values. */
  public GateSetting {
    Objects.requireNonNull(kind, "kind");
    NormGate.requireEps(eps);
    if (kind == Kind.ALL_OPEN && eps != 0) {
      throw new IllegalArgumentException("a gate that opens all has no eps, but it is " + eps);
    }
    BlockGate.requireSize(block);
    BudgetGate.requireShare(budget);
    Objects.requireNonNull(context, "context");
    if (kind != Kind.CONTEXT && !context.equals(ContextScore.NONE)) {
      throw new IllegalArgumentException(
          "only gate context has a context, but this one is " + kind.label());
    }
  }

  /**
   * A gate without a context.
   *
   * @param kind what the gate measures
   * @param eps threshold, 0 or more
   * @param block side of the blocks in output pixels: 1, 2, 4 or 8
   * @param budget largest share of a layer's pixels, above 0, at most 1
   */
  public GateSetting(Kind kind, float eps, int block, double budget) {
    this(kind, eps, block, budget, ContextScore.NONE);
  }

  /**
   * {@return a gate on single pixels without a budget}
   *
   * @param kind what the gate measures
   * @param eps threshold, 0 or more
   */
  public static GateSetting of(Kind kind, float eps) {
    return new GateSetting(kind, eps, 1, 1);
  }

  /**
   * {@return a setting of {@link NormGate#input} on single pixels without a budget}
   *
   * @param eps threshold, 0 or more
   */
  public static GateSetting input(float eps) {
    return of(Kind.INPUT, eps);
  }

  /**
   * {@return a setting of {@link ContextGate} on single pixels without a budget}
   *
   * @param eps threshold, 0 or more
   * @param score how far what is around a pixel moves the threshold
   */
  public static GateSetting context(float eps, ContextScore score) {
    return of(Kind.CONTEXT, eps).withContext(score);
  }

  /** {@return a setting of {@link Gate#ALL_OPEN}} */
  public static GateSetting allOpen() {
    return of(Kind.ALL_OPEN, 0);
  }

  /**
   * {@return the same with another threshold}
   *
   * @param newEps threshold, 0 or more
   */
  public GateSetting withEps(float newEps) {
    return new GateSetting(kind, newEps, block, budget, context);
  }

  /** The same with its threshold, where it has one, multiplied. */
  GateSetting scaled(double factor) {
    return withEps((float) (eps * factor));
  }

  /**
   * {@return the same in blocks of {@code newBlock} x {@code newBlock} pixels}
   *
   * @param newBlock side of the blocks in output pixels: 1, 2, 4 or 8
   */
  public GateSetting withBlock(int newBlock) {
    return new GateSetting(kind, eps, newBlock, budget, context);
  }

  /**
   * {@return the same with a limit to the share of pixels that a frame computes}
   *
   * @param newBudget largest share of a layer's pixels, above 0, at most 1
   */
  public GateSetting withBudget(double newBudget) {
    return new GateSetting(kind, eps, block, newBudget, context);
  }

  /**
   * {@return a {@link Kind#CONTEXT} of this threshold, block and budget; without units it has the
   * masks of {@link Kind#INPUT}}
   *
   * @param newContext how far what is around a pixel moves the threshold
   */
  public GateSetting withContext(ContextScore newContext) {
    return new GateSetting(Kind.CONTEXT, eps, block, budget, newContext);
  }

  /** {@return the gate itself: the budget around the blocks around the threshold} */
  public Gate gate() {
    Gate gate = block == 1 ? pixelGate() : BlockGate.of(pixelGate(), block);
    return budget == 1 ? gate : BudgetGate.of(gate, budget);
  }

  private Gate pixelGate() {
    return switch (kind) {
      case ALL_OPEN -> Gate.ALL_OPEN;
      case INPUT -> NormGate.input(eps);
      case OUTPUT -> NormGate.output(eps);
      case ABSOLUTE -> NormGate.absolute(eps);
      case RELEASED_INPUT -> NormGate.releasedInput(eps);
      case RELEASED_OUTPUT -> NormGate.releasedOutput(eps);
      case CONTEXT -> ContextGate.of(eps, context);
    };
  }
}
