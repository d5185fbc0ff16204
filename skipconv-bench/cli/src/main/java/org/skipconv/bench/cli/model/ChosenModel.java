package org.skipconv.bench.cli.model;

import org.skipconv.core.SkipNetwork;
import org.skipconv.models.Truth;
import org.skipconv.models.VideoModel;
import org.skipconv.models.scene.Scene;
import org.skipconv.models.vision.CropWindow;
import org.skipconv.models.vision.Placement;
import org.skipconv.models.vision.View;

/**
 * A model that the user asked for, with its weights.
 *
 * @param model with its usual view
 * @param weights where they come from, in words
 * @param origin of the weights
 * @param labels truth about the footage, null when nobody has said
 * @param <R> what it finds in a frame
 */
public record ChosenModel<R>(
    NamedModel<R> named,
    VideoModel<R> model,
    String weights,
    WeightOrigin origin,
    Truth<R> labels) {

  /** False when the weights are generated, so that results mean nothing. */
  public boolean trained() {
    return origin != WeightOrigin.GENERATED;
  }

  /** Name of the model. */
  public String name() {
    return named.name();
  }

  public SkipNetwork network() {
    return model.network();
  }

  /** Change of the network's input for one grey level of the picture. */
  public float greyLevel() {
    return model.normalization().change(1);
  }

  /**
   * The model whose results are shown and compared: of generated weights, the bare outputs.
   *
   * @param crop what the network sees of a picture, null for the model's usual view
   */
  public VideoModel<?> seeing(CropWindow crop) {
    return trained() ? finding(crop) : cropped(model.raw(), crop);
  }

  /**
   * The model whose results are written: trained weights are needed for it to find anything.
   *
   * @param crop what the network sees of a picture, null for the model's usual view
   */
  public VideoModel<R> finding(CropWindow crop) {
    return cropped(model, crop);
  }

  private static <T> VideoModel<T> cropped(VideoModel<T> model, CropWindow crop) {
    return crop == null ? model : model.withView(View.crop(crop));
  }

  /**
   * Begins to judge a stream, by the labels, or else by the scene that it was generated from.
   *
   * @param scene null when the stream is of other footage
   * @param first the first frame to be seen
   */
  public Judge<?> judge(Placement view, Scene scene, int first) {
    if (!trained()) {
      return new Judge<>(model.raw(), view, null);
    }
    if (labels != null || scene == null) {
      return new Judge<>(model, view, labels);
    }
    return new Judge<>(model, view, named.truth(model, scene, first).orElse(null));
  }
}
