package org.skipconv.models.onnx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.skipconv.core.Activation;
import org.skipconv.core.ConvSpec;
import org.skipconv.core.Padding;
import org.skipconv.core.Shape;
import org.skipconv.core.Tensor;
import org.skipconv.models.onnx.Lowering.Handling;

/** Operators with weights. */
final class ConvRules {
  private static final int MAX_COLUMNS = 64;

  /** Products of a batch, each a node of its own. */
  private static final int MAX_PRODUCTS = 64;

  private ConvRules() {}

  static void register(Lowering.Registry rules) {
    rules.add("Conv", Handling.GRAPH, (node, values) -> List.of(conv(node, values)));
    rules.add("FusedConv", Handling.GRAPH, (node, values) -> List.of(fusedConv(node, values)));
    rules.add(
        "ConvTranspose", Handling.REWRITTEN, (n, values) -> List.of(convTranspose(n, values)));
    rules.add("Gemm", Handling.REWRITTEN, (node, values) -> List.of(gemm(node, values)));
    rules.add("MatMul", Handling.REWRITTEN, (node, values) -> List.of(matMul(node, values)));
    rules.add(
        "BatchNormalization", Handling.REWRITTEN, (n, values) -> List.of(batchNorm(n, values)));
  }

  private static OnnxView conv(OnnxNode node, OnnxValues values) {
    return conv(
        node,
        values,
        values.view(node, 0),
        values.constant(node, 1),
        values.optionalConstant(node, 2));
  }

  static OnnxView conv(
      OnnxNode node, OnnxValues values, OnnxView x, OnnxConstant weight, OnnxConstant bias) {
    int axes = x.rank() - 2;
    if (weight.rank() != x.rank() || axes < 1 || axes > 2) {
      throw new NotInGraph(node + " convolves " + x + " with " + weight);
    }
    int[] kernel = Arrays.copyOfRange(weight.dims(), 2, weight.rank());
    if (!Arrays.equals(node.integers("kernel_shape", kernel), kernel)) {
      throw new IllegalArgumentException(node + " has another kernel_shape than " + weight);
    }
    int groups = node.integer("group", 1);
    OnnxWindows windows = OnnxWindows.of(node, kernel);
    Tensor flat = Tensor.of(weight.floats(), flat(weight.dims()));
    Source source = source(values, x, windows, flat, groups);
    LazyMap.OfConv map =
        LazyMap.OfConv.of(
            node.result(),
            source.map.planned(values.plan()),
            source.spec,
            source.weight,
            bias == null ? null : Tensor.of(bias.floats(), bias.elements()));
    return shaped(node, x.rank(), map);
  }

  private static OnnxView shaped(OnnxNode node, int rank, LazyMap map) {
    Shape shape = map.shape();
    if (rank == 3) {
      return OnnxView.of(node.result(), new int[] {1, shape.channels(), shape.pixels()}, map);
    }
    return OnnxView.of(node.result(), map);
  }

  /** The shape of weights with two axes of the window. */
  private static int[] flat(int[] dims) {
    return dims.length == 4 ? dims : new int[] {dims[0], dims[1], 1, dims[2]};
  }

  /** Operand of a convolution, and how it is read. */
  private record Source(LazyMap map, ConvSpec spec, Tensor weight) {}

  /** Takes a padding, or a change of blocks into channels, into the convolution after it. */
  private static Source source(
      OnnxValues values, OnnxView x, OnnxWindows windows, Tensor weight, int groups) {
    int height = x.rank() == 4 ? x.size(2) : 1;
    int width = x.size(x.rank() - 1);
    ConvSpec spec = windows.spec(height, width, groups);
    if (x.rank() == 4 && !x.isWhole() && x.size(0) == 1 && x.maps().size() == 1) {
      Source padded = padded(x, spec, weight);
      if (padded != null) {
        return padded;
      }
      Source blocks = groups == 1 ? blocks(x, spec, weight) : null;
      if (blocks != null) {
        return blocks;
      }
    }
    return new Source(values.picture(x), spec, weight);
  }

  /** A map with zeros around it. */
  private static Source padded(OnnxView x, ConvSpec spec, Tensor weight) {
    LazyMap map = x.maps().get(0);
    Shape inner = map.shape();
    int height = x.size(2);
    int width = x.size(3);
    int first = 0;
    while (first < x.elements() && x.place(first) < 0) {
      first++;
    }
    int top = first / width;
    int left = first % width;
    int bottom = height - inner.height() - top;
    int right = width - inner.width() - left;
    if (x.size(1) != inner.channels() || top >= height || bottom < 0 || right < 0) {
      return null;
    }
    for (int i = 0; i < x.elements(); i++) {
      int row = i / width % height - top;
      int column = i % width - left;
      boolean inside = row >= 0 && column >= 0 && row < inner.height() && column < inner.width();
      int channel = i / width / height;
      int expected = inside ? (channel * inner.height() + row) * inner.width() + column : -1;
      if (x.place(i) != expected) {
        return null;
      }
    }
    Padding.Explicit own = spec.paddingFor(height, width);
    Padding all =
        new Padding.Explicit(
            own.top() + top, own.left() + left, own.bottom() + bottom, own.right() + right);
    return new Source(map, withPadding(spec, all), weight);
  }

  private static ConvSpec withPadding(ConvSpec spec, Padding padding) {
    return new ConvSpec(
        spec.kernelHeight(),
        spec.kernelWidth(),
        spec.strideY(),
        spec.strideX(),
        padding,
        spec.dilationY(),
        spec.dilationX(),
        spec.groups());
  }

  /**
   * Blocks of s x s pixels whose pixels are channels, as a convolution with stride s reads them.
   */
  private static Source blocks(OnnxView x, ConvSpec spec, Tensor weight) {
    Shape inner = x.maps().get(0).shape();
    int height = x.size(2);
    int width = x.size(3);
    int block = inner.height() / Math.max(1, height);
    if (block < 2
        || block > 4
        || height * block != inner.height()
        || width * block != inner.width()
        || spec.dilationY() != 1
        || spec.dilationX() != 1) {
      return null;
    }
    int channels = x.size(1);
    int[] from = new int[channels];
    int[] dy = new int[channels];
    int[] dx = new int[channels];
    int pixels = height * width;
    for (int i = 0; i < x.elements(); i++) {
      int c = i / pixels;
      int place = x.place(i);
      if (place < 0) {
        return null;
      }
      int row = place % inner.pixels() / inner.width();
      int column = place % inner.width();
      int channel = place / inner.pixels();
      if (i % pixels == 0) {
        from[c] = channel;
        dy[c] = row;
        dx[c] = column;
      }
      boolean fits =
          channel == from[c]
              && dy[c] < block
              && dx[c] < block
              && row == i % pixels / width * block + dy[c]
              && column == i % width * block + dx[c];
      if (!fits) {
        return null;
      }
    }
    int kernelHeight = spec.kernelHeight() * block;
    int kernelWidth = spec.kernelWidth() * block;
    int outs = weight.size(0);
    float[] wide = new float[ElementBudget.take(outs, inner.channels(), kernelHeight, kernelWidth)];
    for (int i = 0; i < weight.elements(); i++) {
      int kx = i % spec.kernelWidth();
      int ky = i / spec.kernelWidth() % spec.kernelHeight();
      int c = i / spec.taps() % channels;
      int o = i / spec.taps() / channels;
      int at =
          ((o * inner.channels() + from[c]) * kernelHeight + ky * block + dy[c]) * kernelWidth
              + kx * block
              + dx[c];
      wide[at] += weight.get(i);
    }
    Padding.Explicit own = spec.paddingFor(height, width);
    Padding padding =
        new Padding.Explicit(
            own.top() * block, own.left() * block, own.bottom() * block, own.right() * block);
    ConvSpec whole =
        new ConvSpec(
            kernelHeight,
            kernelWidth,
            spec.strideY() * block,
            spec.strideX() * block,
            padding,
            1,
            1,
            1);
    return new Source(
        x.maps().get(0), whole, Tensor.of(wide, outs, inner.channels(), kernelHeight, kernelWidth));
  }

  private static OnnxView fusedConv(OnnxNode node, OnnxValues values) {
    OnnxView y = conv(node, values);
    if (node.has(3)) {
      y = values.binary(node.result() + ".sum", y, values.view(node, 3), true, Formulas::sum);
    }
    float[] parameters = node.numbers("activation_params");
    String name = node.string("activation", "");
    Activation function =
        switch (name) {
          case "" -> Activation.NONE;
          case "Relu" -> Activation.RELU;
          case "Sigmoid" -> Activation.SIGMOID;
          case "Tanh" -> Activation.TANH;
          case "LeakyRelu" -> Activation.leakyRelu(parameters.length > 0 ? parameters[0] : 0.01f);
          case "Clip" -> PointwiseRules.clip(parameters[0], parameters[1]);
          case "HardSigmoid" -> Activation.hardSigmoid(parameters[0], parameters[1]);
          default -> throw new NotInGraph(node + " has the activation " + name);
        };
    return values.unary(node.result(), y, x -> Formulas.apply(function, x));
  }

  private static OnnxView batchNorm(OnnxNode node, OnnxValues values) {
    if (node.outputs().size() > 1 && !node.outputs().get(1).isEmpty()) {
      throw new NotInGraph(node + " is in training");
    }
    OnnxView x = values.view(node, 0);
    OnnxConstant scale = values.constant(node, 1);
    OnnxConstant shift = values.constant(node, 2);
    OnnxConstant mean = values.constant(node, 3);
    OnnxConstant variance = values.constant(node, 4);
    double epsilon = node.number("epsilon", 1e-5f);
    int channels = scale.elements();
    float[] factors = new float[channels];
    float[] shifts = new float[channels];
    for (int c = 0; c < channels; c++) {
      double factor = scale.number(c) / Math.sqrt(variance.number(c) + epsilon);
      factors[c] = (float) factor;
      shifts[c] = (float) (shift.number(c) - mean.number(c) * factor);
    }
    int[] dims = Selection.lines(Math.max(1, x.rank() - 1), i -> i == 0 ? channels : 1);
    return values.affine(
        node.result(), x, OnnxConstant.floats(dims, factors), OnnxConstant.floats(dims, shifts));
  }

  private static OnnxView gemm(OnnxNode node, OnnxValues values) {
    OnnxView given = values.view(node, 0);
    OnnxConstant b = values.constant(node, 1);
    OnnxConstant c = values.optionalConstant(node, 2);
    if (given.rank() != 2 || b.rank() != 2) {
      throw new IllegalArgumentException(node + " multiplies " + given + " and " + b);
    }
    int[] turned = {1, 0};
    OnnxView a =
        node.integer("transA", 0) == 0
            ? given
            : given.select(given.name(), Selection.transposed(given.dims(), turned));
    float alpha = node.number("alpha", 1);
    float beta = node.number("beta", 1);
    boolean transposed = node.integer("transB", 0) != 0;
    OnnxConstant weight = transposed ? b : b.select(Selection.transposed(b.dims(), turned));
    int outs = weight.size(0);
    OnnxConstant scaled = alpha == 1 ? weight : weight.map(v -> v * alpha);
    boolean perColumn = c == null || c.rank() < 2 || c.size(0) == 1;
    float[] bias = new float[outs];
    if (c != null && perColumn) {
      OnnxConstant all = c.select(Selection.broadcast(c.dims(), new int[] {1, outs}));
      for (int o = 0; o < outs; o++) {
        bias[o] = beta * all.number(o);
      }
    }
    OnnxView product = rows(node, values, a, scaled, bias);
    return perColumn ? product : values.affine(node.result(), product, null, c.map(v -> v * beta));
  }

  /** A layer that sees all values of [1, k]; weight [o, k]. */
  private static LazyMap dense(
      OnnxNode node, OnnxValues values, OnnxView x, OnnxConstant weight, float[] bias) {
    int outs = weight.size(0);
    int inputs = weight.size(1);
    if (x.elements() != inputs) {
      throw new IllegalArgumentException(node + " multiplies " + x + " by " + weight);
    }
    Tensor biases = Tensor.of(bias, outs);
    LazyMap only = x.maps().get(0);
    if (x.maps().size() == 1 && isPermutation(x, only)) {
      Shape shape = only.shape();
      float[] moved = new float[ElementBudget.take(outs, inputs)];
      for (int o = 0; o < outs; o++) {
        for (int i = 0; i < inputs; i++) {
          moved[o * inputs + x.place(i)] = weight.number(o * inputs + i);
        }
      }
      ConvSpec spec =
          new ConvSpec(shape.height(), shape.width(), 1, 1, Padding.symmetric(0), 1, 1, 1);
      Tensor kernel = Tensor.of(moved, outs, shape.channels(), shape.height(), shape.width());
      return LazyMap.OfConv.of(node.result(), only.planned(values.plan()), spec, kernel, biases);
    }
    LazyMap map = values.map(x, OnnxView.Layout.CHANNELS_FIRST);
    return LazyMap.OfConv.of(
        node.result(),
        map.planned(values.plan()),
        ConvSpec.of(1),
        Tensor.of(weight.floats(), outs, inputs, 1, 1),
        biases);
  }

  static boolean isPermutation(OnnxView x, LazyMap map) {
    if (x.elements() != map.shape().elements()) {
      return false;
    }
    boolean[] seen = new boolean[x.elements()];
    for (int i = 0; i < seen.length; i++) {
      int place = x.place(i);
      if (place < 0 || seen[place]) {
        return false;
      }
      seen[place] = true;
    }
    return true;
  }

  private static OnnxView matMul(OnnxNode node, OnnxValues values) {
    OnnxView given = values.view(node, 0);
    OnnxConstant weight = values.constant(node, 1);
    int[] left = given.dims();
    int[] right = weight.dims();
    if (right.length > 2) {
      return batched(node, values, given, weight);
    }
    if (left.length < 1 || right.length < 1) {
      throw new NotInGraph(node + " multiplies " + given + " by " + weight);
    }
    // A vector is one row on the left and one column on the right.
    OnnxView x = left.length > 1 ? given : given.select(given.name(), row(left[0]));
    OnnxConstant columns =
        right.length > 1 ? weight : weight.select(Selection.reshaped(new int[] {right[0], 1}));
    OnnxConstant rows = columns.select(Selection.transposed(columns.dims(), new int[] {1, 0}));
    OnnxView product = rows(node, values, x, rows, new float[rows.size(0)]);
    int[] dims = product.dims();
    int kept = dims.length - (right.length > 1 ? 0 : 1);
    int[] out = Arrays.copyOf(dims, kept);
    if (left.length == 1) {
      out = Arrays.copyOfRange(out, 1, kept);
    }
    return product.select(node.result(), Selection.reshaped(out));
  }

  /** One product for each weight. */
  private static OnnxView batched(
      OnnxNode node, OnnxValues values, OnnxView given, OnnxConstant weight) {
    int[] right = weight.dims();
    int rank = Math.max(given.rank(), right.length);
    int inputs = right[right.length - 2];
    int outs = right[right.length - 1];
    boolean vector = given.rank() == 1;
    OnnxView x = vector ? given.select(given.name(), row(given.size(0))) : given;
    int[] matrix = Arrays.copyOfRange(x.dims(), x.rank() - 2, x.rank());
    int[] outer =
        Selection.broadcastDims(
            Arrays.copyOf(x.dims(), x.rank() - 2), Arrays.copyOf(right, right.length - 2));
    int count = OnnxConstant.elements(outer);
    if (count > MAX_PRODUCTS || matrix[1] != inputs) {
      throw new NotInGraph(node + " multiplies " + given + " by " + weight);
    }
    int[] lefts = Arrays.copyOf(outer, outer.length + 2);
    lefts[outer.length] = matrix[0];
    lefts[outer.length + 1] = inputs;
    int[] rights = Arrays.copyOf(outer, outer.length + 2);
    rights[outer.length] = inputs;
    rights[outer.length + 1] = outs;
    int[] flatLeft = {count, matrix[0], inputs};
    int[] flatRight = {count, inputs, outs};
    OnnxView all =
        x.select(x.name(), Selection.broadcast(x.dims(), lefts))
            .select(x.name(), Selection.reshaped(flatLeft));
    OnnxConstant weights =
        weight.select(Selection.broadcast(right, rights)).select(Selection.reshaped(flatRight));
    List<OnnxView> parts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int line = i;
      int[][] lines = {{line}, null, null};
      OnnxConstant own =
          weights
              .select(Selection.lines(flatRight, lines))
              .select(Selection.reshaped(new int[] {inputs, outs}));
      OnnxConstant rows = own.select(Selection.transposed(own.dims(), new int[] {1, 0}));
      parts.add(rows(node, values, OnnxBatch.line(all, i), rows, new float[outs]));
    }
    lefts[rank - 1] = outs;
    int[] out = vector ? Arrays.copyOf(outer, outer.length + 1) : lefts;
    out[out.length - 1] = outs;
    return OnnxBatch.together(node.result(), parts, count)
        .select(node.result(), Selection.reshaped(out));
  }

  private static Selection row(int size) {
    return Selection.reshaped(new int[] {1, size});
  }

  /** Multiplies each line of the last axis by a weight [o, k]. */
  private static OnnxView rows(
      OnnxNode node, OnnxValues values, OnnxView x, OnnxConstant weight, float[] bias) {
    int outs = weight.size(0);
    int inputs = weight.size(1);
    int[] dims = x.dims();
    if (dims[dims.length - 1] != inputs || x.elements() == 0) {
      throw new IllegalArgumentException(node + " multiplies " + x + " by " + weight);
    }
    dims[dims.length - 1] = outs;
    if (x.elements() == inputs) {
      return OnnxView.of(node.result(), dims, dense(node, values, x, weight, bias));
    }
    LazyMap source = lines(values, x, inputs);
    int first = dims.length > 3 ? dims[1] : 1;
    if (source == null && dims[0] == 1 && first > 1 && first <= MAX_PRODUCTS) {
      List<OnnxView> parts = new ArrayList<>();
      int[] inner = {first, x.elements() / first / inputs, inputs};
      OnnxView flat = x.select(x.name(), Selection.reshaped(inner));
      for (int i = 0; i < first; i++) {
        parts.add(rows(node, values, OnnxBatch.line(flat, i), weight, bias));
      }
      return OnnxBatch.together(node.result(), parts, first)
          .select(node.result(), Selection.reshaped(dims));
    }
    if (source == null) {
      throw new NotInGraph(x + " does not lie in maps with its last axis as channels");
    }
    LazyMap.OfConv conv =
        LazyMap.OfConv.of(
            node.result(),
            source.planned(values.plan()),
            ConvSpec.of(1),
            Tensor.of(weight.floats(), outs, inputs, 1, 1),
            Tensor.of(bias, outs));
    return OnnxView.channelsLast(node.result(), dims, conv);
  }

  /** The map whose channels are the last axis; null for none. */
  private static LazyMap lines(OnnxValues values, OnnxView x, int channels) {
    int pixels = x.elements() / channels;
    Shape map = x.maps().get(0).shape();
    List<Shape> shapes = new ArrayList<>();
    if (x.rank() == 4 && x.size(0) == 1) {
      shapes.add(new Shape(channels, x.size(1), x.size(2)));
    }
    if (map.pixels() == pixels) {
      shapes.add(new Shape(channels, map.height(), map.width()));
    }
    shapes.add(new Shape(channels, 1, pixels));
    // Each channel is a node of its own where they stand beside each other in a picture.
    if (channels <= MAX_COLUMNS) {
      shapes.add(new Shape(channels, pixels, 1));
    }
    for (Shape shape : shapes) {
      LazyMap found =
          MapFinder.find(values.plan(), x, shape, i -> x.place(i % pixels * channels + i / pixels))
              .orElse(null);
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  /**
   * A transposed convolution by phases: with stride s the results at y, y + s, y + 2s, ... are a
   * convolution of their own with the taps k, k + s, ...; where all phases have as many taps, one
   * convolution has the channels of all.
   */
  private static OnnxView convTranspose(OnnxNode node, OnnxValues values) {
    OnnxView x = values.view(node, 0);
    OnnxConstant weight = values.constant(node, 1);
    OnnxConstant bias = values.optionalConstant(node, 2);
    int axes = x.rank() - 2;
    if (axes < 1 || axes > 2 || weight.rank() != x.rank()) {
      throw new NotInGraph(node + " has " + axes + " axes");
    }
    Transposed rows = axes == 2 ? Transposed.of(node, weight, 0, x.size(2)) : Transposed.line();
    Transposed columns = Transposed.of(node, weight, axes - 1, x.size(axes + 1));
    LazyMap map = values.picture(x);
    int groups = node.integer("group", 1);
    int perGroup = weight.size(1);
    int outs = perGroup * groups;
    boolean together = rows.isEven() && columns.isEven() && groups == 1;
    List<LazyMap> maps = new ArrayList<>();
    int phases = rows.stride() * columns.stride();
    int pixels = rows.count() * columns.count();
    for (int phase = 0; phase < phases; phase += together ? phases : 1) {
      int stacked = together ? phases : 1;
      Transposed.PhaseTaps down = rows.phase(phase / columns.stride());
      Transposed.PhaseTaps right = columns.phase(phase % columns.stride());
      float[] kernel =
          new float
              [ElementBudget.take(
                  stacked * outs, weight.size(0) / groups, down.taps(), right.taps())];
      float[] biases = new float[stacked * outs];
      for (int s = 0; s < stacked; s++) {
        Transposed.PhaseTaps dy = together ? rows.phase(s / columns.stride()) : down;
        Transposed.PhaseTaps dx = together ? columns.phase(s % columns.stride()) : right;
        copyTaps(weight, groups, dy, dx, kernel, s * outs);
        for (int o = 0; o < outs && bias != null; o++) {
          biases[s * outs + o] = bias.number(o);
        }
      }
      ConvSpec spec =
          new ConvSpec(
              down.taps(),
              right.taps(),
              1,
              1,
              new Padding.Explicit(down.before(), right.before(), down.after(), right.after()),
              down.dilation(),
              right.dilation(),
              groups);
      Tensor taps =
          Tensor.of(kernel, stacked * outs, weight.size(0) / groups, down.taps(), right.taps());
      String name = together ? node.result() : node.result() + ".phase" + phase;
      maps.add(
          LazyMap.OfConv.of(
              name, map.planned(values.plan()), spec, taps, Tensor.of(biases, biases.length)));
    }
    int[] dims =
        axes == 2
            ? new int[] {1, outs, rows.outputs(), columns.outputs()}
            : new int[] {1, outs, columns.outputs()};
    int[] places = new int[OnnxConstant.elements(dims)];
    int at = 0;
    for (int o = 0; o < outs; o++) {
      for (int y = 0; y < rows.outputs(); y++) {
        for (int c = 0; c < columns.outputs(); c++) {
          int phase = rows.phaseOf(y) * columns.stride() + columns.phaseOf(c);
          int pixel = rows.lineOf(y) * columns.count() + columns.lineOf(c);
          places[at++] = (phase * outs + o) * pixels + pixel;
        }
      }
    }
    return OnnxView.of(node.result(), dims, maps, places);
  }

  /** Taps of a phase, turned round: [in, out / g, h, w] becomes [out, in / g, h, w]. */
  private static void copyTaps(
      OnnxConstant weight,
      int groups,
      Transposed.PhaseTaps down,
      Transposed.PhaseTaps right,
      float[] kernel,
      int firstOut) {
    int ins = weight.size(0);
    int perGroup = weight.size(1);
    int insPerGroup = ins / groups;
    int height = weight.rank() == 4 ? weight.size(2) : 1;
    int width = weight.size(weight.rank() - 1);
    int taps = down.taps() * right.taps();
    for (int i = 0; i < ins; i++) {
      for (int o = 0; o < perGroup; o++) {
        int out = firstOut + i / insPerGroup * perGroup + o;
        for (int ky = 0; ky < down.taps(); ky++) {
          for (int kx = 0; kx < right.taps(); kx++) {
            int row = down.tap(down.taps() - 1 - ky);
            int column = right.tap(right.taps() - 1 - kx);
            if (row >= 0 && column >= 0) {
              kernel[(out * insPerGroup + i % insPerGroup) * taps + ky * right.taps() + kx] =
                  weight.number(((i * perGroup + o) * height + row) * width + column);
            }
          }
        }
      }
    }
  }
}
