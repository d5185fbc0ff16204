package org.skipconv.gates;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.skipconv.core.InputThreshold;
import org.skipconv.core.Node;
import org.skipconv.core.ResidualPolicy;
import org.skipconv.core.SafeTensors;
import org.skipconv.core.SessionOptions;
import org.skipconv.core.SkipNetwork;
import org.skipconv.core.io.AtomicFile;
import org.skipconv.core.io.NearestName;

/**
 * Gates of a network's layers, a small text file that names the layers:
 *
 * <pre>{@code
 * {
 *   "version": 1,
 *   "network": "hrnet_w32",
 *   "policy": "CARRY",
 *   "inputThreshold": 0.05,
 *   "holdThreshold": 0.01,
 *   "default": {"gate": "input", "eps": 0.1},
 *   "layers": {
 *     "conv1": {"gate": "input", "eps": 0.02},
 *     "conv2": {"gate": "output", "eps": 1.5, "block": 4, "budget": 0.25},
 *     "conv3": {"gate": "context", "eps": 0.1, "context": [[0, 0.5, -0.3, 0, 0.2]]}
 *   }
 * }
 * }</pre>
 *
 * @param network name of the network that the plan is for
 * @param policy what residuals are measured against
 * @param inputThreshold what counts as noise at the input, a number or {@code "auto"}: fixed or
 *     {@linkplain InputThreshold#automatic automatic}
 * @param holdThreshold how tightly the factors of squeeze-excite are held, as in {@link
 *     SessionOptions#withHoldThreshold(float)}; of networks without it, nothing
 * @param defaultGate for the layers that are not named
 * @param layers the others, by the name of their convolution
 * @param regions which parts of the pictures count; {@code "ignore"} and {@code "only"} of the
 *     file, lists of polygons such as {@code "0,0 120,0 120,40"}, may be left out
 */
public record GatePlan(
    String network,
    ResidualPolicy policy,
    InputThreshold inputThreshold,
    float holdThreshold,
    GateSetting defaultGate,
    Map<String, GateSetting> layers,
    Regions regions) {

  /** Metadata of a safetensors file, the JSON text of a plan. */
  public static final String BESIDE_WEIGHTS = "gates.plan";

  /** Copies its collections and refuses impossible values. */
  public GatePlan {
    Objects.requireNonNull(network, "network");
    Objects.requireNonNull(policy, "policy");
    Objects.requireNonNull(defaultGate, "defaultGate");
    Objects.requireNonNull(inputThreshold, "inputThreshold");
    if (inputThreshold.isMeasured()) {
      throw new IllegalArgumentException(
          "the input threshold of a plan is fixed or automatic, since whoever uses it knows the"
              + " size of a grey level");
    }
    // It has the bounds that options have.
    SessionOptions.dense().withHoldThreshold(holdThreshold);
    layers = Collections.unmodifiableMap(new LinkedHashMap<>(layers));
    layers.forEach((name, gate) -> Objects.requireNonNull(gate, name));
    Objects.requireNonNull(regions, "regions");
  }

  /**
   * A plan of which all of the picture counts.
   *
   * @param network name of the network
   * @param policy what residuals are measured against
   * @param inputThreshold up to which a pixel of the input is held
   * @param holdThreshold up to which maps of one pixel are held
   * @param defaultGate gate of the layers that are not named
   * @param layers gates by the names of their layers
   */
  public GatePlan(
      String network,
      ResidualPolicy policy,
      InputThreshold inputThreshold,
      float holdThreshold,
      GateSetting defaultGate,
      Map<String, GateSetting> layers) {
    this(network, policy, inputThreshold, holdThreshold, defaultGate, layers, Regions.ALL);
  }

  /**
   * A plan with a fixed input threshold.
   *
   * @param network name of the network
   * @param policy what residuals are measured against
   * @param inputThreshold up to which a pixel of the input is held
   * @param holdThreshold up to which maps of one pixel are held
   * @param defaultGate gate of the layers that are not named
   * @param layers gates by the names of their layers
   */
  public GatePlan(
      String network,
      ResidualPolicy policy,
      float inputThreshold,
      float holdThreshold,
      GateSetting defaultGate,
      Map<String, GateSetting> layers) {
    this(network, policy, InputThreshold.fixed(inputThreshold), holdThreshold, defaultGate, layers);
  }

  /**
   * {@return the same gate for every layer, with the defaults of {@link SessionOptions}}
   *
   * @param network the network
   * @param gate the gate
   */
  public static GatePlan uniform(SkipNetwork network, GateSetting gate) {
    return new GatePlan(
        network.name(),
        ResidualPolicy.CARRY,
        InputThreshold.automatic(),
        SessionOptions.DEFAULT_HOLD_THRESHOLD,
        gate,
        Map.of());
  }

  /**
   * {@return the same with a fixed input threshold}
   *
   * @param threshold the threshold
   */
  public GatePlan withInputThreshold(float threshold) {
    return withInputThreshold(InputThreshold.fixed(threshold));
  }

  /**
   * {@return the same with another input threshold, fixed or automatic}
   *
   * @param threshold the threshold
   */
  public GatePlan withInputThreshold(InputThreshold threshold) {
    return new GatePlan(network, policy, threshold, holdThreshold, defaultGate, layers, regions);
  }

  /**
   * {@return the same with another hold threshold}
   *
   * @param threshold the threshold
   */
  public GatePlan withHoldThreshold(float threshold) {
    return new GatePlan(network, policy, inputThreshold, threshold, defaultGate, layers, regions);
  }

  /**
   * {@return the same with a gate of its own for a layer}
   *
   * @param name name of the layer
   * @param gate the gate
   */
  public GatePlan withLayer(String name, GateSetting gate) {
    Map<String, GateSetting> more = new LinkedHashMap<>(layers);
    more.put(Objects.requireNonNull(name, "name"), Objects.requireNonNull(gate, "gate"));
    return new GatePlan(network, policy, inputThreshold, holdThreshold, defaultGate, more, regions);
  }

  /**
   * {@return the same with all gates' thresholds multiplied: cheaper above 1, closer to the dense
   * network below}
   *
   * @param factor above 0
   */
  public GatePlan scaled(double factor) {
    Map<String, GateSetting> scaled = new LinkedHashMap<>();
    layers.forEach((name, gate) -> scaled.put(name, gate.scaled(factor)));
    return new GatePlan(
        network,
        policy,
        inputThreshold,
        holdThreshold,
        defaultGate.scaled(factor),
        scaled,
        regions);
  }

  /**
   * {@return the same for a stream of which other parts of the picture count}
   *
   * @param newRegions parts of the picture that count
   */
  public GatePlan withRegions(Regions newRegions) {
    return new GatePlan(
        network, policy, inputThreshold, holdThreshold, defaultGate, layers, newRegions);
  }

  /**
   * Reads a plan.
   *
   * @param file the file
   * @return the plan
   * @throws IOException when the file cannot be read, or is no plan; the message names the file and
   *     what is wrong with it
   */
  public static GatePlan read(Path file) throws IOException {
    return GatePlanFile.read(file);
  }

  /**
   * Writes this plan, one line a layer; {@link #read} gives an equal one. An older file of that
   * name stays until the last byte is written.
   *
   * @param file the file
   * @throws IOException when that fails; the message names the file and the cause
   */
  public void write(Path file) throws IOException {
    write(file, Map.of());
  }

  /**
   * Writes this plan with strings about it, such as the model and the crop that it was found for.
   * They are no part of the plan: {@link #readMetadata} reads them.
   *
   * @param file the file
   * @param metadata strings by their names
   * @throws IOException when that fails; the message names the file and the cause
   */
  public void write(Path file, Map<String, String> metadata) throws IOException {
    AtomicFile.write(file, GatePlanFile.text(this, metadata));
  }

  /**
   * Reads the strings that a plan's file says about it.
   *
   * @param file the file
   * @return the strings by their names; none when there are none
   * @throws IOException when the file cannot be read, or is no plan; the message names the file and
   *     what is wrong with it
   */
  public static Map<String, String> readMetadata(Path file) throws IOException {
    return GatePlanFile.readMetadata(file);
  }

  /**
   * {@return the text of this plan, as {@link #write} writes it; {@link #parse} gives an equal
   * plan}
   */
  public String text() {
    return GatePlanFile.text(this, Map.of());
  }

  /**
   * Reads a plan from its text, as that of a message or of a checkpoint.
   *
   * @param text lines as {@link #text()} has them
   * @return the plan
   * @throws IllegalArgumentException when the text is no plan; the message says what is wrong
   */
  public static GatePlan parse(String text) {
    try {
      return GatePlanFile.parse(new StringReader(text), "the text");
    } catch (IOException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  /**
   * The plan beside the weights of a file that a training of thresholds and kernels wrote: its
   * metadata {@value #BESIDE_WEIGHTS}.
   *
   * @param file the file
   * @return empty when there is none
   * @throws IOException when what is there is no plan
   */
  public static Optional<GatePlan> from(SafeTensors file) throws IOException {
    String text = file.metadata().get(BESIDE_WEIGHTS);
    return text == null
        ? Optional.empty()
        : Optional.of(GatePlanFile.parse(new StringReader(text), "metadata " + BESIDE_WEIGHTS));
  }

  /**
   * {@return the same file with this plan beside its weights}
   *
   * @param file the weights
   */
  public SafeTensors addedTo(SafeTensors file) {
    Map<String, String> metadata = new LinkedHashMap<>(file.metadata());
    metadata.put(BESIDE_WEIGHTS, GatePlanFile.text(this, Map.of()));
    return new SafeTensors(file.tensors(), metadata);
  }

  /**
   * {@return the gate of a layer}
   *
   * @param layer name of a layer
   */
  public GateSetting gateFor(String layer) {
    return layers.getOrDefault(layer, defaultGate);
  }

  /**
   * Makes sure that this plan is for a network, and returns it.
   *
   * @param target the network
   * @return this plan
   * @throws IllegalArgumentException when it is for one of another name, or names a layer that is
   *     no convolution of it; the message names the layer that looks most similar
   */
  public GatePlan validate(SkipNetwork target) {
    if (!network.equals(target.name())) {
      throw new IllegalArgumentException(
          "this plan is for network " + network + ", not for " + target.name());
    }
    List<String> names = target.gatedLayers().stream().map(Node::name).toList();
    for (String layer : layers.keySet()) {
      if (!names.contains(layer)) {
        throw new IllegalArgumentException(
            "this plan names layer "
                + layer
                + ", which is no convolution of "
                + network
                + "; did you mean "
                + NearestName.of(layer, names)
                + "?");
      }
    }
    return this;
  }

  /**
   * {@return the options with this plan's gates, policy, input and hold threshold} Call {@link
   * #validate} first: a layer that the network does not have is passed over here.
   */
  public SessionOptions options() {
    return SessionOptions.perLayer(layer -> gateFor(layer.name()).gate())
        .withPolicy(policy)
        .withInputThreshold(inputThreshold)
        .withHoldThreshold(holdThreshold);
  }
}
