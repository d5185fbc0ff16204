package org.skipconv.gates;

import com.google.gson.FormattingStyle;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.skipconv.core.InputThreshold;
import org.skipconv.core.ResidualPolicy;
import org.skipconv.core.SessionOptions;
import org.skipconv.core.io.FileErrors;
import org.skipconv.core.io.StrictJson;

/** {@link GatePlan} as JSON. */
final class GatePlanFile {
  private static final int VERSION = 1;

  /** Former name of the field holdThreshold, still read: files beside weights have it. */
  private static final String FORMER_HOLD_THRESHOLD = "squeezeThreshold";

  /** Value of the field inputThreshold when the source decides. */
  private static final String AUTOMATIC = "auto";

  private static final String IGNORE = "ignore";
  private static final String ONLY = "only";
  private static final String METADATA = "metadata";

  /** Field of a gate's context: for each unit its bias, three factors and its weight. */
  private static final String CONTEXT = "context";

  private static final int NUMBERS_OF_A_UNIT = ContextScore.FEATURES + 2;

  private final StrictJson in;
  private @Nullable String network;
  private @Nullable ResidualPolicy policy;
  private @Nullable InputThreshold inputThreshold;
  private float holdThreshold = SessionOptions.DEFAULT_HOLD_THRESHOLD;
  private @Nullable GateSetting defaultGate;
  private @Nullable GatePlan plan;
  private final Map<String, GateSetting> layers = new LinkedHashMap<>();
  private final List<Polygon> ignored = new ArrayList<>();
  private final List<Polygon> only = new ArrayList<>();
  private final Map<String, String> metadata = new LinkedHashMap<>();

  private GatePlanFile(StrictJson in) {
    this.in = in;
  }

  static String text(GatePlan plan, Map<String, String> metadata) {
    StringWriter out = new StringWriter();
    try (JsonWriter json = new JsonWriter(out)) {
      json.setIndent("  ");
      json.setHtmlSafe(false);
      json.beginObject();
      json.name("version").value(VERSION);
      json.name("network").value(plan.network());
      json.name("policy").value(plan.policy().name());
      json.name("inputThreshold");
      if (plan.inputThreshold().isAutomatic()) {
        json.value(AUTOMATIC);
      } else {
        json.value(plan.inputThreshold().change());
      }
      json.name("holdThreshold").value(plan.holdThreshold());
      json.name("default").jsonValue(oneLine(plan.defaultGate()));
      json.name("layers").beginObject();
      for (Map.Entry<String, GateSetting> layer : plan.layers().entrySet()) {
        json.name(layer.getKey()).jsonValue(oneLine(layer.getValue()));
      }
      json.endObject();
      polygons(json, IGNORE, plan.regions().ignored());
      polygons(json, ONLY, plan.regions().only());
      if (!metadata.isEmpty()) {
        json.name(METADATA).beginObject();
        for (Map.Entry<String, String> each : metadata.entrySet()) {
          json.name(each.getKey()).value(each.getValue());
        }
        json.endObject();
      }
      json.endObject();
    } catch (IOException e) {
      throw new UncheckedIOException("a text in memory cannot fail", e);
    }
    return out.append('\n').toString();
  }

  private static void polygons(JsonWriter json, String name, List<Polygon> polygons)
      throws IOException {
    if (!polygons.isEmpty()) {
      json.name(name).beginArray();
      for (Polygon polygon : polygons) {
        json.value(polygon.toString());
      }
      json.endArray();
    }
  }

  private static String oneLine(GateSetting setting) throws IOException {
    StringWriter text = new StringWriter();
    try (JsonWriter json = new JsonWriter(text)) {
      json.setFormattingStyle(FormattingStyle.COMPACT.withSpaceAfterSeparators(true));
      json.beginObject();
      json.name("gate").value(setting.kind().label());
      if (setting.kind() != GateSetting.Kind.ALL_OPEN) {
        json.name("eps").value(setting.eps());
      }
      if (setting.block() > 1) {
        json.name("block").value(setting.block());
      }
      if (setting.budget() < 1) {
        json.name("budget").value(setting.budget());
      }
      if (!setting.context().units().isEmpty()) {
        units(json.name(CONTEXT), setting.context());
      }
      json.endObject();
    }
    return text.toString();
  }

  private static void units(JsonWriter json, ContextScore context) throws IOException {
    json.beginArray();
    for (ContextScore.Unit unit : context.units()) {
      json.beginArray();
      json.value(unit.bias()).value(unit.ofLargest()).value(unit.ofMean());
      json.value(unit.ofPicture()).value(unit.weight());
      json.endArray();
    }
    json.endArray();
  }

  static GatePlan read(Path file) throws IOException {
    return FileErrors.naming(file, () -> parse(Files.newBufferedReader(file), file.toString()));
  }

  static Map<String, String> readMetadata(Path file) throws IOException {
    return FileErrors.naming(
        file, () -> parsed(Files.newBufferedReader(file), file.toString()).metadata);
  }

  /**
   * Reads a plan to its end.
   *
   * @param name of what it is read from, for messages
   */
  static GatePlan parse(Reader text, String name) throws IOException {
    return Objects.requireNonNull(parsed(text, name).plan);
  }

  private static GatePlanFile parsed(Reader text, String name) throws IOException {
    try (StrictJson json = new StrictJson(text)) {
      GatePlanFile file = new GatePlanFile(json);
      file.plan = file.plan();
      return file;
    } catch (IllegalArgumentException e) {
      String fault =
          FileErrors.shortened(String.valueOf(e.getMessage()), FileErrors.MAX_CHARACTERS);
      throw new IOException(name + " is no gate plan: " + fault, e);
    }
  }

  private GatePlan plan() throws IOException {
    Map<String, Fields.Field> fields = new LinkedHashMap<>();
    fields.put("version", this::requireVersion);
    fields.put("network", () -> network = in.text());
    fields.put("policy", () -> policy = policy(in.text()));
    fields.put("inputThreshold", () -> inputThreshold = inputThreshold());
    fields.put("holdThreshold", () -> holdThreshold = (float) in.number());
    fields.put(FORMER_HOLD_THRESHOLD, () -> holdThreshold = (float) in.number());
    fields.put("default", () -> defaultGate = setting("default"));
    fields.put("layers", () -> in.members(name -> layers.put(name, setting("layer " + name))));
    fields.put(IGNORE, () -> in.elements(() -> ignored.add(polygon(IGNORE))));
    fields.put(ONLY, () -> in.elements(() -> only.add(polygon(ONLY))));
    fields.put(METADATA, () -> in.members(name -> metadata.put(name, in.text())));
    Set<String> missing = Fields.read(in, fields);
    missing.removeAll(Set.of(IGNORE, ONLY, METADATA));
    // Most networks have no squeeze-excite, and who writes a plan by hand need not know of it.
    boolean absent = missing.remove("holdThreshold");
    boolean formerAbsent = missing.remove(FORMER_HOLD_THRESHOLD);
    if (!absent && !formerAbsent) {
      throw new IllegalArgumentException(
          "holdThreshold is there twice, once by its former name " + FORMER_HOLD_THRESHOLD);
    }
    Fields.requireAll(missing);
    in.end();
    return new GatePlan(
        Objects.requireNonNull(network),
        Objects.requireNonNull(policy),
        Objects.requireNonNull(inputThreshold),
        holdThreshold,
        Objects.requireNonNull(defaultGate),
        layers,
        new Regions(ignored, only));
  }

  private Polygon polygon(String where) throws IOException {
    try {
      return Polygon.parse(in.text());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(where + ": " + e.getMessage(), e);
    }
  }

  private InputThreshold inputThreshold() throws IOException {
    if (!in.isText()) {
      return InputThreshold.fixed((float) in.number());
    }
    String text = in.text();
    if (!text.equals(AUTOMATIC)) {
      throw new IllegalArgumentException(
          "inputThreshold must be a number or \"" + AUTOMATIC + "\", but is \"" + text + "\"");
    }
    return InputThreshold.automatic();
  }

  private void requireVersion() throws IOException {
    double version = in.number();
    if (version != VERSION) {
      throw new IllegalArgumentException(
          "this library reads version " + VERSION + ", but the file's is " + version);
    }
  }

  private static ResidualPolicy policy(String name) {
    for (ResidualPolicy policy : ResidualPolicy.values()) {
      if (policy.name().equals(name)) {
        return policy;
      }
    }
    throw new IllegalArgumentException("the policy must be CARRY or REBASE, but is " + name);
  }

  private GateSetting setting(String where) throws IOException {
    try {
      return new SettingReader(in).read();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(where + ": " + e.getMessage(), e);
    }
  }

  /** One gate. */
  private static final class SettingReader {
    private final StrictJson in;
    private GateSetting.@Nullable Kind kind;
    private float eps;
    private double block = 1;
    private double budget = 1;
    private final List<ContextScore.Unit> units = new ArrayList<>();

    SettingReader(StrictJson in) {
      this.in = in;
    }

    GateSetting read() throws IOException {
      Map<String, Fields.Field> fields = new LinkedHashMap<>();
      fields.put("gate", () -> kind = GateSetting.Kind.of(in.text()));
      fields.put("eps", () -> eps = (float) in.number());
      fields.put("block", () -> block = in.number());
      fields.put("budget", () -> budget = in.number());
      fields.put(CONTEXT, () -> in.elements(() -> units.add(unit())));
      var missing = Fields.read(in, fields);
      missing.remove("block");
      missing.remove("budget");
      missing.remove(CONTEXT);
      if (kind == GateSetting.Kind.ALL_OPEN) {
        missing.remove("eps");
      }
      Fields.requireAll(missing);
      if (block != (int) block) {
        throw new IllegalArgumentException("the block size must be 1, 2, 4 or 8, but is " + block);
      }
      return new GateSetting(
          Objects.requireNonNull(kind), eps, (int) block, budget, new ContextScore(units));
    }

    private ContextScore.Unit unit() throws IOException {
      List<Float> numbers = new ArrayList<>();
      in.elements(() -> numbers.add((float) in.number()));
      if (numbers.size() != NUMBERS_OF_A_UNIT) {
        throw new IllegalArgumentException(
            "a unit of a context has "
                + NUMBERS_OF_A_UNIT
                + " numbers, its bias, the factors of what is around, of its mean and of the"
                + " picture, and its weight, but here are "
                + numbers.size());
      }
      return new ContextScore.Unit(
          numbers.get(0), numbers.get(1), numbers.get(2), numbers.get(3), numbers.get(4));
    }
  }
}
