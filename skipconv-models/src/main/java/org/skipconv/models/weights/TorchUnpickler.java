package org.skipconv.models.weights;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.razorvine.pickle.IObjectConstructor;
import net.razorvine.pickle.Opcodes;
import net.razorvine.pickle.PickleException;
import net.razorvine.pickle.Unpickler;
import org.skipconv.core.ElementType;
import org.skipconv.models.weights.TensorRef.Storage;

/**
 * Reads the pickles of PyTorch files. A pickle is a program that may call anything it names; this
 * reader knows the few names that a state dict needs and refuses all others, and it never looks up
 * a class.
 */
final class TorchUnpickler extends Unpickler {
  private static final int MAX_NAME_BYTES = 1000;

  private static final Map<String, Object> GLOBALS = globals();

  private static Map<String, Object> globals() {
    IObjectConstructor dict = TorchUnpickler::orderedDict;
    IObjectConstructor tensor = TorchUnpickler::tensor;
    IObjectConstructor parameter = arguments -> arguments[0];
    Map<String, Object> globals = new HashMap<>();
    globals.put("collections.OrderedDict", dict);
    globals.put("torch._utils._rebuild_tensor_v2", tensor);
    globals.put("torch._utils._rebuild_parameter", parameter);
    globals.put("torch.DoubleStorage", ElementType.F64);
    globals.put("torch.FloatStorage", ElementType.F32);
    globals.put("torch.HalfStorage", ElementType.F16);
    globals.put("torch.BFloat16Storage", ElementType.BF16);
    globals.put("torch.LongStorage", ElementType.I64);
    globals.put("torch.IntStorage", ElementType.I32);
    globals.put("torch.ShortStorage", ElementType.I16);
    globals.put("torch.CharStorage", ElementType.I8);
    globals.put("torch.ByteStorage", ElementType.U8);
    globals.put("torch.BoolStorage", ElementType.BOOL);
    return globals;
  }

  private final Map<String, Storage> storages = new LinkedHashMap<>();

  /** All storages that the pickles read so far mention, by their keys. */
  Map<String, Storage> storages() {
    return storages;
  }

  /**
   * Reads one pickle and not a byte more.
   *
   * @throws IOException when it is damaged, or names what no state dict needs
   */
  Object read(InputStream in) throws IOException {
    try {
      return load(in);
    } catch (RuntimeException e) {
      throw new IOException("its pickle cannot be read: " + e.getMessage(), e);
    }
  }

  @Override
  protected Object dispatch(short key) throws IOException {
    switch (key) {
      case Opcodes.GLOBAL -> {
        String module = line();
        stack.add(global(module, line()));
      }
      case Opcodes.STACK_GLOBAL -> {
        String name = (String) stack.pop();
        stack.add(global((String) stack.pop(), name));
      }
      case Opcodes.INST -> throw refused(line() + "." + line());
      case Opcodes.OBJ, Opcodes.NEWOBJ, Opcodes.NEWOBJ_EX -> throw refused("opcode " + (char) key);
      // The library's own two forget the order.
      case Opcodes.EMPTY_DICT -> stack.add(new LinkedHashMap<>());
      case Opcodes.SETITEMS -> setItems(stack.pop_all_since_marker());
      // The _metadata attribute of a state dict; the library would call a method by reflection.
      case Opcodes.BUILD -> stack.pop();
      default -> {
        return super.dispatch(key);
      }
    }
    return NO_RETURN_VALUE;
  }

  @SuppressWarnings("unchecked") // a wrong one fails with a ClassCastException, which is reported
  private void setItems(List<Object> keysAndValues) {
    Map<Object, Object> dict = (Map<Object, Object>) stack.peek();
    for (int i = 0; i < keysAndValues.size(); i += 2) {
      dict.put(keysAndValues.get(i), keysAndValues.get(i + 1));
    }
  }

  private static Object global(String module, String name) {
    Object known = GLOBALS.get(module + "." + name);
    if (known == null) {
      throw refused(module + "." + name);
    }
    return known;
  }

  private static PickleException refused(String what) {
    return new PickleException(
        "it names "
            + what
            + ", which is refused because a pickle may run any code it names; only tensors and"
            + " dicts are read, so save the state dict alone, best as safetensors");
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = input.read(); c != '\n'; c = input.read()) {
      if (c < 0 || line.length() > MAX_NAME_BYTES) {
        throw new IOException("its pickle is damaged: a name does not end");
      }
      line.append((char) c);
    }
    return new String(
        line.toString().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }

  @Override
  protected Object persistentLoad(Object id) {
    Object[] parts = (Object[]) id;
    if (parts.length < 5 || !"storage".equals(parts[0])) {
      throw new PickleException("an external object is no storage");
    }
    // Files written before 0.4 may hold views of storages, with an offset of their own.
    if (parts.length > 5 && parts[5] != null) {
      throw new PickleException("views of storages are not supported");
    }
    Storage storage =
        new Storage((ElementType) parts[1], parts[2].toString(), Math.toIntExact(number(parts[4])));
    Storage before = storages.putIfAbsent(storage.key(), storage);
    if (before != null && !before.equals(storage)) {
      throw new PickleException("storage " + storage.key() + " has two types or lengths");
    }
    return storage;
  }

  private static TensorRef tensor(Object[] arguments) {
    Object[] size = (Object[]) arguments[2];
    Object[] stride = (Object[]) arguments[3];
    int[] sizes = new int[size.length];
    for (int axis = 0; axis < size.length; axis++) {
      sizes[axis] = Math.toIntExact(number(size[axis]));
    }
    long[] strides = new long[stride.length];
    for (int axis = 0; axis < stride.length; axis++) {
      strides[axis] = number(stride[axis]);
    }
    return new TensorRef((Storage) arguments[0], number(arguments[1]), sizes, strides);
  }

  private static Map<Object, Object> orderedDict(Object[] arguments) {
    Map<Object, Object> dict = new LinkedHashMap<>();
    if (arguments.length > 0) {
      for (Object pair : (List<?>) arguments[0]) {
        Object[] keyAndValue = pair instanceof List<?> list ? list.toArray() : (Object[]) pair;
        dict.put(keyAndValue[0], keyAndValue[1]);
      }
    }
    return dict;
  }

  private static long number(Object value) {
    return ((Number) value).longValue();
  }
}
