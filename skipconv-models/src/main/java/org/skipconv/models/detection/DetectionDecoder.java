package org.skipconv.models.detection;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.PrimitiveIterator;
import org.jspecify.annotations.Nullable;
import org.skipconv.core.Activation;
import org.skipconv.core.FeatureMap;
import org.skipconv.core.FrameResult;
import org.skipconv.core.Shape;
import org.skipconv.core.SkipNetwork;
import org.skipconv.models.vision.Letterbox;
import org.skipconv.models.vision.Placement;

/**
 * From the raw maps of EfficientDet to detections, as effdet's {@code DetBenchPredict}: the best
 * pairs of anchor and class, decoded, clipped to the picture, and class by class the best of those
 * that overlap.
 *
 * <p>Decodes one stream, whose candidates it remembers, and is not thread-safe.
 */
public final class DetectionDecoder {
  private final Anchors anchors;
  private final List<String> classes;
  private final DecoderOptions options;
  private final List<LevelCandidates> candidates = new ArrayList<>();
  private final List<BoxDecoder> decoders = new ArrayList<>();

  /**
   * For the outputs of a model's network.
   *
   * @param model says anchors and classes
   * @param options which detections are left out
   */
  public DetectionDecoder(DetectionModel model, DecoderOptions options) {
    this(model.anchors(), model.classes(), options);
  }

  /**
   * For outputs of COCO's 90 classes.
   *
   * @param anchors anchors of the network
   * @param options which detections are left out
   */
  public DetectionDecoder(Anchors anchors, DecoderOptions options) {
    this(anchors, CocoLabels.channels(), options);
  }

  private DetectionDecoder(Anchors anchors, List<String> classes, DecoderOptions options) {
    this.anchors = anchors;
    this.classes = List.copyOf(classes);
    this.options = options;
    for (Anchors.Level level : anchors.levels()) {
      candidates.add(new LevelCandidates(level.height(), level.width(), options.logitThreshold()));
      decoders.add(new BoxDecoder(level));
    }
  }

  /**
   * Finds the objects in a frame, best first.
   *
   * @param result with the outputs {@code class.P3}, {@code box.P3} and so on
   * @param view where the network's input lay in the picture
   * @return in pixels of the picture
   */
  public List<Detection> decode(FrameResult result, Placement view) {
    return decode(
        anchors.levels().stream().map(level -> LevelMaps.of(result, level)).toList(), view);
  }

  /**
   * {@return the same of a letterboxed picture}
   *
   * @param result outputs of a frame
   * @param imageHeight of the picture before, in pixels
   * @param imageWidth of the picture before, in pixels
   */
  public List<Detection> decode(FrameResult result, int imageHeight, int imageWidth) {
    return decode(result, letterbox(imageHeight, imageWidth));
  }

  /**
   * {@return the same, looking only at what the frame computed} Every frame of the stream, in its
   * order, must come by: what one frame changed the next does not tell again.
   *
   * @param network that the result is of
   * @param result outputs of a frame
   * @param view placement of the network's input in the picture
   */
  public List<Detection> decodeChanged(SkipNetwork network, FrameResult result, Placement view) {
    return decode(
        anchors.levels().stream().map(level -> LevelMaps.of(network, result, level)).toList(),
        view);
  }

  /**
   * {@return the same from the maps themselves of a letterboxed picture}
   *
   * @param maps one entry a level, the finest first
   * @param imageHeight rows of the picture
   * @param imageWidth columns of the picture
   * @throws IllegalArgumentException when the maps do not have the levels' shapes
   */
  public List<Detection> decode(List<LevelMaps> maps, int imageHeight, int imageWidth) {
    return decode(maps, letterbox(imageHeight, imageWidth));
  }

  private Letterbox letterbox(int imageHeight, int imageWidth) {
    return new Letterbox(imageHeight, imageWidth, anchors.inputHeight(), anchors.inputWidth());
  }

  /**
   * {@return the same from the maps themselves, one entry a level; looks for candidates only in the
   * pixels that changed since the last call, where the entries say so} Boxes are never remembered:
   * they are read anew for all candidates, since their maps change in other places.
   *
   * @param maps one entry a level, the finest first
   * @param view placement of the network's input in the picture
   * @throws IllegalArgumentException when the maps do not have the levels' shapes
   */
  public List<Detection> decode(List<LevelMaps> maps, Placement view) {
    check(maps);
    for (int l = 0; l < maps.size(); l++) {
      candidates.get(l).update(maps.get(l).classes(), maps.get(l).changed());
    }
    return HardNms.select(best(maps, view), options.iouThreshold(), options.maxDetections())
        .stream()
        .map(this::detection)
        .toList();
  }

  private Detection detection(Candidate candidate) {
    int channel = candidate.channel();
    return Detection.of(candidate.box(), channel + 1, classes.get(channel), candidate.score());
  }

  /**
   * The best candidates of all levels by falling score; ties in the order of levels and pixels.
   * Those of which nothing lies in the picture, or whose box is not a number, are none.
   */
  private Iterable<Candidate> best(List<LevelMaps> maps, Placement view) {
    Ranking ranking = new Ranking(candidates.stream().mapToInt(LevelCandidates::size).sum());
    for (int l = 0; l < maps.size(); l++) {
      int level = l;
      candidates.get(l).forEach((y, x, channel, logit) -> ranking.add(level, y, x, channel, logit));
    }
    return () -> new Best(ranking, maps, view);
  }

  /** Decodes the box of a candidate when somebody asks for it. */
  private final class Best implements Iterator<Candidate> {
    private final Ranking ranking;
    private final PrimitiveIterator.OfInt order;
    private final List<LevelMaps> maps;
    private final Placement view;
    private @Nullable Candidate next;

    Best(Ranking ranking, List<LevelMaps> maps, Placement view) {
      this.ranking = ranking;
      this.order = ranking.best(options.candidates());
      this.maps = maps;
      this.view = view;
    }

    @Override
    public boolean hasNext() {
      while (next == null && order.hasNext()) {
        int i = order.nextInt();
        float score = (float) Activation.SIGMOID.apply(ranking.logits[i]);
        if (score < options.scoreThreshold()) {
          return false;
        }
        next = candidate(i, score);
      }
      return next != null;
    }

    private @Nullable Candidate candidate(int i, float score) {
      int anchor = ranking.channels[i] / classes.size();
      FeatureMap boxes = maps.get(ranking.levels[i]).boxes();
      BoxDecoder decoder = decoders.get(ranking.levels[i]);
      Box box = decoder.decode(boxes, ranking.ys[i], ranking.xs[i], anchor).inPicture(view);
      return box.area() > 0
          ? new Candidate(box, ranking.channels[i] % classes.size(), score, anchor)
          : null;
    }

    @Override
    public Candidate next() {
      Candidate found = hasNext() ? next : null;
      if (found == null) {
        throw new NoSuchElementException("all candidates have been looked at");
      }
      next = null;
      return found;
    }
  }

  private void check(List<LevelMaps> maps) {
    if (maps.size() != anchors.levels().size()) {
      throw new IllegalArgumentException(
          "there are " + anchors.levels().size() + " levels, but maps of " + maps.size());
    }
    for (int l = 0; l < maps.size(); l++) {
      Anchors.Level level = anchors.levels().get(l);
      check(
          LevelMaps.className(level),
          maps.get(l).classes(),
          LevelMaps.classShape(level, classes.size()));
      check(LevelMaps.boxName(level), maps.get(l).boxes(), LevelMaps.boxShape(level));
    }
  }

  private static void check(String name, FeatureMap map, Shape shape) {
    if (!map.shape().equals(shape)) {
      throw new IllegalArgumentException(name + " must be " + shape + ", but is " + map.shape());
    }
  }
}
