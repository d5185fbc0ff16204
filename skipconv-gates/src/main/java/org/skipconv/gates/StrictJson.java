package org.skipconv.gates;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.MalformedJsonException;
import java.io.EOFException;
import java.io.IOException;
import java.io.Reader;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * JSON that people edit: what is unknown, there twice, or of another type is an error instead of
 * being passed over. Errors of the text are {@link IllegalArgumentException}s.
 */
final class StrictJson implements AutoCloseable {
  private final JsonReader in;

  /** Reads the value of a field. */
  interface Field {
    void read() throws IOException;
  }

  /** Reads an entry of an object with any names. */
  interface Entry {
    void read(String name) throws IOException;
  }

  StrictJson(Reader reader) {
    in = new JsonReader(reader);
    in.setStrictness(Strictness.STRICT);
  }

  /** Reads an object of known fields; gives those that were not there. */
  Set<String> object(Map<String, Field> fields) throws IOException {
    Set<String> missing = new LinkedHashSet<>(fields.keySet());
    entries(
        name -> {
          Field field = fields.get(name);
          if (field == null) {
            throw new IllegalArgumentException(
                "unknown field "
                    + name
                    + "; did you mean "
                    + NearestName.of(name, fields.keySet())
                    + "?");
          }
          field.read();
          missing.remove(name);
        });
    return missing;
  }

  /** Reads an object of any names. */
  void entries(Entry entry) throws IOException {
    require(JsonToken.BEGIN_OBJECT, "an object");
    Set<String> seen = new HashSet<>();
    parse(
        () -> {
          in.beginObject();
          return null;
        });
    while (parse(in::hasNext)) {
      String name = parse(in::nextName);
      if (!seen.add(name)) {
        throw new IllegalArgumentException(name + " is there twice");
      }
      entry.read(name);
    }
    parse(
        () -> {
          in.endObject();
          return null;
        });
  }

  void requireAll(Set<String> missing) {
    if (!missing.isEmpty()) {
      throw new IllegalArgumentException("there is no field " + String.join(", ", missing));
    }
  }

  String text() throws IOException {
    require(JsonToken.STRING, "a text");
    return parse(in::nextString);
  }

  double number() throws IOException {
    require(JsonToken.NUMBER, "a number");
    return parse(in::nextDouble);
  }

  /** Makes sure that nothing follows. */
  void end() throws IOException {
    require(JsonToken.END_DOCUMENT, "the end of the file");
  }

  private void require(JsonToken token, String what) throws IOException {
    JsonToken next = parse(in::peek);
    if (next != token) {
      throw new IllegalArgumentException(
          what + " is expected at " + in.getPath() + ", but there is " + next);
    }
  }

  private interface Parsing<T> {
    T read() throws IOException;
  }

  private static <T> T parse(Parsing<T> parsing) throws IOException {
    try {
      return parsing.read();
    } catch (MalformedJsonException | NumberFormatException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    } catch (EOFException e) {
      throw new IllegalArgumentException("the file ends too early", e);
    }
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
