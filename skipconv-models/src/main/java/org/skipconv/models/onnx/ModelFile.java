package org.skipconv.models.onnx;

import ai.onnx.proto.OnnxMl;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnsafeByteOperations;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.skipconv.core.io.FileErrors;

/**
 * An ONNX model as it stands in its file: the messages of protobuf, checked for what everybody who
 * reads them relies on, and with the data that lie in files of their own read in.
 */
final class ModelFile {
  /** Versions of ONNX's own operator set that are understood. */
  private static final int OLDEST_OPSET = 7;

  private static final int NEWEST_OPSET = 22;

  /** Groups of messages inside each other; a graph has its own in If and Loop. */
  private static final int MAX_DEPTH = 64;

  private final ModelProto model;
  private final int opset;

  private ModelFile(ModelProto model) {
    this.model = model;
    this.opset = requireOpset(model);
    requireGraph(model.getGraph());
  }

  /**
   * Reads a file, and files beside it that hold the weights.
   *
   * @throws IOException when it cannot be read or is no such model; the message names the file
   */
  public static ModelFile read(Path file) throws IOException {
    return FileErrors.naming(
        file,
        () -> {
          long bytes = Files.size(file);
          if (bytes > Integer.MAX_VALUE) {
            throw new IOException("ONNX files have less than 2 GB, but this one " + bytes);
          }
          ModelProto model = parse(Files.readAllBytes(file));
          return new ModelFile(withExternalData(model, file.toAbsolutePath().getParent()));
        });
  }

  /**
   * Reads a model that is in memory.
   *
   * @throws IllegalArgumentException when it is no model, or keeps weights in other files
   */
  public static ModelFile of(byte[] bytes) {
    try {
      return of(parse(bytes));
    } catch (IOException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  /** Takes over a model. */
  public static ModelFile of(ModelProto model) {
    for (TensorProto tensor : model.getGraph().getInitializerList()) {
      if (isExternal(tensor)) {
        throw new IllegalArgumentException(
            "the data of " + tensor.getName() + " lie in another file: load the model from a path");
      }
    }
    return new ModelFile(model);
  }

  private static ModelProto parse(byte[] bytes) throws IOException {
    CodedInputStream in = CodedInputStream.newInstance(bytes);
    in.setRecursionLimit(MAX_DEPTH);
    try {
      ModelProto model = ModelProto.parseFrom(in);
      if (!model.hasGraph() || model.getOpsetImportCount() == 0) {
        throw new IOException("this is no ONNX model: it has no graph, or no operator set");
      }
      return model;
    } catch (InvalidProtocolBufferException e) {
      throw new IOException("this is no ONNX model: " + e.getMessage(), e);
    }
  }

  private static int requireOpset(ModelProto model) {
    int opset = 0;
    for (OperatorSetIdProto set : model.getOpsetImportList()) {
      if (isOnnx(set.getDomain())) {
        opset = (int) Math.min(set.getVersion(), Integer.MAX_VALUE);
      }
    }
    if (opset < OLDEST_OPSET || opset > NEWEST_OPSET) {
      throw new IllegalArgumentException(
          "models of operator sets "
              + OLDEST_OPSET
              + " to "
              + NEWEST_OPSET
              + " can be read, but this one has "
              + opset);
    }
    return opset;
  }

  static boolean isOnnx(String domain) {
    return domain.isEmpty() || domain.equals("ai.onnx");
  }

  /** Refuses graphs whose nodes read what no node before them gives. */
  private static void requireGraph(GraphProto graph) {
    Map<String, String> known = new LinkedHashMap<>();
    known.put("", "");
    graph.getInputList().forEach(input -> known.put(input.getName(), ""));
    graph.getInitializerList().forEach(tensor -> known.put(tensor.getName(), ""));
    graph.getSparseInitializerList().forEach(tensor -> known.put(tensor.getValues().getName(), ""));
    for (NodeProto node : graph.getNodeList()) {
      for (String input : node.getInputList()) {
        if (!known.containsKey(input)) {
          throw new IllegalArgumentException(
              "a node of type "
                  + node.getOpType()
                  + " reads "
                  + FileErrors.shortened(input, 80)
                  + ", which nothing before it gives");
        }
      }
      node.getOutputList().forEach(output -> known.put(output, ""));
    }
    if (graph.getOutputCount() == 0) {
      throw new IllegalArgumentException("the graph has no output");
    }
    for (ValueInfoProto output : graph.getOutputList()) {
      if (!known.containsKey(output.getName())) {
        throw new IllegalArgumentException(
            "nothing gives the output " + FileErrors.shortened(output.getName(), 80));
      }
    }
  }

  private static boolean isExternal(TensorProto tensor) {
    return tensor.getDataLocation() == TensorProto.DataLocation.EXTERNAL;
  }

  private static ModelProto withExternalData(ModelProto model, Path folder) throws IOException {
    GraphProto graph = model.getGraph();
    if (graph.getInitializerList().stream().noneMatch(ModelFile::isExternal)) {
      return model;
    }
    GraphProto.Builder whole = graph.toBuilder();
    for (int i = 0; i < whole.getInitializerCount(); i++) {
      TensorProto tensor = whole.getInitializer(i);
      if (isExternal(tensor)) {
        whole.setInitializer(
            i,
            tensor.toBuilder()
                .clearExternalData()
                .setDataLocation(TensorProto.DataLocation.DEFAULT)
                .setRawData(externalData(tensor, folder)));
      }
    }
    return model.toBuilder().setGraph(whole).build();
  }

  /** Reads as many bytes as the tensor's shape says, from a file in the model's folder. */
  private static ByteString externalData(TensorProto tensor, Path folder) throws IOException {
    Map<String, String> entries = new LinkedHashMap<>();
    tensor.getExternalDataList().forEach(e -> entries.put(e.getKey(), e.getValue()));
    String location = entries.getOrDefault("location", "");
    Path file;
    try {
      file = folder.resolve(location).normalize();
    } catch (java.nio.file.InvalidPathException e) {
      throw new IOException("the location of " + tensor.getName() + " is no path", e);
    }
    if (location.isEmpty()
        || Path.of(location).isAbsolute()
        || !file.startsWith(folder)
        || (Files.exists(file) && !file.toRealPath().startsWith(folder.toRealPath()))) {
      throw new IOException(
          "the data of "
              + tensor.getName()
              + " are said to lie in "
              + location
              + ", but only files in the folder of the model are read");
    }
    long offset = number(entries.getOrDefault("offset", "0"), tensor);
    long bytes = OnnxConstant.rawBytes(tensor);
    long length = entries.containsKey("length") ? number(entries.get("length"), tensor) : bytes;
    if (length != bytes) {
      throw new IOException(
          tensor.getName()
              + " has "
              + bytes
              + " bytes by its shape, but "
              + length
              + " by its length");
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      if (offset < 0 || offset > channel.size() - bytes) {
        throw new IOException(file + ": ends before the data of " + tensor.getName() + " do");
      }
      ByteBuffer data = ByteBuffer.allocate(Math.toIntExact(bytes));
      while (data.hasRemaining() && channel.read(data, offset + data.position()) >= 0) {
        // until the buffer is full
      }
      return UnsafeByteOperations.unsafeWrap(data.flip());
    }
  }

  private static long number(String text, TensorProto tensor) throws IOException {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new IOException("the place of the data of " + tensor.getName() + " is no number", e);
    }
  }

  /** Returns the messages themselves. */
  public ModelProto model() {
    return model;
  }

  /** Returns the version of ONNX's own operator set. */
  public int opset() {
    return opset;
  }

  GraphProto graph() {
    return model.getGraph();
  }

  /** Returns the notes that the file carries, such as class names. */
  public Map<String, String> metadata() {
    Map<String, String> metadata = new LinkedHashMap<>();
    model.getMetadataPropsList().forEach(e -> metadata.put(e.getKey(), e.getValue()));
    return metadata;
  }

  /** Returns the inputs that a caller gives: those without an initial value. */
  public List<ValueInfoProto> inputs() {
    Map<String, String> initial = new LinkedHashMap<>();
    graph().getInitializerList().forEach(t -> initial.put(t.getName(), ""));
    List<ValueInfoProto> inputs = new ArrayList<>();
    for (ValueInfoProto input : graph().getInputList()) {
      if (!initial.containsKey(input.getName())) {
        inputs.add(input);
      }
    }
    return inputs;
  }

  /** Returns the sizes of a value's axes, -1 where the file leaves them open. */
  public static int[] dims(ValueInfoProto value) {
    OnnxMl.TypeProto.Tensor type = value.getType().getTensorType();
    int[] dims = new int[type.getShape().getDimCount()];
    for (int i = 0; i < dims.length; i++) {
      OnnxMl.TensorShapeProto.Dimension dim = type.getShape().getDim(i);
      long size = dim.hasDimValue() ? dim.getDimValue() : -1;
      if (size > Integer.MAX_VALUE) {
        throw new IllegalArgumentException(
            value.getName() + " has an axis of " + size + ", which is too long");
      }
      dims[i] = size <= 0 ? -1 : (int) size;
    }
    return dims;
  }
}
