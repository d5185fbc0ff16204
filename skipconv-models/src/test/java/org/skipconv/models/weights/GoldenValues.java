package org.skipconv.models.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.Map;
import org.skipconv.core.Shape;
import org.skipconv.core.testing.TestData;

/** What one tensor of a network is known to hold, given the weights of {@link GoldenGenerator}. */
public final class GoldenValues {
  /** Of the tensor's largest magnitude. */
  private static final double TOLERANCE = 1e-5;

  private final String name;
  private final JsonObject json;

  private GoldenValues(String name, JsonObject json) {
    this.name = name;
    this.json = json;
  }

  /** All known tensors of a network, by their names, such as {@code stage2.out0}. */
  public static Map<String, GoldenValues> of(String network) throws IOException {
    String text = Files.readString(TestData.require("golden/models.json"));
    JsonObject tensors = JsonParser.parseString(text).getAsJsonObject().getAsJsonObject(network);
    Map<String, GoldenValues> values = new LinkedHashMap<>();
    for (String name : tensors.keySet()) {
      if (tensors.getAsJsonObject(name).has("pts")) {
        values.put(name, new GoldenValues(name, tensors.getAsJsonObject(name)));
      }
    }
    return values;
  }

  public Shape shape() {
    JsonArray shape = json.getAsJsonArray("shape");
    return new Shape(shape.get(0).getAsInt(), shape.get(1).getAsInt(), shape.get(2).getAsInt());
  }

  /** Compares mean, mean magnitude and the known points of an NCHW tensor. */
  public void check(float[] actual) {
    assertThat((long) actual.length).as(name).isEqualTo(shape().elements());
    assertThat(json.getAsJsonArray("pts")).as(name).isNotEmpty();
    double sum = 0;
    double magnitudes = 0;
    double largest = 0;
    for (float value : actual) {
      sum += value;
      magnitudes += Math.abs(value);
      largest = Math.max(largest, Math.abs(value));
    }
    double tolerance = TOLERANCE * largest;
    checkClose("mean", sum / actual.length, json.get("mean").getAsDouble(), tolerance);
    checkClose("absmean", magnitudes / actual.length, json.get("absmean").getAsDouble(), tolerance);
    for (JsonElement point : json.getAsJsonArray("pts")) {
      JsonArray at = point.getAsJsonArray().get(0).getAsJsonArray();
      int c = at.get(0).getAsInt();
      int y = at.get(1).getAsInt();
      int x = at.get(2).getAsInt();
      double value = actual[(c * shape().height() + y) * shape().width() + x];
      checkClose(at.toString(), value, point.getAsJsonArray().get(1).getAsDouble(), tolerance);
    }
  }

  private void checkClose(String what, double actual, double expected, double tolerance) {
    assertThat(actual).as(name + " " + what).isCloseTo(expected, within(tolerance));
  }
}
