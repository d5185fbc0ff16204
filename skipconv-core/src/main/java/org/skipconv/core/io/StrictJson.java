package org.skipconv.core.io;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.MalformedJsonException;
import java.io.EOFException;
import java.io.IOException;
import java.io.Reader;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * JSON read value by value. What is there twice, or of another type than is asked for, is an error
 * instead of being passed over: readers differ in which of two they take, so that a file may mean
 * one thing to who checks it and another to who uses it. Errors of the text are {@link
 * IllegalArgumentException}s that say where; nesting deeper than 255 is one of them.
 */
public final class StrictJson implements AutoCloseable {
  private static final Pattern WHOLE = Pattern.compile("-?\\d{1,18}");
  private static final int SHOWN_CHARACTERS = 80;

  private final JsonReader in;

  /** Reads the value of a member of an object. */
  @FunctionalInterface
  public interface Member {
    /**
     * Reads the value of one member.
     *
     * @param name name of the member
     * @throws IOException when the source cannot be read, or the value is another one
     */
    void read(String name) throws IOException;
  }

  /** Reads an element of an array. */
  @FunctionalInterface
  public interface ElementReader {
    /**
     * Reads one element.
     *
     * @throws IOException when the source cannot be read, or the element is another one
     */
    void read() throws IOException;
  }

  /**
   * Reader of one value and what is in it; closing it closes the source.
   *
   * @param reader source of the text, closed with this
   */
  public StrictJson(Reader reader) {
    in = new JsonReader(reader);
    in.setStrictness(Strictness.STRICT);
  }

  /**
   * Reads an object of any names, none of them twice.
   *
   * @param member reads the value of each member
   * @throws IOException when the source cannot be read, or the value is another one
   */
  public void members(Member member) throws IOException {
    require(JsonToken.BEGIN_OBJECT, "an object");
    Set<String> seen = new HashSet<>();
    run(in::beginObject);
    while (parse(in::hasNext)) {
      String name = parse(in::nextName);
      if (!seen.add(name)) {
        throw new IllegalArgumentException(shortened(name) + " is there twice");
      }
      member.read(name);
    }
    run(in::endObject);
  }

  /**
   * Reads an array.
   *
   * @param element reads each element
   * @throws IOException when the source cannot be read, or the value is another one
   */
  public void elements(ElementReader element) throws IOException {
    require(JsonToken.BEGIN_ARRAY, "an array");
    run(in::beginArray);
    while (parse(in::hasNext)) {
      element.read();
    }
    run(in::endArray);
  }

  /**
   * Reads a text.
   *
   * @return the value
   * @throws IOException when the source cannot be read, or the value is another one
   */
  public String text() throws IOException {
    require(JsonToken.STRING, "a text");
    return parse(in::nextString);
  }

  /**
   * Reads a number, which is finite.
   *
   * @return the value
   * @throws IOException when the source cannot be read, or the value is another one
   */
  public double number() throws IOException {
    require(JsonToken.NUMBER, "a number");
    return parse(in::nextDouble);
  }

  /**
   * Reads a whole number written as one, without point and exponent, of at most 18 digits.
   *
   * @return the value
   * @throws IOException when the source cannot be read, or the value is another one
   */
  public long whole() throws IOException {
    require(JsonToken.NUMBER, "a whole number");
    String number = parse(in::nextString);
    if (!WHOLE.matcher(number).matches()) {
      throw new IllegalArgumentException(
          "a whole number is expected at " + path() + ", but there is " + shortened(number));
    }
    return Long.parseLong(number);
  }

  /**
   * Reads true or false.
   *
   * @return the value
   * @throws IOException when the source cannot be read, or the value is another one
   */
  public boolean flag() throws IOException {
    require(JsonToken.BOOLEAN, "true or false");
    return parse(in::nextBoolean);
  }

  /**
   * {@return whether a text comes next}
   *
   * @throws IOException when the source cannot be read, or the value is another one
   */
  public boolean isText() throws IOException {
    return parse(in::peek) == JsonToken.STRING;
  }

  /**
   * {@return whether true or false comes next}
   *
   * @throws IOException when the source cannot be read, or the value is another one
   */
  public boolean isFlag() throws IOException {
    return parse(in::peek) == JsonToken.BOOLEAN;
  }

  /**
   * Reads null when it comes next; returns whether it did.
   *
   * @return whether it did
   * @throws IOException when the source cannot be read, or the value is another one
   */
  public boolean skipNull() throws IOException {
    boolean there = parse(in::peek) == JsonToken.NULL;
    if (there) {
      in.nextNull();
    }
    return there;
  }

  /**
   * Passes over the next value.
   *
   * @throws IOException when the source cannot be read, or the value is another one
   */
  public void skip() throws IOException {
    run(in::skipValue);
  }

  /**
   * Makes sure that nothing follows.
   *
   * @throws IOException when the source cannot be read, or the value is another one
   */
  public void end() throws IOException {
    require(JsonToken.END_DOCUMENT, "the end of the file");
  }

  /** {@return the path of the next value, such as {@code $.images[3].id}} */
  public String path() {
    return shortened(in.getPath());
  }

  private static String shortened(String text) {
    return FileErrors.shortened(text, SHOWN_CHARACTERS);
  }

  private void require(JsonToken token, String what) throws IOException {
    JsonToken next = parse(in::peek);
    if (next != token) {
      throw new IllegalArgumentException(
          what + " is expected at " + path() + ", but there is " + next);
    }
  }

  private interface Parsing<T> {
    T read() throws IOException;
  }

  private interface Action {
    void run() throws IOException;
  }

  private static void run(Action action) throws IOException {
    parse(
        () -> {
          action.run();
          return true;
        });
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
