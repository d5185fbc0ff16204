package org.skipconv.models.onnx;

import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.skipconv.core.ElementType;
import org.skipconv.core.Tensor;
import org.skipconv.core.io.FileErrors;

/**
 * A tensor whose values are known when a model is read: floats, or whole numbers (booleans
 * included). Immutable.
 */
final class OnnxConstant implements OnnxValue {
  /** Nothing that a network for video holds has more. */
  private static final long MAX_ELEMENTS = 1L << 28;

  private static final int MAX_RANK = 8;

  private final int[] dims;
  private final float[] floats;
  private final long[] integers;

  /** Type that ONNX has it in, for sub-graphs that are handed on. */
  private final int type;

  private OnnxConstant(int[] dims, float[] floats, long[] integers, int type) {
    this.dims = dims;
    this.floats = floats;
    this.integers = integers;
    this.type = type;
  }

  static OnnxConstant floats(int[] dims, float[] values) {
    return new OnnxConstant(dims.clone(), values, null, TensorProto.DataType.FLOAT_VALUE);
  }

  static OnnxConstant integers(int[] dims, long[] values) {
    return new OnnxConstant(dims.clone(), null, values, TensorProto.DataType.INT64_VALUE);
  }

  static OnnxConstant integers(int[] dims, long[] values, int type) {
    return new OnnxConstant(dims.clone(), null, values, type);
  }

  static OnnxConstant list(long... values) {
    return integers(new int[] {values.length}, values);
  }

  static OnnxConstant scalar(float value) {
    return floats(new int[0], new float[] {value});
  }

  /**
   * Number of elements of a shape.
   *
   * @throws IllegalArgumentException when it is more than any network needs
   */
  static int elements(int[] dims) {
    if (dims.length > MAX_RANK) {
      throw new IllegalArgumentException("a tensor of " + dims.length + " axes");
    }
    long count = 1;
    for (int size : dims) {
      if (size < 0) {
        throw new IllegalArgumentException("a negative size in " + Arrays.toString(dims));
      }
      count *= size;
      if (count > MAX_ELEMENTS) {
        throw new IllegalArgumentException(
            "a tensor of shape " + Arrays.toString(dims) + " has more than 2^28 values");
      }
    }
    return (int) count;
  }

  private static int[] dims(TensorProto tensor) {
    if (tensor.getDimsCount() > MAX_RANK) {
      throw new IllegalArgumentException(name(tensor) + " has " + tensor.getDimsCount() + " axes");
    }
    int[] dims = new int[tensor.getDimsCount()];
    for (int i = 0; i < dims.length; i++) {
      long size = tensor.getDims(i);
      if (size < 0 || size > MAX_ELEMENTS) {
        throw new IllegalArgumentException(name(tensor) + " has an axis of " + size);
      }
      dims[i] = (int) size;
    }
    return dims;
  }

  private static String name(TensorProto tensor) {
    return "tensor " + FileErrors.shortened(tensor.getName(), 80);
  }

  /** Bytes that the values of a tensor take where they are stored one after the other. */
  static long rawBytes(TensorProto tensor) {
    return (long) elements(dims(tensor)) * elementType(tensor).bytes();
  }

  private static ElementType elementType(TensorProto tensor) {
    TensorProto.DataType type = TensorProto.DataType.forNumber(tensor.getDataType());
    if (type == null) {
      throw new IllegalArgumentException(
          name(tensor) + " has the unknown type " + tensor.getDataType());
    }
    return switch (type) {
      case FLOAT -> ElementType.F32;
      case DOUBLE -> ElementType.F64;
      case FLOAT16 -> ElementType.F16;
      case BFLOAT16 -> ElementType.BF16;
      case INT64, UINT64 -> ElementType.I64;
      case INT32, UINT32 -> ElementType.I32;
      case INT16, UINT16 -> ElementType.I16;
      case INT8 -> ElementType.I8;
      case UINT8 -> ElementType.U8;
      case BOOL -> ElementType.BOOL;
      default ->
          throw new IllegalArgumentException(
              name(tensor) + " is of type " + type + ", which cannot be read");
    };
  }

  /**
   * Reads a tensor out of a file.
   *
   * @throws IllegalArgumentException when it holds other than its shape and type say
   */
  static OnnxConstant of(TensorProto tensor) {
    int[] dims = dims(tensor);
    int count = elements(dims);
    ElementType type = elementType(tensor);
    ByteString raw = tensor.getRawData();
    if (tensor.hasRawData() && (!raw.isEmpty() || count == 0)) {
      if (raw.size() != (long) count * type.bytes()) {
        throw new IllegalArgumentException(
            String.format(
                "%s of shape %s and type %s has %d bytes",
                name(tensor), Arrays.toString(dims), type, raw.size()));
      }
      return fromBytes(dims, raw.asReadOnlyByteBuffer(), count, tensor.getDataType());
    }
    return fromFields(dims, tensor, count);
  }

  private static OnnxConstant fromBytes(int[] dims, ByteBuffer raw, int count, int type) {
    ByteBuffer bytes = raw.order(ByteOrder.LITTLE_ENDIAN);
    float[] floats = new float[0];
    long[] integers = new long[0];
    TensorProto.DataType kind = TensorProto.DataType.forNumber(type);
    if (isFloating(kind)) {
      floats = new float[count];
    } else {
      integers = new long[count];
    }
    for (int i = 0; i < count; i++) {
      switch (kind) {
        case FLOAT -> floats[i] = bytes.getFloat();
        case DOUBLE -> floats[i] = (float) bytes.getDouble();
        case FLOAT16 -> floats[i] = half(bytes.getShort());
        case BFLOAT16 -> floats[i] = Float.intBitsToFloat(bytes.getShort() << 16);
        case INT64, UINT64 -> integers[i] = bytes.getLong();
        case INT32 -> integers[i] = bytes.getInt();
        case UINT32 -> integers[i] = Integer.toUnsignedLong(bytes.getInt());
        case INT16 -> integers[i] = bytes.getShort();
        case UINT16 -> integers[i] = Short.toUnsignedLong(bytes.getShort());
        case INT8 -> integers[i] = bytes.get();
        default -> integers[i] = Byte.toUnsignedLong(bytes.get());
      }
    }
    return isFloating(kind) ? floats(dims, floats) : integers(dims, integers, type);
  }

  private static boolean isFloating(TensorProto.DataType type) {
    return switch (type) {
      case FLOAT, DOUBLE, FLOAT16, BFLOAT16 -> true;
      default -> false;
    };
  }

  private static OnnxConstant fromFields(int[] dims, TensorProto tensor, int count) {
    TensorProto.DataType type = TensorProto.DataType.forNumber(tensor.getDataType());
    List<? extends Number> values =
        switch (type) {
          case FLOAT -> tensor.getFloatDataList();
          case DOUBLE -> tensor.getDoubleDataList();
          case INT64 -> tensor.getInt64DataList();
          case UINT64, UINT32 -> tensor.getUint64DataList();
          default -> tensor.getInt32DataList();
        };
    if (values.size() != count) {
      throw new IllegalArgumentException(
          String.format(
              "%s of shape %s holds %d values",
              name(tensor), Arrays.toString(dims), values.size()));
    }
    if (!isFloating(type)) {
      long[] integers = new long[count];
      for (int i = 0; i < count; i++) {
        integers[i] = values.get(i).longValue();
      }
      return integers(dims, integers, tensor.getDataType());
    }
    float[] floats = new float[count];
    for (int i = 0; i < count; i++) {
      floats[i] =
          switch (type) {
            case FLOAT16 -> half(values.get(i).shortValue());
            case BFLOAT16 -> Float.intBitsToFloat(values.get(i).intValue() << 16);
            default -> values.get(i).floatValue();
          };
    }
    return floats(dims, floats);
  }

  /** Widens a number of IEEE 754's half precision, exactly. */
  static float half(short bits) {
    int sign = (bits & 0x8000) << 16;
    int exponent = (bits >> 10) & 0x1f;
    int fraction = bits & 0x3ff;
    if (exponent == 0) {
      float tiny = fraction * 0x1p-24f;
      return sign == 0 ? tiny : -tiny;
    }
    int wide = exponent == 0x1f ? 0xff : exponent + 112;
    return Float.intBitsToFloat(sign | wide << 23 | fraction << 13);
  }

  TensorProto toProto(String name) {
    TensorProto.Builder tensor = TensorProto.newBuilder().setName(name).setDataType(type);
    for (int size : dims) {
      tensor.addDims(size);
    }
    if (floats != null) {
      ByteBuffer bytes = ByteBuffer.allocate(4 * floats.length).order(ByteOrder.LITTLE_ENDIAN);
      bytes.asFloatBuffer().put(floats);
      return tensor.setRawData(ByteString.copyFrom(bytes)).build();
    }
    for (long value : integers) {
      switch (TensorProto.DataType.forNumber(type)) {
        case INT64 -> tensor.addInt64Data(value);
        case UINT64, UINT32 -> tensor.addUint64Data(value);
        default -> tensor.addInt32Data((int) value);
      }
    }
    return tensor.build();
  }

  int[] dims() {
    return dims.clone();
  }

  int rank() {
    return dims.length;
  }

  int size(int axis) {
    return dims[axis];
  }

  int elements() {
    return floats != null ? floats.length : integers.length;
  }

  boolean isFloat() {
    return floats != null;
  }

  /** Code of ONNX's type. */
  int type() {
    return type;
  }

  float number(int index) {
    return floats != null ? floats[index] : integers[index];
  }

  long integer(int index) {
    return floats != null ? (long) floats[index] : integers[index];
  }

  /** All values as floats; not to be written to. */
  float[] floats() {
    if (floats != null) {
      return floats;
    }
    float[] values = new float[integers.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = integers[i];
    }
    return values;
  }

  /** All values as whole numbers; not to be written to. */
  long[] integers() {
    if (integers != null) {
      return integers;
    }
    long[] values = new long[floats.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (long) floats[i];
    }
    return values;
  }

  /**
   * All values as ints.
   *
   * @throws IllegalArgumentException when one is none
   */
  int[] ints() {
    long[] values = integers();
    int[] ints = new int[values.length];
    for (int i = 0; i < ints.length; i++) {
      ints[i] = (int) Math.max(Math.min(values[i], Integer.MAX_VALUE), Integer.MIN_VALUE);
    }
    return ints;
  }

  Tensor tensor() {
    return Tensor.of(floats(), dims);
  }

  /** Whether all values are one. */
  boolean isUniform() {
    for (int i = 1; i < elements(); i++) {
      if (Float.compare(number(i), number(0)) != 0) {
        return false;
      }
    }
    return elements() > 0;
  }

  OnnxConstant map(DoubleUnaryOperator function) {
    float[] values = floats().clone();
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) function.applyAsDouble(values[i]);
    }
    return floats(dims, values);
  }

  /** The values at places, 0 where a place is negative. */
  OnnxConstant select(Selection selection) {
    int[] places = selection.places();
    if (places == null) {
      return new OnnxConstant(selection.dims(), floats, integers, type);
    }
    if (floats != null) {
      float[] values = new float[places.length];
      for (int i = 0; i < values.length; i++) {
        values[i] = places[i] < 0 ? 0 : floats[places[i]];
      }
      return floats(selection.dims(), values);
    }
    long[] values = new long[places.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = places[i] < 0 ? 0 : integers[places[i]];
    }
    return integers(selection.dims(), values, type);
  }

  @Override
  public String toString() {
    return "constant " + Arrays.toString(dims);
  }
}
