package org.skipconv.gates.training;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.skipconv.core.Node;
import org.skipconv.core.SkipNetwork;

/**
 * Everything that the result of a training depends on, by name, besides its end: a training may go
 * on for longer than was first asked for. Large things are hashed; of frames only a few are, since
 * drawing or decoding all of them may take minutes.
 */
final class TrainingIdentity {
  private static final int HASHED_FRAMES = 16;
  private static final int HEX_DIGITS = 12;

  private final MessageDigest digest;

  private TrainingIdentity() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  static Map<String, String> of(
      SkipNetwork network,
      DifferentiableWeights weights,
      TrainingSettings settings,
      TrainingFrames frames) {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("network", network + " " + structure(network));
    facts.put("weights", new TrainingIdentity().add(weights).hex());
    facts.put("frames", frames.size() + " " + pictures(frames));
    facts.put("labels", labels(frames));
    facts.put("training of", settings.trained.name());
    facts.put("task", settings.task.label());
    facts.put("gates", gates(network, settings));
    facts.put("block", Integer.toString(settings.block));
    facts.put(
        "start plan",
        settings.startPlan == null
            ? "none"
            : new TrainingIdentity().add(settings.startPlan.toString()).hex());
    facts.put("clips", settings.clips + " of " + settings.frames + " frames");
    facts.put("learning rate", Double.toString(settings.learningRate()));
    facts.put("largest gradient norm", Double.toString(settings.maxNorm));
    facts.put("beta", settings.targetMacRatio > 0 ? "adapted" : Double.toString(settings.beta));
    facts.put("target MAC ratio", Double.toString(settings.targetMacRatio));
    if (settings.quiet > 0) {
      facts.put("price of motion", Double.toString(settings.quiet));
    }
    facts.put("validation", settings.validationShare + " every " + settings.validateEvery);
    facts.put("seed", Long.toString(settings.seed));
    return facts;
  }

  private static String structure(SkipNetwork network) {
    TrainingIdentity all = new TrainingIdentity();
    for (Node node : network.nodes()) {
      all.add(node.name()).add(node.shape().toString()).add(node.op().toString());
      node.inputs().forEach(input -> all.add(Integer.toString(input.index())));
    }
    network.outputs().forEach((name, node) -> all.add(name).add(Integer.toString(node.index())));
    return all.hex();
  }

  private static String gates(SkipNetwork network, TrainingSettings settings) {
    TrainingIdentity names = new TrainingIdentity();
    settings.gatedLayers(network).forEach(layer -> names.add(layer.name()));
    return settings.gatedLayers(network).size() + " " + names.hex();
  }

  private static String pictures(TrainingFrames frames) {
    TrainingIdentity some = new TrainingIdentity();
    for (int i = 0; i < frames.size(); i++) {
      if (frames.startsShot(i)) {
        some.add(Integer.toString(i));
      }
    }
    for (int i = 0; i < hashed(frames); i++) {
      some.add(frames.frame(spread(frames, i)));
    }
    return some.hex();
  }

  private static String labels(TrainingFrames frames) {
    TrainingIdentity some = new TrainingIdentity();
    boolean any = false;
    for (int i = 0; i < hashed(frames); i++) {
      Map<String, float[]> labels = new TreeMap<>(frames.labels(spread(frames, i)));
      labels.forEach((name, values) -> some.add(name).add(values));
      any |= !labels.isEmpty();
    }
    return any ? some.hex() : "none";
  }

  private static int hashed(TrainingFrames frames) {
    return Math.min(HASHED_FRAMES, frames.size());
  }

  private static int spread(TrainingFrames frames, int i) {
    return (int) ((long) i * frames.size() / hashed(frames));
  }

  private TrainingIdentity add(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, bytes.length));
    digest.update(bytes);
    return this;
  }

  private TrainingIdentity add(float[] values) {
    ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(Float.BYTES, values.length));
    bytes.asFloatBuffer().put(values);
    digest.update(bytes);
    return this;
  }

  private TrainingIdentity add(DifferentiableWeights weights) {
    weights.originals().forEach((name, tensor) -> add(name).add(tensor.values()));
    return this;
  }

  private String hex() {
    return HexFormat.of().formatHex(digest.digest()).substring(0, HEX_DIGITS);
  }
}
