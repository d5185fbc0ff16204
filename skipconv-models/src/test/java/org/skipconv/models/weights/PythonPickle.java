package org.skipconv.models.weights;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * Writes pickles as Python does (protocol 2), of the few kinds of object that weight files hold:
 * strings, whole numbers, booleans, null, lists, maps as dicts, arrays as tuples.
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
final class PythonPickle {
  /** A name that the reader looks up. */
  record Global(String module, String name) {}

  /** The result of calling something. */
  record Call(Object function, Object... arguments) {}

  /** Something outside the pickle. */
  record Persistent(Object id) {}

  /** An object with attributes set after it was made. */
  record Built(Object target, Object state) {}

  /** Bytes as they are. */
  record Raw(int... opcodes) {}

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  static byte[] of(Object value) {
    PythonPickle pickle = new PythonPickle();
    pickle.opcodes(0x80, 2);
    pickle.save(value);
    pickle.opcodes('.');
    return pickle.out.toByteArray();
  }

  private void save(Object value) {
    if (value == null) {
      opcodes('N');
    } else if (value instanceof Boolean flag) {
      opcodes(flag ? 0x88 : 0x89);
    } else if (value instanceof String text) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      opcodes('X');
      little(bytes.length);
      out.writeBytes(bytes);
    } else if (value instanceof Integer number) {
      opcodes('J');
      little(number);
    } else if (value instanceof BigInteger number) {
      saveLong(number);
    } else if (value instanceof Map<?, ?> map) {
      opcodes('}', '(');
      map.forEach(
          (key, item) -> {
            save(key);
            save(item);
          });
      opcodes('u');
    } else if (value instanceof List<?> list) {
      opcodes(']', '(');
      list.forEach(this::save);
      opcodes('e');
    } else {
      saveObject(value);
    }
  }

  private void saveObject(Object value) {
    if (value instanceof Object[] tuple) {
      opcodes('(');
      for (Object item : tuple) {
        save(item);
      }
      opcodes('t');
    } else if (value instanceof Global global) {
      opcodes('c');
      out.writeBytes(
          (global.module() + "\n" + global.name() + "\n").getBytes(StandardCharsets.UTF_8));
    } else if (value instanceof Call call) {
      save(call.function());
      save(call.arguments());
      opcodes('R');
    } else if (value instanceof Persistent persistent) {
      save(persistent.id());
      opcodes('Q');
    } else if (value instanceof Built built) {
      save(built.target());
      save(built.state());
      opcodes('b');
    } else if (value instanceof Raw raw) {
      opcodes(raw.opcodes());
    } else {
      throw new IllegalArgumentException("cannot pickle " + value);
    }
  }

  private void saveLong(BigInteger number) {
    byte[] big = number.toByteArray();
    opcodes(0x8a, big.length);
    for (int i = big.length - 1; i >= 0; i--) {
      opcodes(big[i]);
    }
  }

  private void opcodes(int... bytes) {
    for (int b : bytes) {
      out.write(b);
    }
  }

  private void little(int value) {
    out.writeBytes(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array());
  }
}
