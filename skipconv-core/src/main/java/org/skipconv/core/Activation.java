package org.skipconv.core;

/**
 * An element-wise function that a network may apply, with up to two parameters.
 *
 * @param function what is applied but for its parameters
 * @param a first parameter, 0 for functions that have none
 * @param b second parameter, 0 for functions that have only one
 */
public record Activation(Function function, float a, float b) {
  /** The functions that there are, without their parameters. */
  public enum Function {
    /** {@code x} */
    NONE(0),
    /** {@code max(x, 0)} */
    RELU(0),
    /** {@code min(max(x, 0), 6)} */
    RELU6(0),
    /** {@code x * sigmoid(x)}, also called swish. */
    SILU(0),
    /** {@code 1 / (1 + exp(-x))} */
    SIGMOID(0),
    /** {@code x} above 0, {@code a * x} below. */
    LEAKY_RELU(1),
    /** {@code min(max(x, a), b)} */
    CLIP(2),
    /** The hyperbolic tangent. */
    TANH(0),
    /** {@code x * min(max(x + 3, 0), 6) / 6} */
    HARD_SWISH(0);

    private final int parameters;

    Function(int parameters) {
      this.parameters = parameters;
    }
  }

  /** {@code x} */
  public static final Activation NONE = new Activation(Function.NONE, 0, 0);

  /** {@code max(x, 0)} */
  public static final Activation RELU = new Activation(Function.RELU, 0, 0);

  /** {@code min(max(x, 0), 6)} */
  public static final Activation RELU6 = new Activation(Function.RELU6, 0, 0);

  /** {@code x * sigmoid(x)}, also called swish. */
  public static final Activation SILU = new Activation(Function.SILU, 0, 0);

  /** {@code 1 / (1 + exp(-x))} */
  public static final Activation SIGMOID = new Activation(Function.SIGMOID, 0, 0);

  /** The hyperbolic tangent. */
  public static final Activation TANH = new Activation(Function.TANH, 0, 0);

  /** {@code x * min(max(x + 3, 0), 6) / 6} (Howard et al., MobileNetV3, ICCV 2019). */
  public static final Activation HARD_SWISH = new Activation(Function.HARD_SWISH, 0, 0);

  public Activation {
    if (function == null) {
      throw new IllegalArgumentException("the function of an activation must not be null");
    }
    if (Float.isNaN(a) || Float.isNaN(b)) {
      throw new IllegalArgumentException(
          "a parameter of an activation must not be NaN, but they are " + a + " and " + b);
    }
    if ((function.parameters < 1 && a != 0) || (function.parameters < 2 && b != 0)) {
      throw new IllegalArgumentException(
          function
              + " has "
              + function.parameters
              + " parameters, but they are "
              + a
              + " and "
              + b);
    }
    if (function == Function.LEAKY_RELU && Float.isInfinite(a)) {
      throw new IllegalArgumentException("the slope must be finite, but is " + a);
    }
    if (function == Function.CLIP && a > b) {
      throw new IllegalArgumentException("the limits are " + a + " and " + b + ", in this order");
    }
  }

  /** {@code x} above 0, {@code slope * x} below. */
  public static Activation leakyRelu(float slope) {
    return new Activation(Function.LEAKY_RELU, slope, 0);
  }

  /** {@code min(max(x, least), largest)} */
  public static Activation clip(float least, float largest) {
    return new Activation(Function.CLIP, least, largest);
  }

  /**
   * The function itself, in double precision: the definition that every kernel is tested against.
   */
  public double apply(double x) {
    return switch (function) {
      case NONE -> x;
      case RELU -> Math.max(x, 0);
      case RELU6 -> Math.min(Math.max(x, 0), 6);
      case SILU -> x / (1 + Math.exp(-x));
      case SIGMOID -> 1 / (1 + Math.exp(-x));
      case LEAKY_RELU -> x > 0 ? x : a * x;
      case CLIP -> Math.min(Math.max(x, a), b);
      case TANH -> Math.tanh(x);
      case HARD_SWISH -> x * (Math.min(Math.max(x + 3, 0), 6) / 6);
    };
  }

  @Override
  public String toString() {
    return switch (function.parameters) {
      case 0 -> function.toString();
      case 1 -> function + "(" + a + ")";
      default -> function + "(" + a + ", " + b + ")";
    };
  }
}
