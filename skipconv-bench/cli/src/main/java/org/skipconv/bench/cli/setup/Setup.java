package org.skipconv.bench.cli.setup;

import java.util.List;
import org.skipconv.bench.cli.footage.Footage;
import org.skipconv.bench.cli.footage.SceneFootage;
import org.skipconv.bench.cli.model.ChosenModel;
import org.skipconv.bench.cli.model.Judge;
import org.skipconv.bench.cli.model.WeightOrigin;
import org.skipconv.core.SkipNetwork;
import org.skipconv.models.VideoModel;
import org.skipconv.models.scene.Scene;
import org.skipconv.models.vision.Camera;
import org.skipconv.models.vision.CropWindow;
import org.skipconv.models.vision.Placement;

/**
 * Network, footage and gates that are measured.
 *
 * @param command that asked for it
 * @param chosen the model, with its weights and labels
 * @param footage to look at
 * @param start number of its first frame
 * @param frames at most so many, null for all
 * @param crop what the network sees of a picture, null for the model's usual view
 * @param gating of the skip path
 * @param camera that took the footage, as the user says
 */
public record Setup(
    String command,
    ChosenModel<?> chosen,
    Footage footage,
    int start,
    Integer frames,
    CropWindow crop,
    Gating gating,
    Camera camera) {

  /** Footage of a camera that stands still. */
  public Setup(
      String command,
      ChosenModel<?> chosen,
      Footage footage,
      int start,
      Integer frames,
      CropWindow crop,
      Gating gating) {
    this(command, chosen, footage, start, frames, crop, gating, Camera.FIXED);
  }

  /** The same as if another camera had taken the footage. */
  public Setup withCamera(Camera other) {
    return new Setup(command, chosen, footage, start, frames, crop, gating, other);
  }

  /** The same on other footage, from its first frame on. */
  public Setup withFootage(Footage other) {
    return new Setup(command, chosen, other, 0, frames, crop, gating, camera);
  }

  /** The same on a part of the footage. */
  public Setup withFootage(FootagePart part) {
    return new Setup(
        command, chosen, footage, part.start(), part.frames(), part.crop(), gating, camera);
  }

  /** Name of the model. */
  public String model() {
    return chosen.name();
  }

  public SkipNetwork network() {
    return chosen.network();
  }

  /** Lines about the model beside its name and weights. */
  public List<String> about() {
    return chosen.named().about();
  }

  /** Source of the weights, in words. */
  public String weights() {
    return chosen.weights();
  }

  /** False when the weights are generated, so that results mean nothing. */
  public boolean trained() {
    return chosen.trained();
  }

  /** Whether the network knows generated scenes alone. */
  public boolean knowsScenesOnly() {
    return chosen.origin() == WeightOrigin.EMBEDDED;
  }

  /** The model that sees the footage. */
  public VideoModel<?> video() {
    return chosen.seeing(crop);
  }

  /** Places the network's input in the pictures of opened footage. */
  public Placement view(Footage.Frames opened) {
    return video().place(opened.height(), opened.width());
  }

  /** Begins to compare what both paths find in the footage. */
  public Judge<?> judge(Placement view) {
    Scene scene = footage instanceof SceneFootage generated ? generated.scene() : null;
    return chosen.judge(view, scene, start);
  }

  /** Whether one more frame is wanted after so many. */
  public boolean wants(int framesSoFar) {
    return frames == null || framesSoFar < frames;
  }

  /** Number of frames, or -1 when nobody knows. */
  public long expected(Footage.Frames opened) {
    long remaining = opened.remaining();
    if (frames == null) {
      return remaining;
    }
    return remaining < 0 ? frames : Math.min(frames, remaining);
  }

  public int threads() {
    return gating.options().threads();
  }
}
