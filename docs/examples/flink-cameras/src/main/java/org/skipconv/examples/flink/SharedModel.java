package org.skipconv.examples.flink;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.skipconv.core.SessionOptions;
import org.skipconv.gates.GatePlan;
import org.skipconv.gates.GateSetting;
import org.skipconv.models.VideoModel;
import org.skipconv.models.VideoPredictor;
import org.skipconv.models.detection.Detection;
import org.skipconv.models.efficientdet.EfficientDet;
import org.skipconv.models.embedded.EmbeddedDetector;

/**
 * A model that all subtasks of this JVM share: loaded by the first that asks for it, freed when the
 * last gives it back. It keeps account of what its streams hold outside the Java heap.
 */
final class SharedModel {
  /** Name of the small detector of generated scenes; other names are files of weights. */
  static final String SCENES = "scenes";

  /** Guards itself, and what all models hold. */
  private static final Map<String, SharedModel> LOADED = new HashMap<>();

  private static long held;
  private static int streams;

  private final String name;
  private final VideoModel<List<Detection>> model;
  private final GatePlan plan;
  private int users;

  private SharedModel(String name, VideoModel<List<Detection>> model, GatePlan plan) {
    this.name = name;
    this.model = model;
    this.plan = plan;
  }

  /** Returns the model of a name, loaded once; who takes it gives it back by {@link #release}. */
  static SharedModel acquire(String name) throws IOException {
    synchronized (LOADED) {
      SharedModel shared = LOADED.get(name);
      if (shared == null) {
        shared = load(name);
        LOADED.put(name, shared);
      }
      shared.users++;
      return shared;
    }
  }

  /** Put your own model here. */
  private static SharedModel load(String name) throws IOException {
    if (name.equals(SCENES)) {
      return new SharedModel(
          name,
          EmbeddedDetector.model().model(EmbeddedDetector.gatedNetwork()),
          EmbeddedDetector.gates());
    }
    VideoModel<List<Detection>> model = EfficientDet.d0().model(Path.of(name));
    return new SharedModel(name, model, GatePlan.uniform(model.network(), GateSetting.input(0.1f)));
  }

  void release() {
    synchronized (LOADED) {
      users--;
      if (users == 0) {
        LOADED.remove(name);
        model.network().releasePacked();
      }
    }
  }

  /**
   * Makes sure that a text is a gate plan of this model.
   *
   * @throws IllegalArgumentException when it is not; the message says why
   */
  void check(String plan) {
    GatePlan.parse(plan).validate(model.network());
  }

  /**
   * Opens a camera's stream and accounts for its memory.
   *
   * @param camera for messages
   * @param ownPlan text of the camera's own gate plan, or empty
   * @param limit bytes that all streams of this JVM may hold together
   * @throws IllegalStateException when this one does not fit any more; the message says what to set
   */
  VideoPredictor<List<Detection>> open(String camera, String ownPlan, long limit) {
    GatePlan gates = ownPlan.isEmpty() ? plan : GatePlan.parse(ownPlan);
    SessionOptions options = gates.options().withThreads(1);
    VideoPredictor<List<Detection>> stream = model.open(options);
    long bytes = stream.memoryBytes();
    synchronized (LOADED) {
      if (held + bytes > limit) {
        stream.close();
        throw new IllegalStateException(
            String.format(
                "no room for the stream of %s, %.1f MB: %d streams hold %.1f MB of the %.1f MB that"
                    + " taskmanager.memory.task.off-heap.size allows; raise it, or give the task"
                    + " manager fewer slots",
                camera, bytes / 1e6, streams, held / 1e6, limit / 1e6));
      }
      held += bytes;
      streams++;
    }
    return stream;
  }

  /** Closes a stream that {@link #open} gave. */
  void close(VideoPredictor<List<Detection>> stream) {
    long bytes = stream.memoryBytes();
    stream.close();
    synchronized (LOADED) {
      held -= bytes;
      streams--;
    }
  }

  /** Bytes that all streams of this JVM hold outside the Java heap, weights not counted. */
  static long heldBytes() {
    synchronized (LOADED) {
      return held;
    }
  }

  static int openStreams() {
    synchronized (LOADED) {
      return streams;
    }
  }

  /** Number of models that are loaded. */
  static int loaded() {
    synchronized (LOADED) {
      return LOADED.size();
    }
  }
}
