package org.skipconv.models.weights;

import static java.util.Map.entry;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.skipconv.core.ElementType;
import org.skipconv.core.io.FileErrors;
import org.skipconv.models.weights.Pickled.Dict;
import org.skipconv.models.weights.Pickled.Global;
import org.skipconv.models.weights.Pickled.None;
import org.skipconv.models.weights.Pickled.Opaque;
import org.skipconv.models.weights.Pickled.Tuple;
import org.skipconv.models.weights.TensorRef.Storage;

/**
 * The objects that PyTorch puts into pickles: dicts, storages, tensors that look at them. Every
 * other name stands for an {@link Opaque} value; no class is ever looked up.
 */
final class TorchObjects {
  private static final int MAX_NAME_IN_MESSAGE = 80;

  /** Items of a copy that take no bytes of their own, since several have them in common. */
  private static final long ITEMS_PER_BYTE = 4;

  /** PyTorch's limit. */
  private static final int MAX_AXES = 64;

  private static final Map<String, Object> GLOBALS =
      Map.ofEntries(
          entry("collections.OrderedDict", Global.DICT),
          entry("collections.defaultdict", Global.DICT),
          entry("builtins.dict", Global.DICT),
          entry("__builtin__.dict", Global.DICT),
          entry("torch._utils._rebuild_tensor_v2", Global.TENSOR),
          entry("torch._utils._rebuild_parameter", Global.PARAMETER),
          entry("torch._utils._rebuild_parameter_with_state", Global.PARAMETER),
          entry("torch._tensor._rebuild_from_type_v2", Global.FROM_TYPE),
          entry("torch.DoubleStorage", ElementType.F64),
          entry("torch.FloatStorage", ElementType.F32),
          entry("torch.HalfStorage", ElementType.F16),
          entry("torch.BFloat16Storage", ElementType.BF16),
          entry("torch.LongStorage", ElementType.I64),
          entry("torch.IntStorage", ElementType.I32),
          entry("torch.ShortStorage", ElementType.I16),
          entry("torch.CharStorage", ElementType.I8),
          entry("torch.ByteStorage", ElementType.U8),
          entry("torch.BoolStorage", ElementType.BOOL));

  private final PickleInput in;
  private final Map<String, Storage> storages = new LinkedHashMap<>();
  private long copied;

  /**
   * The objects of a file.
   *
   * @param in whose position says how much calls may copy
   */
  TorchObjects(PickleInput in) {
    this.in = in;
  }

  /** All storages that the pickles read so far mention, by their keys. */
  Map<String, Storage> storages() {
    return storages;
  }

  /** Value that a pickle names: one of the few known ones, or an opaque one. */
  static Object global(Object module, Object name) throws IOException {
    if (!(module instanceof String first) || !(name instanceof String second)) {
      throw damaged("a name is no text");
    }
    if (first.length() + second.length() > PickleInput.MAX_LINE_BYTES) {
      throw damaged("a name of a class does not end");
    }
    String full = first + "." + second;
    Object known = GLOBALS.get(full);
    return known == null ? Opaque.madeBy(shown(full)) : known;
  }

  /** Result of a call of a function or a class. */
  Object call(Object function, Object arguments) throws IOException {
    if (function instanceof Opaque || function instanceof ElementType) {
      return opaque(function);
    }
    if (!(function instanceof Global known) || !(arguments instanceof Tuple tuple)) {
      throw damaged("it calls " + Pickled.describe(function));
    }
    List<Object> items = tuple.items();
    return switch (known) {
      case DICT -> dict(items);
      case TENSOR -> tensor(items);
      case PARAMETER -> argument(items, 0);
      case FROM_TYPE ->
          argument(items, 0) == Global.TENSOR && argument(items, 2) instanceof Tuple inner
              ? tensor(inner.items())
              : Opaque.madeBy("a type of tensor");
    };
  }

  /** Counts items that a call copies. */
  private void spend(int items) throws IOException {
    copied += items;
    if (copied > ITEMS_PER_BYTE * in.position()) {
      throw damaged("it copies the same items again and again");
    }
  }

  private static Object argument(List<Object> items, int index) throws IOException {
    if (index >= items.size()) {
      throw damaged("a call has only " + items.size() + " arguments");
    }
    return items.get(index);
  }

  /** A dict of the pairs of a list; a class of values, as a defaultdict has one, is passed over. */
  private Dict dict(List<Object> arguments) throws IOException {
    Dict dict = new Dict();
    if (!arguments.isEmpty() && arguments.get(0) instanceof List<?> pairs) {
      spend(pairs.size());
      for (Object pair : pairs) {
        List<?> items =
            pair instanceof Tuple tuple
                ? tuple.items()
                : pair instanceof List<?> list ? list : List.of();
        if (items.size() != 2) {
          throw damaged("an entry of a dict is no pair");
        }
        dict.put(items.get(0), items.get(1));
      }
    }
    return dict;
  }

  /** Value outside the pickle: a storage, or the class of a model. */
  Object persistent(Object id) throws IOException {
    List<Object> parts = id instanceof Tuple tuple ? tuple.items() : List.of();
    if (parts.size() >= 2 && "module".equals(parts.get(0))) {
      // How the oldest files tell of a class: with its source code.
      return opaque(parts.get(1));
    }
    if (parts.size() < 5 || !"storage".equals(parts.get(0))) {
      throw damaged("an external object is no storage");
    }
    if (parts.get(1) instanceof Opaque unknown) {
      return unknown;
    }
    // Files written before 0.4 may hold views of storages, with an offset of their own.
    if (parts.size() > 5 && parts.get(5) != None.NONE) {
      throw damaged("views of storages are not supported");
    }
    if (!(parts.get(1) instanceof ElementType type)
        || !(parts.get(2) instanceof String || parts.get(2) instanceof Long)) {
      throw damaged("a storage has no type or no key");
    }
    long elements = number(parts.get(4));
    if (elements < 0 || elements > Integer.MAX_VALUE - 8) {
      throw damaged("a storage has " + elements + " elements");
    }
    Storage storage = new Storage(type, String.valueOf(parts.get(2)), (int) elements);
    Storage before = storages.putIfAbsent(storage.key(), storage);
    if (before != null && !before.equals(storage)) {
      throw damaged("storage " + shown(storage.key()) + " has two types or lengths");
    }
    return storage;
  }

  private Object tensor(List<Object> arguments) throws IOException {
    Object strideItem = argument(arguments, 3);
    if (arguments.get(0) instanceof Opaque unknown) {
      return unknown;
    }
    if (!(arguments.get(0) instanceof Storage storage)
        || !(arguments.get(2) instanceof Tuple size)
        || !(strideItem instanceof Tuple stride)) {
      throw damaged("a tensor has no storage, shape or strides");
    }
    if (size.items().size() > MAX_AXES || stride.items().size() > MAX_AXES) {
      throw damaged("a tensor has more than " + MAX_AXES + " axes");
    }
    spend(size.items().size() + stride.items().size());
    int[] sizes = new int[size.items().size()];
    for (int axis = 0; axis < sizes.length; axis++) {
      long value = number(size.items().get(axis));
      if (value < 0 || value > Integer.MAX_VALUE) {
        throw damaged("a tensor has a size of " + value);
      }
      sizes[axis] = (int) value;
    }
    long[] strides = new long[stride.items().size()];
    for (int axis = 0; axis < strides.length; axis++) {
      strides[axis] = number(stride.items().get(axis));
    }
    try {
      return new TensorRef(storage, number(arguments.get(1)), sizes, strides);
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw damaged(String.valueOf(e.getMessage()));
    }
  }

  private static long number(Object value) throws IOException {
    if (!(value instanceof Long number)) {
      throw damaged(Pickled.describe(value) + " stands where a whole number is needed");
    }
    return number;
  }

  /** Value of an object of a class. */
  static Opaque opaque(Object made) {
    return made instanceof Opaque opaque ? opaque : Opaque.madeBy(Pickled.describe(made));
  }

  static String shown(String name) {
    return FileErrors.shortened(name, MAX_NAME_IN_MESSAGE);
  }

  /** Says what is wrong with a pickle. */
  static IOException damaged(String how) {
    return new IOException("its pickle cannot be read: " + how);
  }
}
