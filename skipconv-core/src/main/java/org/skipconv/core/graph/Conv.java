package org.skipconv.core.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.skipconv.core.ConvSpec;
import org.skipconv.core.Node;
import org.skipconv.core.Shape;
import org.skipconv.core.Tensor;

/**
 * A convolution, {@code y = (w * x) * scale + bias}, with any number of groups.
 *
 * @param spec geometry
 * @param weight [out, in / groups, kernel height, kernel width]; layers that share weights share
 *     this object
 * @param scale [out], or null for 1: what lets layers share weights and differ in their batch norm,
 *     and what keeps half-precision weights exact beside a folded batch norm
 * @param bias [out], never null
 * @param names published names of the three, or null for those that follow from the layer's name
 */
public record Conv(
    ConvSpec spec, Tensor weight, @Nullable Tensor scale, Tensor bias, @Nullable Names names)
    implements Operation {

  /**
   * Published names of a convolution's tensors.
   *
   * @param weight key of the weight
   * @param scale key of the factor per channel, a batch norm's weight
   * @param bias key of the bias, or of a batch norm's
   */
  public record Names(String weight, String scale, String bias) {

    /**
     * {@return the names of a convolution without batch norm: {@code layer.weight} and {@code
     * layer.bias}}
     *
     * @param layer name of the convolution
     */
    public static Names of(String layer) {
      return new Names(layer + ".weight", layer + ".scale", layer + ".bias");
    }

    /**
     * {@return the names of a convolution and the batch norm that was folded into it}
     *
     * @param layer name of the convolution
     * @param norm name of the batch norm
     */
    public static Names of(String layer, String norm) {
      return new Names(layer + ".weight", norm + ".weight", norm + ".bias");
    }
  }

  /**
   * A convolution; without a bias it gets one of zeros.
   *
   * @param spec the geometry
   * @param weight [out, in / groups, kernel height, kernel width]
   * @param scale [out], or null for 1
   * @param bias [out], or null for zeros
   * @param names published names of the tensors, or null for those that follow from the layer's
   */
  public Conv(
      ConvSpec spec,
      Tensor weight,
      @Nullable Tensor scale,
      @Nullable Tensor bias,
      @Nullable Names names) {
    if (weight.rank() != 4
        || weight.size(2) != spec.kernelHeight()
        || weight.size(3) != spec.kernelWidth()
        || weight.size(0) % spec.groups() != 0) {
      throw new IllegalArgumentException(
          "weight " + weight + " does not fit " + kernel(spec) + " and a kernel of " + size(spec));
    }
    requirePerChannel(weight, scale);
    requirePerChannel(weight, bias);
    this.spec = spec;
    this.weight = weight;
    this.scale = scale;
    this.bias = bias == null ? Tensor.of(new float[weight.size(0)], weight.size(0)) : bias;
    this.names = names;
  }

  private static void requirePerChannel(Tensor weight, @Nullable Tensor perChannel) {
    if (perChannel != null && perChannel.elements() != weight.size(0)) {
      throw new IllegalArgumentException(
          "scale and bias need "
              + weight.size(0)
              + " values, but one has "
              + perChannel.elements());
    }
  }

  /**
   * A convolution whose tensors are named after its layer; scale and bias may be null.
   *
   * @param spec the geometry
   * @param weight [out, in / groups, kernel height, kernel width]
   * @param scale [out], or null for 1
   * @param bias [out], or null for zeros
   */
  public Conv(ConvSpec spec, Tensor weight, @Nullable Tensor scale, @Nullable Tensor bias) {
    this(spec, weight, scale, bias, null);
  }

  private static String kernel(ConvSpec spec) {
    return spec.groups() + " groups";
  }

  private static String size(ConvSpec spec) {
    return spec.kernelHeight() + "x" + spec.kernelWidth();
  }

  /** {@return the number of output channels} */
  public int outChannels() {
    return weight.size(0);
  }

  @Override
  public Shape shape(List<Shape> operands) {
    Shape in = operands.get(0);
    if (in.channels() % spec.groups() != 0 || weight.size(1) != in.channels() / spec.groups()) {
      throw new IllegalArgumentException(
          "weight "
              + weight
              + " does not fit "
              + in.channels()
              + " input channels in "
              + kernel(spec)
              + " and a kernel of "
              + size(spec));
    }
    return new Shape(
        outChannels(),
        spec.outHeight(in.height(), in.width()),
        spec.outWidth(in.height(), in.width()));
  }

  @Override
  public Dependence dependence(int operand, List<Shape> operands) {
    return Dependence.window(spec, operands.get(0), shape(operands));
  }

  @Override
  public long macs(List<Shape> operands) {
    return spec.macsPerPixel(operands.get(0).channels(), outChannels()) * shape(operands).pixels();
  }

  @Override
  public List<Parameter> parameters(String layer) {
    Names published = names == null ? Names.of(layer) : names;
    List<Parameter> parameters = new ArrayList<>();
    parameters.add(new Parameter(published.weight(), Parameter.Role.WEIGHT, weight));
    if (scale != null) {
      parameters.add(new Parameter(published.scale(), Parameter.Role.SCALE, scale));
    }
    parameters.add(new Parameter(published.bias(), Parameter.Role.BIAS, bias));
    return List.copyOf(parameters);
  }

  @Override
  public Conv mapParameters(UnaryOperator<Tensor> change) {
    return new Conv(
        spec,
        change.apply(weight),
        scale == null ? null : change.apply(scale),
        change.apply(bias),
        names);
  }

  @Override
  public <T> T interpret(Interpreter<T> interpreter, Node node, List<T> operands) {
    return interpreter.conv(node, this, operands.get(0));
  }
}
