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
    HARD_SWISH(0),
    /** {@code min(max(a * x + b, 0), 1)} */
    HARD_SIGMOID(2),
    /** {@code x} above 0, {@code a * (exp(x) - 1)} below. */
    ELU(1),
    /** {@code log(1 + exp(x))} */
    SOFTPLUS(0),
    /** The exponential. */
    EXP(0),
    /** The natural logarithm: negative infinity of 0, NaN below. */
    LOG(0),
    /** The square root, NaN below 0. */
    SQRT(0),
    /** {@code |x|} */
    ABS(0),
    /** The error function. */
    ERF(0),
    /** {@code x * tanh(log(1 + exp(x)))} */
    MISH(0),
    /** {@code x * (1 + erf(x / sqrt(2))) / 2} */
    GELU(0),
    /** Largest whole number that is not above {@code x}. */
    FLOOR(0),
    /** Whole number next to {@code x}; of two that are equally near the even one. */
    ROUND(0);

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

  /** {@code log(1 + exp(x))} */
  public static final Activation SOFTPLUS = new Activation(Function.SOFTPLUS, 0, 0);

  /** The exponential. */
  public static final Activation EXP = new Activation(Function.EXP, 0, 0);

  /** The natural logarithm: negative infinity of 0, NaN below. */
  public static final Activation LOG = new Activation(Function.LOG, 0, 0);

  /** The square root, NaN below 0. */
  public static final Activation SQRT = new Activation(Function.SQRT, 0, 0);

  /** {@code |x|} */
  public static final Activation ABS = new Activation(Function.ABS, 0, 0);

  /** The error function. */
  public static final Activation ERF = new Activation(Function.ERF, 0, 0);

  /** {@code x * tanh(log(1 + exp(x)))} (Misra, Mish, BMVC 2020). */
  public static final Activation MISH = new Activation(Function.MISH, 0, 0);

  /**
   * {@code x * (1 + erf(x / sqrt(2))) / 2} (Hendrycks, Gimpel, Gaussian Error Linear Units, 2016).
   */
  public static final Activation GELU = new Activation(Function.GELU, 0, 0);

  /** Largest whole number that is not above {@code x}. */
  public static final Activation FLOOR = new Activation(Function.FLOOR, 0, 0);

  /** Whole number next to {@code x}; of two that are equally near the even one. */
  public static final Activation ROUND = new Activation(Function.ROUND, 0, 0);

  /** Refuses impossible values. */
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
    if ((function == Function.LEAKY_RELU
            || function == Function.ELU
            || function == Function.HARD_SIGMOID)
        && (Float.isInfinite(a) || Float.isInfinite(b))) {
      throw new IllegalArgumentException(
          function == Function.LEAKY_RELU
              ? "the slope must be finite, but is " + a
              : "parameters of " + function + " must be finite, but are " + a + " and " + b);
    }
    if (function == Function.CLIP && a > b) {
      throw new IllegalArgumentException("the limits are " + a + " and " + b + ", in this order");
    }
  }

  /**
   * {@return {@code x} above 0, {@code slope * x} below}
   *
   * @param slope factor of negative values
   */
  public static Activation leakyRelu(float slope) {
    return new Activation(Function.LEAKY_RELU, slope, 0);
  }

  /**
   * {@return {@code min(max(x, least), largest)}}
   *
   * @param least smallest result
   * @param largest largest result
   */
  public static Activation clip(float least, float largest) {
    return new Activation(Function.CLIP, least, largest);
  }

  /**
   * {@return {@code min(max(slope * x + offset, 0), 1)}}
   *
   * @param slope factor of x
   * @param offset result at 0 before both limits
   */
  public static Activation hardSigmoid(float slope, float offset) {
    return new Activation(Function.HARD_SIGMOID, slope, offset);
  }

  /**
   * {@return {@code x} above 0, {@code factor * (exp(x) - 1)} below (Clevert et al., Exponential
   * Linear Units, ICLR 2016)}
   *
   * @param factor factor of {@code exp(x) - 1}
   */
  public static Activation elu(float factor) {
    return new Activation(Function.ELU, factor, 0);
  }

  /**
   * {@return the function itself, in double precision: the definition that every kernel is tested
   * against}
   *
   * @param x the argument
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
      case HARD_SIGMOID -> Math.min(Math.max(a * x + b, 0), 1);
      case ELU -> x > 0 ? x : a * Math.expm1(x);
      case SOFTPLUS -> softplus(x);
      case EXP -> Math.exp(x);
      case LOG -> Math.log(x);
      case SQRT -> Math.sqrt(x);
      case ABS -> Math.abs(x);
      case ERF -> ErrorFunction.of(x);
      case MISH -> x * Math.tanh(softplus(x));
      case GELU -> x * (ErrorFunction.complement(-x / Math.sqrt(2)) / 2);
      case FLOOR -> Math.floor(x);
      case ROUND -> Math.rint(x);
    };
  }

  private static double softplus(double x) {
    return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
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
