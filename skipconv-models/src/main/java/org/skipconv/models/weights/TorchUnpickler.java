package org.skipconv.models.weights;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.skipconv.models.weights.Pickled.Dict;
import org.skipconv.models.weights.Pickled.None;
import org.skipconv.models.weights.Pickled.Opaque;
import org.skipconv.models.weights.Pickled.Tuple;
import org.skipconv.models.weights.TensorRef.Storage;

/**
 * Reads the pickles of PyTorch files. A pickle is a program for a stack machine that may call
 * anything it names. This machine knows the few names that a state dict needs, takes every other
 * for an {@link Opaque} value, and never looks up a class, so that nothing in a file is executed.
 *
 * <p>It is a machine of its own, not a library's, since the file may be hostile and each of its
 * steps is bounded here:
 *
 * <ul>
 *   <li>A length is compared with the bytes that are left ({@link PickleInput}): no file of a
 *       hundred bytes allocates a gigabyte.
 *   <li>All pickles of a file have at most {@link #MAX_BYTES} together, and no opcode makes more
 *       than some ten words for each of its bytes: no tower of empty dicts fills the heap.
 *   <li>Whole numbers have at most 255 bytes and decimals 18 digits; longer ones, which no state
 *       dict has, are opaque: no megabyte of digits keeps a processor busy for minutes.
 *   <li>Only texts are keys of dicts, and nothing is compared, hashed or printed as a whole: no
 *       list within a list within a list takes for ever.
 *   <li>What calls copy is counted: no list is copied once for every few bytes.
 *   <li>No step calls another one: no nesting, however deep, overflows the stack.
 *   <li>Objects get no attributes ({@code BUILD}), functions have no effect.
 * </ul>
 */
final class TorchUnpickler {
  /** Several hundred times what a state dict of a thousand tensors has. */
  static final long MAX_BYTES = 32L << 20;

  private static final int NEWEST_PROTOCOL = 5;
  private static final int MAX_DECIMALS = 18;
  private static final Tuple EMPTY = new Tuple(List.of());

  private final PickleInput in;
  private final TorchObjects objects;
  private final PickleStack stack = new PickleStack();

  TorchUnpickler(PickleInput in) {
    this.in = in;
    this.objects = new TorchObjects(in);
  }

  /** All storages that the pickles read so far mention, by their keys. */
  Map<String, Storage> storages() {
    return objects.storages();
  }

  /**
   * Reads one pickle and not a byte more.
   *
   * @throws IOException when it is damaged
   */
  Object read() throws IOException {
    stack.clear();
    for (int opcode = in.next(); opcode != '.'; opcode = in.next()) {
      step(opcode);
    }
    return stack.pop();
  }

  private void step(int opcode) throws IOException {
    switch (opcode) {
      case 0x80 -> requireProtocol(in.next());
      case 0x95 -> in.skip(Long.BYTES); // FRAME: how the writer's buffer was filled
      case '(' -> stack.mark();
      case '0' -> stack.popAny();
      case '1' -> stack.popToMark();
      case '2' -> stack.push(stack.peek());
      case 'N' -> stack.push(None.NONE);
      case 0x88 -> stack.push(true);
      case 0x89 -> stack.push(false);
      case 'p' -> stack.memoise(decimal(in.line()), in.position());
      case 'q' -> stack.memoise(in.little(1), in.position());
      case 'r' -> stack.memoise(in.little(4), in.position());
      case 0x94 -> stack.memoise(stack.kept(), in.position());
      case 'g' -> stack.push(stack.remembered(decimal(in.line())));
      case 'h' -> stack.push(stack.remembered(in.little(1)));
      case 'j' -> stack.push(stack.remembered(in.little(4)));
      default -> number(opcode);
    }
  }

  private void number(int opcode) throws IOException {
    switch (opcode) {
      case 'I' -> integer(in.line());
      case 'L' -> integer(in.line());
      case 'J' -> stack.push((long) (int) in.little(4));
      case 'K' -> stack.push(in.little(1));
      case 'M' -> stack.push(in.little(2));
      case 0x8a -> bigInteger(in.next());
      case 0x8b -> {
        in.skip(in.little(4));
        stack.push(Opaque.NUMBER);
      }
      case 'F' -> {
        in.line();
        stack.push(Opaque.NUMBER);
      }
      case 'G' -> {
        in.skip(Double.BYTES);
        stack.push(Opaque.NUMBER);
      }
      default -> text(opcode);
    }
  }

  private void text(int opcode) throws IOException {
    switch (opcode) {
      case 'S' -> stack.push(unquoted(in.line()));
      case 'V' -> stack.push(in.line());
      case 'T' -> stack.push(new String(in.bytes(in.little(4)), StandardCharsets.ISO_8859_1));
      case 'U' -> stack.push(new String(in.bytes(in.next()), StandardCharsets.ISO_8859_1));
      case 'X' -> stack.push(new String(in.bytes(in.little(4)), StandardCharsets.UTF_8));
      case 0x8c -> stack.push(new String(in.bytes(in.next()), StandardCharsets.UTF_8));
      case 0x8d -> stack.push(new String(in.bytes(in.little(8)), StandardCharsets.UTF_8));
      case 'C' -> skipBytes(in.next());
      case 'B' -> skipBytes(in.little(4));
      case 0x8e, 0x96 -> skipBytes(in.little(8));
      default -> container(opcode);
    }
  }

  private void container(int opcode) throws IOException {
    switch (opcode) {
      case ')' -> stack.push(EMPTY);
      case 0x85 -> stack.push(new Tuple(Collections.singletonList(stack.pop())));
      case 0x86 -> tuple(2);
      case 0x87 -> tuple(3);
      case 't' -> stack.push(new Tuple(stack.popToMark()));
      case ']' -> stack.push(new ArrayList<>(0));
      case 'l' -> stack.push(stack.popToMark());
      case 'a' -> append(Collections.singletonList(stack.pop()));
      case 'e' -> append(stack.popToMark());
      case '}' -> stack.push(new Dict());
      case 'd' -> {
        List<Object> items = stack.popToMark();
        stack.push(new Dict());
        set(items);
      }
      case 's' -> {
        Object value = stack.pop();
        set(Arrays.asList(stack.pop(), value));
      }
      case 'u' -> set(stack.popToMark());
      case 0x8f -> stack.push(Opaque.SET);
      case 0x90 -> stack.popToMark();
      case 0x91 -> {
        stack.popToMark();
        stack.push(Opaque.SET);
      }
      default -> object(opcode);
    }
  }

  private void object(int opcode) throws IOException {
    switch (opcode) {
      case 'c' -> {
        String module = in.line();
        stack.push(TorchObjects.global(module, in.line()));
      }
      case 0x93 -> {
        Object name = stack.pop();
        stack.push(TorchObjects.global(stack.pop(), name));
      }
      case 'i' -> {
        stack.popToMark();
        String module = in.line();
        stack.push(TorchObjects.opaque(TorchObjects.global(module, in.line())));
      }
      case 'o' -> {
        List<Object> classAndArguments = stack.popToMark();
        stack.push(
            classAndArguments.isEmpty()
                ? Opaque.NUMBER
                : TorchObjects.opaque(classAndArguments.get(0)));
      }
      case 'R', 0x81 -> {
        Object arguments = stack.pop();
        stack.push(objects.call(stack.pop(), arguments));
      }
      case 0x92 -> {
        stack.pop();
        Object arguments = stack.pop();
        stack.push(objects.call(stack.pop(), arguments));
      }
      case 'b' -> stack.pop();
      case 'P' -> stack.push(Opaque.madeBy("persistent id " + in.line()));
      case 'Q' -> stack.push(objects.persistent(stack.pop()));
      case 0x82 -> stack.push(Opaque.madeBy("extension " + in.little(1)));
      case 0x83 -> stack.push(Opaque.madeBy("extension " + in.little(2)));
      case 0x84 -> stack.push(Opaque.madeBy("extension " + in.little(4)));
      default -> throw TorchObjects.damaged(String.format("there is no opcode %#x", opcode));
    }
  }

  private void requireProtocol(int protocol) throws IOException {
    if (protocol > NEWEST_PROTOCOL) {
      throw TorchObjects.damaged("its protocol is " + protocol + ", newer than " + NEWEST_PROTOCOL);
    }
  }

  /** A whole number in decimals; 00 and 01 are how the oldest protocol writes booleans. */
  private void integer(String text) {
    String digits = text.endsWith("L") ? text.substring(0, text.length() - 1) : text;
    if (digits.equals("00") || digits.equals("01")) {
      stack.push(digits.equals("01"));
    } else if (digits.matches("-?\\d{1," + MAX_DECIMALS + "}")) {
      stack.push(Long.valueOf(digits));
    } else {
      stack.push(Opaque.NUMBER);
    }
  }

  private static long decimal(String text) throws IOException {
    if (!text.matches("\\d{1,9}")) {
      throw TorchObjects.damaged("a number is written " + TorchObjects.shown(text));
    }
    return Long.parseLong(text);
  }

  private void bigInteger(int bytes) throws IOException {
    byte[] little = in.bytes(bytes);
    byte[] big = new byte[bytes];
    for (int i = 0; i < bytes; i++) {
      big[i] = little[bytes - 1 - i];
    }
    BigInteger value = bytes == 0 ? BigInteger.ZERO : new BigInteger(big);
    if (value.bitLength() < Long.SIZE) {
      stack.push(value.longValue());
    } else {
      stack.push(value);
    }
  }

  private static String unquoted(String text) {
    return text.length() < 2 ? text : text.substring(1, text.length() - 1);
  }

  private void skipBytes(long count) throws IOException {
    in.skip(count);
    stack.push(Opaque.BYTES);
  }

  private void tuple(int size) throws IOException {
    List<Object> items = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      items.add(0, stack.pop());
    }
    stack.push(new Tuple(items));
  }

  @SuppressWarnings("unchecked") // lists on the stack are made here
  private void append(List<Object> items) throws IOException {
    Object target = stack.peek();
    if (target instanceof List<?> list) {
      ((List<Object>) list).addAll(items);
    } else if (!(target instanceof Opaque)) {
      throw TorchObjects.damaged("it appends to " + Pickled.describe(target));
    }
  }

  private void set(List<Object> keysAndValues) throws IOException {
    Object target = stack.peek();
    if (keysAndValues.size() % 2 != 0) {
      throw TorchObjects.damaged("a key has no value");
    }
    if (target instanceof Dict dict) {
      for (int i = 0; i < keysAndValues.size(); i += 2) {
        dict.put(keysAndValues.get(i), keysAndValues.get(i + 1));
      }
    } else if (!(target instanceof Opaque)) {
      throw TorchObjects.damaged("it sets items of " + Pickled.describe(target));
    }
  }
}
