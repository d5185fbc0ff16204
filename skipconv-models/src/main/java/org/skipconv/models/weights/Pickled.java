package org.skipconv.models.weights;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Content of a pickle besides tensors, storages, texts and numbers. Nothing here compares or prints
 * its content: in a pickle a list may contain itself, and a few hundred bytes make one whose hash
 * code takes longer than the universe has been there.
 */
final class Pickled {
  private Pickled() {}

  /** A dict, of whose entries only those are kept that have a text as key. */
  static final class Dict {
    /** Made with the first entry: a byte of a pickle makes a dict. */
    private @Nullable Map<String, Object> entries;

    void put(Object key, Object value) {
      if (key instanceof String name) {
        if (entries == null) {
          entries = new LinkedHashMap<>();
        }
        entries.put(name, value);
      }
    }

    Map<String, Object> entries() {
      return entries == null ? Map.of() : Collections.unmodifiableMap(entries);
    }
  }

  /** Python's null. */
  enum None {
    NONE
  }

  /** A tuple; its items cannot change. */
  record Tuple(List<Object> items) {}

  /**
   * A value that nobody looks into: an object of a class that is not known here, or what a function
   * that is not known here would give. Neither is looked up, let alone run.
   *
   * @param origin its class or function, for messages
   */
  record Opaque(String origin) {
    static final Opaque NUMBER = new Opaque("a number");
    static final Opaque BYTES = new Opaque("bytes");
    static final Opaque SET = new Opaque("a set");

    static Opaque madeBy(String name) {
      return new Opaque("a value made by " + name);
    }
  }

  /** Functions that a state dict needs. */
  enum Global {
    DICT,
    TENSOR,
    PARAMETER,
    FROM_TYPE
  }

  /** Description of a value, for messages. */
  static String describe(Object value) {
    if (value instanceof Opaque opaque) {
      return opaque.origin();
    }
    if (value instanceof TensorRef) {
      return "a tensor";
    }
    if (value instanceof Dict) {
      return "a dict";
    }
    if (value instanceof List<?> || value instanceof Tuple) {
      return "a list";
    }
    return value == None.NONE ? "none" : value instanceof String ? "a text" : "a number";
  }
}
