package org.skipconv.models.onnx;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import java.nio.ByteBuffer;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.ShortBuffer;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.NullMarked;
import org.skipconv.core.FrameReport;
import org.skipconv.core.SessionOptions;
import org.skipconv.core.Tensor;

/**
 * A stream for programs that are written around ONNX Runtime's {@code OrtSession.run}: its tensors
 * in and out, with the types that the file says. Needs {@code com.microsoft.onnxruntime} on the
 * class path. Used by one thread at a time.
 *
 * <pre>{@code
 * try (OrtStream stream = OrtStream.open(OnnxModel.load(file), options)) {
 *   try (OrtStream.Results results = stream.run(Map.of("images", tensor))) {
 *     float[][][] boxes = (float[][][]) results.get("output").orElseThrow().getValue();
 *   }
 * }
 * }</pre>
 */
@NullMarked
public final class OrtStream implements AutoCloseable {
  private final OnnxSession session;
  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();

  private OrtStream(OnnxSession session) {
    this.session = session;
  }

  /**
   * Starts a stream of a model; the caller closes it.
   *
   * @param model the model
   * @param options how the stream computes
   * @return the stream
   */
  public static OrtStream open(OnnxModel model, SessionOptions options) {
    return new OrtStream(model.open(options));
  }

  /**
   * Computes the next frame.
   *
   * @param frame every input by name; of floats, or of whole numbers where the file says so
   * @return every output; to be closed
   * @throws IllegalArgumentException when an input is missing, of another shape or type, or not
   *     finite; the stream stays as it was
   * @throws OrtException when ONNX Runtime cannot make a tensor
   */
  public Results run(Map<String, ? extends OnnxTensor> frame) throws OrtException {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    frame.forEach((name, tensor) -> tensors.put(name, floats(name, tensor)));
    Map<String, OnnxValue> outputs = new LinkedHashMap<>();
    for (Map.Entry<String, OnnxArray> output : session.nextArrays(tensors).entrySet()) {
      outputs.put(output.getKey(), tensor(output.getValue()));
    }
    return new Results(outputs);
  }

  private static Tensor floats(String name, OnnxTensor tensor) {
    long[] shape = tensor.getInfo().getShape();
    int[] dims = new int[shape.length];
    for (int i = 0; i < dims.length; i++) {
      dims[i] = Math.toIntExact(shape[i]);
    }
    float[] values = new float[OnnxConstant.elements(dims)];
    switch (tensor.getInfo().type) {
      case FLOAT, FLOAT16, BFLOAT16 -> tensor.getFloatBuffer().get(values);
      case INT64 -> {
        LongBuffer longs = tensor.getLongBuffer();
        for (int i = 0; i < values.length; i++) {
          values[i] = longs.get(i);
        }
      }
      case INT32 -> {
        IntBuffer ints = tensor.getIntBuffer();
        for (int i = 0; i < values.length; i++) {
          values[i] = ints.get(i);
        }
      }
      default ->
          throw new IllegalArgumentException(
              "the input " + name + " is of type " + tensor.getInfo().type);
    }
    return Tensor.of(values, dims);
  }

  private OnnxTensor tensor(OnnxArray array) throws OrtException {
    long[] dims = array.dims().stream().mapToLong(Long::longValue).toArray();
    Object values = array.values();
    if (values instanceof float[] floats) {
      return OnnxTensor.createTensor(environment, FloatBuffer.wrap(floats), dims);
    }
    if (values instanceof long[] longs) {
      return OnnxTensor.createTensor(environment, LongBuffer.wrap(longs), dims);
    }
    if (values instanceof int[] ints) {
      return OnnxTensor.createTensor(environment, IntBuffer.wrap(ints), dims);
    }
    if (values instanceof double[] doubles) {
      return OnnxTensor.createTensor(environment, DoubleBuffer.wrap(doubles), dims);
    }
    if (values instanceof short[] shorts) {
      return OnnxTensor.createTensor(environment, ShortBuffer.wrap(shorts), dims);
    }
    if (values instanceof byte[] bytes) {
      return OnnxTensor.createTensor(environment, ByteBuffer.wrap(bytes), dims, OnnxJavaType.INT8);
    }
    if (values instanceof boolean[] flags) {
      ByteBuffer bytes = ByteBuffer.allocateDirect(flags.length);
      for (boolean flag : flags) {
        bytes.put((byte) (flag ? 1 : 0));
      }
      return OnnxTensor.createTensor(environment, bytes.flip(), dims, OnnxJavaType.BOOL);
    }
    throw new IllegalStateException(array + " cannot be handed out");
  }

  /**
   * {@return the cost of the last frame, see {@link OnnxSession#lastReport}}
   *
   * @throws IllegalStateException before the first frame
   */
  public FrameReport lastReport() {
    return session.lastReport();
  }

  /** Forgets all frames: the next one is a keyframe. */
  public void reset() {
    session.reset();
  }

  /** Frees the memory of the stream; does nothing the second time. */
  @Override
  public void close() {
    session.close();
  }

  /** Outputs of a frame, as {@code OrtSession.Result} has them. Closing frees them. */
  public static final class Results
      implements AutoCloseable, Iterable<Map.Entry<String, OnnxValue>> {
    private final Map<String, OnnxValue> outputs;

    private Results(Map<String, OnnxValue> outputs) {
      this.outputs = Collections.unmodifiableMap(outputs);
    }

    /**
     * {@return an output by its name; empty when there is none of that name}
     *
     * @param name name of the output
     */
    public Optional<OnnxValue> get(String name) {
      return Optional.ofNullable(outputs.get(name));
    }

    /**
     * {@return an output by its place in the file}
     *
     * @param index from 0, in the file's order
     * @throws IndexOutOfBoundsException when there are not as many
     */
    public OnnxValue get(int index) {
      return outputs.values().stream()
          .skip(java.util.Objects.checkIndex(index, outputs.size()))
          .findFirst()
          .orElseThrow();
    }

    /** {@return the number of outputs} */
    public int size() {
      return outputs.size();
    }

    @Override
    public Iterator<Map.Entry<String, OnnxValue>> iterator() {
      return outputs.entrySet().iterator();
    }

    @Override
    public void close() {
      outputs.values().forEach(OnnxValue::close);
    }
  }
}
