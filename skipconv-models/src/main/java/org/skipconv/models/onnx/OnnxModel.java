package org.skipconv.models.onnx;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import org.skipconv.core.SessionOptions;
import org.skipconv.core.SkipNetwork;
import org.skipconv.core.io.FileErrors;
import org.skipconv.models.TensorDecoder;
import org.skipconv.models.VideoModel;
import org.skipconv.models.vision.InputConvention;
import org.skipconv.models.vision.Normalization;
import org.skipconv.models.vision.View;

/**
 * A network that somebody else trained, out of an ONNX file: what is convolutional in it skips, the
 * rest is run by ONNX Runtime when its inputs change ({@link #coverage} says what). Immutable; any
 * number of streams and threads share one.
 *
 * <pre>{@code
 * OnnxModel model = OnnxModel.load(Path.of("yolox_nano.onnx"));
 * System.out.println(model.coverage());
 * try (OnnxSession session = model.open(SessionOptions.gates(NormGate.input(0.1f)))) {
 *   Map<String, Tensor> outputs = session.next(frame);
 * }
 * }</pre>
 */
@NullMarked
public final class OnnxModel {
  /** Maximum number of characters of a message, since names out of the file stand in it. */
  private static final int MAX_MESSAGE = 400;

  private final ImportedGraph graph;
  private final @Nullable OnnxRuntimeTail tail;
  private final OutputLayout layout;
  private final String name;

  private OnnxModel(ImportedGraph graph, String name) {
    this.graph = graph;
    this.name = name;
    this.layout = new OutputLayout(graph);
    this.tail = graph.tail() == null ? null : graph.tail().load();
  }

  /**
   * Loads a model whose inputs have fixed sizes.
   *
   * @param file an ONNX file
   * @return the model
   * @throws IOException when the file cannot be read, or is no model that can be computed; the
   *     message names it
   * @throws IllegalStateException when parts of it need ONNX Runtime, which is not on the class
   *     path; the message names the dependency to add
   */
  public static OnnxModel load(Path file) throws IOException {
    return load(file, ImportOptions.defaults());
  }

  /**
   * Loads a model.
   *
   * @param file an ONNX file
   * @param options sizes that the file leaves open
   * @return the model
   * @throws IOException when the file cannot be read, or is no model that can be computed; the
   *     message names it
   * @throws IllegalStateException when parts of it need ONNX Runtime, which is not on the class
   *     path; the message names the dependency to add
   */
  public static OnnxModel load(Path file, ImportOptions options) throws IOException {
    ModelFile read = ModelFile.read(file);
    Path base = file.getFileName();
    String name = base == null ? "model" : base.toString();
    return FileErrors.naming(file, () -> of(() -> read, options, name));
  }

  /**
   * Loads a model that is in memory.
   *
   * @param bytes of an ONNX file without external data
   * @param options sizes that the file leaves open
   * @return the model
   * @throws IllegalArgumentException when it is no model that can be computed
   * @throws IllegalStateException when parts of it need ONNX Runtime, which is not on the class
   *     path; the message names the dependency to add
   */
  public static OnnxModel of(byte[] bytes, ImportOptions options) {
    return of(() -> ModelFile.of(bytes), options, "model");
  }

  private static OnnxModel of(Supplier<ModelFile> file, ImportOptions options, String name) {
    try {
      return new OnnxModel(Importer.run(file.get(), options, name), name);
    } catch (IllegalArgumentException e) {
      String message = FileErrors.shortened(String.valueOf(e.getMessage()), MAX_MESSAGE);
      throw message.equals(e.getMessage()) ? e : new IllegalArgumentException(message, e);
    } catch (ArithmeticException | IndexOutOfBoundsException | NegativeArraySizeException e) {
      throw new IllegalArgumentException("the graph does not fit its own sizes: " + e, e);
    } catch (NotInGraph e) {
      throw new IllegalArgumentException(
          FileErrors.shortened(String.valueOf(e.getMessage()), MAX_MESSAGE), e);
    }
  }

  ImportedGraph graph() {
    return graph;
  }

  OutputLayout layout() {
    return layout;
  }

  @Nullable OnnxRuntimeTail tail() {
    return tail;
  }

  /** {@return the part of the model that skips} Its layers have the names of the file's tensors. */
  public SkipNetwork network() {
    return graph.network();
  }

  /** {@return the account of what became of the file's graph} */
  public Coverage coverage() {
    return graph.coverage();
  }

  /** {@return the sizes of all axes of each input, by name} */
  public Map<String, int[]> inputs() {
    Map<String, int[]> inputs = new LinkedHashMap<>();
    graph.inputs().ports().forEach(port -> inputs.put(port.name(), port.sizes()));
    return inputs;
  }

  List<String> outputNames() {
    return graph.file().graph().getOutputList().stream().map(o -> o.getName()).toList();
  }

  /**
   * {@return the sizes of all axes of each output by its name, in the file's order; outputs of the
   * tail whose sizes depend on values, and are not said in the file, have none}
   */
  public Map<String, int[]> outputs() {
    Map<String, int[]> outputs = new LinkedHashMap<>();
    for (var info : graph.file().graph().getOutputList()) {
      OnnxValue value = graph.outputs().get(info.getName());
      int[] dims =
          value instanceof OnnxView view
              ? view.dims()
              : value instanceof OnnxConstant constant ? constant.dims() : ModelFile.dims(info);
      outputs.put(info.getName(), dims);
    }
    return outputs;
  }

  /** {@return the texts that the file carries, such as the names of its classes} */
  public Map<String, String> metadata() {
    return graph.file().metadata();
  }

  /**
   * Starts a stream; the caller closes it.
   *
   * @param options how the stream computes
   * @return the stream
   */
  public OnnxSession open(SessionOptions options) {
    return new OnnxSession(this, options);
  }

  /**
   * Guesses what the outputs mean, where they can hardly be anything else.
   *
   * @return empty where another meaning is possible; {@link Decoders#named} chooses one then
   */
  public Optional<TensorDecoder<?>> guessDecoder() {
    return Decoders.guess(
        outputs(), network().inputShape().height(), network().inputShape().width(), metadata());
  }

  /**
   * Makes a model of pictures of it, which are shown to it as is usual for the decoder's family.
   *
   * @param <R> type of the results
   * @param decoder what its outputs mean
   * @return the model
   * @throws IllegalArgumentException when the network does not take one colour picture, or the
   *     decoder reads other outputs
   */
  public <R> VideoModel<R> videoModel(TensorDecoder<R> decoder) {
    InputConvention usual = decoder.convention();
    return videoModel(usual.view(), usual.normalization(), decoder);
  }

  /**
   * Makes a model of pictures of it.
   *
   * @param <R> type of the results
   * @param view what the network sees of a picture
   * @param normalization that it was trained with
   * @param decoder what its outputs mean
   * @return the model
   * @throws IllegalArgumentException when the network does not take one colour picture, or the
   *     decoder reads other outputs
   */
  public <R> VideoModel<R> videoModel(
      View view, Normalization normalization, TensorDecoder<R> decoder) {
    if (graph.inputs().ports().size() != 1) {
      throw new IllegalArgumentException(
          "a model of pictures has one input, but " + name + " has " + inputs().keySet());
    }
    return VideoModel.of(network(), view, normalization, new OnnxTask<>(this, decoder));
  }

  @Override
  public String toString() {
    return name
        + " "
        + inputs().entrySet().stream()
            .map(e -> e.getKey() + " " + java.util.Arrays.toString(e.getValue()))
            .collect(Collectors.joining(", "));
  }
}
