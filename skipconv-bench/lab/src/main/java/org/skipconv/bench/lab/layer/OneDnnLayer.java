package org.skipconv.bench.lab.layer;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import org.bytedeco.dnnl.IntMemoryMap;
import org.bytedeco.dnnl.convolution_forward;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.reorder;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.skipconv.core.ConvSpec;
import org.skipconv.core.Padding;
import org.skipconv.core.Shape;
import org.skipconv.core.graph.Conv;

/**
 * A convolution computed densely by oneDNN, on activations and weights in the layout that it likes
 * best: what it costs to get there is not in its times.
 */
public final class OneDnnLayer implements AutoCloseable {
  private final OneDnn library;

  /** Closed in the reverse order. JavaCPP would free what nothing in Java refers to. */
  private final Deque<Pointer> kept = new ArrayDeque<>();

  private final convolution_forward.primitive_desc description;
  private final convolution_forward primitive;
  private final IntMemoryMap arguments;
  private final memory source;
  private final memory result;
  private final memory plainResult;
  private final FloatPointer output;

  /**
   * A layer with its weights and an input.
   *
   * @param input NCHW
   */
  public OneDnnLayer(
      OneDnn library, OneDnn.Precision precision, Conv conv, Shape in, Shape out, float[] input) {
    this.library = library;
    memory.data_type type =
        precision == OneDnn.Precision.F32 ? memory.data_type.f32 : memory.data_type.bf16;
    this.description = describe(type, conv, in, out);
    this.primitive = keep(new convolution_forward(description));
    this.source = keep(new memory(keep(description.src_desc()), library.engine()));
    this.result = keep(new memory(keep(description.dst_desc()), library.engine()));
    memory weights = keep(new memory(keep(description.weights_desc()), library.engine()));
    memory.format_tag weightTag =
        conv.spec().groups() > 1 ? memory.format_tag.goihw : memory.format_tag.oihw;
    copy(plain(weightDims(conv, in), weightTag, new FloatPointer(scaled(conv))), weights);
    copy(plain(dims(in), memory.format_tag.nchw, new FloatPointer(input)), source);
    memory bias =
        plain(
            new long[] {conv.outChannels()},
            memory.format_tag.x,
            new FloatPointer(conv.bias().values()));
    this.output = new FloatPointer(out.elements());
    this.plainResult = plain(dims(out), memory.format_tag.nchw, output);
    this.arguments = keep(new IntMemoryMap());
    arguments.put(dnnl.DNNL_ARG_SRC, source);
    arguments.put(dnnl.DNNL_ARG_WEIGHTS, weights);
    arguments.put(dnnl.DNNL_ARG_BIAS, bias);
    arguments.put(dnnl.DNNL_ARG_DST, result);
  }

  private convolution_forward.primitive_desc describe(
      memory.data_type type, Conv conv, Shape in, Shape out) {
    ConvSpec spec = conv.spec();
    Padding.Explicit padding = spec.paddingFor(in.height(), in.width());
    // oneDNN counts what is left out between two taps.
    long[] dilates = {spec.dilationY() - 1, spec.dilationX() - 1};
    return keep(
        new convolution_forward.primitive_desc(
            library.engine(),
            dnnl.prop_kind.forward_inference,
            dnnl.algorithm.convolution_direct,
            any(dims(in), type),
            any(weightDims(conv, in), type),
            keep(
                new memory.desc(
                    new long[] {conv.outChannels()}, memory.data_type.f32, memory.format_tag.x)),
            any(dims(out), type),
            new long[] {spec.strideY(), spec.strideX()},
            dilates,
            new long[] {padding.top(), padding.left()},
            new long[] {padding.bottom(), padding.right()}));
  }

  private memory.desc any(long[] dims, memory.data_type type) {
    return keep(new memory.desc(dims, type, memory.format_tag.any));
  }

  private static long[] dims(Shape shape) {
    return new long[] {1, shape.channels(), shape.height(), shape.width()};
  }

  private static long[] weightDims(Conv conv, Shape in) {
    ConvSpec spec = conv.spec();
    long groups = spec.groups();
    long out = conv.outChannels() / groups;
    long perGroup = in.channels() / groups;
    return groups == 1
        ? new long[] {out, perGroup, spec.kernelHeight(), spec.kernelWidth()}
        : new long[] {groups, out, perGroup, spec.kernelHeight(), spec.kernelWidth()};
  }

  private static float[] scaled(Conv conv) {
    float[] values = conv.weight().values().clone();
    if (conv.scale() != null) {
      int perChannel = values.length / conv.outChannels();
      for (int i = 0; i < values.length; i++) {
        values[i] *= conv.scale().get(i / perChannel);
      }
    }
    return values;
  }

  private memory plain(long[] dims, memory.format_tag tag, FloatPointer values) {
    keep(values);
    memory.desc layout = keep(new memory.desc(dims, memory.data_type.f32, tag));
    return keep(new memory(layout, library.engine(), values));
  }

  private void copy(memory from, memory to) {
    reorder step = keep(new reorder(from, to));
    step.execute(library.stream(), from, to);
    library.stream()._wait();
  }

  private <T extends Pointer> T keep(T pointer) {
    kept.push(pointer);
    return pointer;
  }

  /** Computes the layer; returns the nanoseconds. */
  public long next() {
    long start = System.nanoTime();
    primitive.execute(library.stream(), arguments);
    library.stream()._wait();
    return System.nanoTime() - start;
  }

  /** Output of the last {@link #next}, NCHW. */
  public float[] output() {
    copy(result, plainResult);
    float[] values = new float[Math.toIntExact(output.limit())];
    output.get(values);
    return values;
  }

  /** The name of oneDNN's own kernel. */
  public String implementation() {
    return description.impl_info_str().getString().toLowerCase(Locale.ROOT);
  }

  @Override
  public void close() {
    kept.forEach(Pointer::close);
    kept.clear();
  }
}
