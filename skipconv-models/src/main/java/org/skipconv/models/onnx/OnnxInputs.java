package org.skipconv.models.onnx;

import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.skipconv.core.Shape;
import org.skipconv.core.graph.Input;
import org.skipconv.models.onnx.NetworkPlan.Planned;

/**
 * The inputs of a model. Those that are maps of one size lie after each other in the channels of
 * the network's one input; others, such as the size of the picture, reach foreign parts alone.
 */
final class OnnxInputs {
  /** Channels that a picture may have, last or first. */
  private static final int MAX_COLOURS = 4;

  /**
   * One input.
   *
   * @param name in the file
   * @param type code of ONNX's type
   * @param dims sizes of all axes
   * @param shape as a map; null for those that are none
   * @param channelsLast whether the channels are the last axis
   * @param firstChannel in the network's input
   */
  record Port(
      String name,
      int type,
      List<Integer> dims,
      Shape shape,
      boolean channelsLast,
      int firstChannel) {
    int[] sizes() {
      return dims.stream().mapToInt(i -> i).toArray();
    }

    boolean isMap() {
      return shape != null;
    }
  }

  private final List<Port> ports;

  private OnnxInputs(List<Port> ports) {
    this.ports = List.copyOf(ports);
  }

  static OnnxInputs of(ModelFile file, ImportOptions options) {
    for (String named : options.named()) {
      if (file.inputs().stream().noneMatch(input -> input.getName().equals(named))) {
        throw new IllegalArgumentException(
            "the model has no input "
                + named
                + "; there are "
                + file.inputs().stream().map(ValueInfoProto::getName).toList());
      }
    }
    List<Port> ports = new ArrayList<>();
    Shape size = null;
    int channels = 0;
    for (ValueInfoProto input : file.inputs()) {
      int[] dims = dims(input, options);
      int type = input.getType().getTensorType().getElemType();
      boolean floats =
          type == TensorProto.DataType.FLOAT_VALUE
              || type == TensorProto.DataType.FLOAT16_VALUE
              || type == TensorProto.DataType.BFLOAT16_VALUE
              || type == TensorProto.DataType.DOUBLE_VALUE;
      boolean last = dims.length == 4 && dims[3] <= MAX_COLOURS && dims[1] > MAX_COLOURS;
      Shape shape = floats ? shape(dims, last) : null;
      boolean fits =
          shape != null
              && (size == null
                  || (size.height() == shape.height() && size.width() == shape.width()));
      if (fits) {
        size = shape;
      }
      ports.add(
          new Port(
              input.getName(),
              type,
              Arrays.stream(dims).boxed().toList(),
              fits ? shape : null,
              last,
              channels));
      channels += fits ? shape.channels() : 0;
    }
    if (size == null) {
      throw new IllegalArgumentException("the model has no input of floats that is a map");
    }
    return new OnnxInputs(ports);
  }

  private static int[] dims(ValueInfoProto input, ImportOptions options) {
    int[] dims = ModelFile.dims(input);
    int[] own = options.shapeOf(input.getName()).orElse(null);
    if (own != null) {
      if (dims.length > 0 && own.length != dims.length) {
        throw new IllegalArgumentException(
            input.getName() + " has " + dims.length + " axes, but got " + Arrays.toString(own));
      }
      return own;
    }
    if (dims.length == 4 && options.hasSize()) {
      boolean last =
          dims[3] >= 1 && dims[3] <= MAX_COLOURS && (dims[1] < 1 || dims[1] > MAX_COLOURS);
      dims[last ? 1 : 2] = options.height();
      dims[last ? 2 : 3] = options.width();
    }
    if (dims.length > 0 && dims[0] < 1) {
      dims[0] = 1;
    }
    for (int size : dims) {
      if (size < 1) {
        throw new IllegalArgumentException(
            "the input "
                + input.getName()
                + " "
                + Arrays.toString(ModelFile.dims(input))
                + " leaves sizes open (-1): say them with ImportOptions.inputSize(height, width) or"
                + " withInputShape(\""
                + input.getName()
                + "\", ...)");
      }
    }
    OnnxConstant.elements(dims);
    return dims;
  }

  /** The axes before the last two are channels. */
  private static Shape shape(int[] dims, boolean last) {
    if (last) {
      return dims[0] == 1 ? new Shape(dims[3], dims[1], dims[2]) : null;
    }
    int rank = dims.length;
    if (rank == 0) {
      return new Shape(1, 1, 1);
    }
    if (rank == 2 && dims[0] == 1) {
      return new Shape(dims[1], 1, 1);
    }
    int height = rank > 1 ? dims[rank - 2] : 1;
    int width = dims[rank - 1];
    return new Shape(OnnxConstant.elements(dims) / (height * width), height, width);
  }

  List<Port> ports() {
    return ports;
  }

  /** Number of values of a frame. */
  long elements() {
    return ports.stream().mapToLong(port -> OnnxConstant.elements(port.sizes())).sum();
  }

  /** Shape of the network's input. */
  Shape shape() {
    int channels = ports.stream().filter(Port::isMap).mapToInt(p -> p.shape().channels()).sum();
    Shape any = ports.stream().filter(Port::isMap).findFirst().orElseThrow().shape();
    return new Shape(channels, any.height(), any.width());
  }

  /** Adds the network's input and gives each of the model's as what it is in it. */
  Map<String, OnnxView> views(NetworkPlan plan) {
    Shape shape = shape();
    Planned input = plan.add("input", new Input(shape), List.of());
    LazyMap map = LazyMap.of(input);
    Map<String, OnnxView> views = new LinkedHashMap<>();
    for (Port port : ports) {
      if (port.isMap()) {
        int count = Math.toIntExact(port.shape().elements());
        int begin = port.firstChannel() * shape.pixels();
        int channels = port.shape().channels();
        int pixels = shape.pixels();
        int[] places =
            Selection.lines(
                ElementBudget.take(count),
                i ->
                    port.channelsLast() ? begin + i % channels * pixels + i / channels : begin + i);
        views.put(port.name(), OnnxView.of(port.name(), port.sizes(), List.of(map), places));
      }
    }
    return views;
  }
}
