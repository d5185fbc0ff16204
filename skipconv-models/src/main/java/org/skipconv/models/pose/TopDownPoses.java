package org.skipconv.models.pose;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.skipconv.core.FrameReport;
import org.skipconv.core.SessionOptions;
import org.skipconv.core.Shape;
import org.skipconv.models.VideoModel;
import org.skipconv.models.VideoPredictor;
import org.skipconv.models.detection.Box;
import org.skipconv.models.detection.Detection;
import org.skipconv.models.vision.CropWindow;
import org.skipconv.models.vision.RgbImage;
import org.skipconv.models.vision.View;

/**
 * Poses of several people, top-down: a detector finds them, and each gets a window and a stream of
 * a pose network. A window stays where it is, so that for the network the camera stands still,
 * until its person has left it: then it is laid anew, which costs a keyframe. Not thread-safe.
 *
 * <pre>{@code
 * try (VideoSource video = VideoSource.open(Path.of("yard.mp4"));
 *     VideoPredictor<List<Detection>> detector = detectorModel.open(options);
 *     TopDownPoses poses = TopDownPoses.open(detector::next, poseModel, options, 4)) {
 *   for (RgbImage frame : video) {
 *     for (TrackedPose person : poses.next(frame)) {
 *       show(person.number(), person.pose());
 *     }
 *   }
 * }
 * }</pre>
 *
 * <p>People are told apart by where they are: two who cross may exchange their numbers, and who
 * stands behind another is followed when more than two fifths of both boxes are free.
 */
public final class TopDownPoses implements AutoCloseable {
  private static final String PERSON = "person";

  /** Enlargement of a person's box to the window, as HRNet is trained with. */
  private static final float MARGIN = 1.25f;

  /** Least share of a person's box that lies in its window. */
  private static final double LEAST_INSIDE = 0.9;

  /** Greatest area of a window, in areas of the window that its person would get now. */
  private static final double GREATEST_WINDOW = 2.5;

  /** Least overlap, as intersection over union, by which a person is found again. */
  private static final double LEAST_OVERLAP = 0.1;

  /** Greatest part of the smaller of two boxes that is shared by two people. */
  private static final double GREATEST_SHARED = 0.6;

  /** Number of frames without a detection after which a person has left: detectors blink. */
  private static final int PATIENCE = 12;

  private final Function<RgbImage, List<Detection>> detector;
  private final VideoModel<Pose> model;
  private final SessionOptions options;
  private final int maxPeople;
  private final float aspect;
  private final List<Track> tracks = new ArrayList<>();
  private final Deque<Stream> idle = new ArrayDeque<>();
  private int people;

  private TopDownPoses(
      Function<RgbImage, List<Detection>> detector,
      VideoModel<Pose> model,
      SessionOptions options,
      int maxPeople) {
    this.detector = Objects.requireNonNull(detector, "detector");
    this.model = Objects.requireNonNull(model, "model");
    this.options = Objects.requireNonNull(options, "options");
    if (maxPeople < 1) {
      throw new IllegalArgumentException("at least 1 person is followed, not " + maxPeople);
    }
    this.maxPeople = maxPeople;
    Shape input = model.network().inputShape();
    this.aspect = (float) input.width() / input.height();
  }

  /**
   * Starts without anybody.
   *
   * @param detector finds objects in a frame, such as {@code stream::next} of a detector's stream;
   *     what it calls {@code person} is followed
   * @param model pose network; its view is replaced by each person's window
   * @param options of each person's stream
   * @param maxPeople greatest number of people at a time, 1 or more: each takes the memory of a
   *     stream. More are left out, those of the lowest score first
   * @return the stream, which the caller closes
   */
  public static TopDownPoses open(
      Function<RgbImage, List<Detection>> detector,
      VideoModel<Pose> model,
      SessionOptions options,
      int maxPeople) {
    return new TopDownPoses(detector, model, options, maxPeople);
  }

  /**
   * A person in a frame.
   *
   * @param number of the person, from 1 on in the order in which people appear
   * @param window part of the frame that the pose network sees
   * @param pose joints, in pixels of the frame
   * @param report cost of the person's pose in this frame
   */
  public record TrackedPose(int number, CropWindow window, Pose pose, FrameReport report) {}

  /** The stream of a pose network whose window can be moved. */
  private final class Stream {
    private CropWindow window;
    private final VideoPredictor<Pose> predictor;

    Stream(CropWindow first) {
      window = first;
      View view =
          (height, width, rows, columns) -> View.crop(window).place(height, width, rows, columns);
      predictor = model.withView(view).open(options);
    }

    /** The view is asked again after a reset. */
    void look(CropWindow at) {
      window = at;
      predictor.reset();
    }
  }

  private static final class Track {
    final int number;
    final Stream stream;
    Box box;
    int missed;

    Track(int number, Stream stream, Box box) {
      this.number = number;
      this.stream = stream;
      this.box = box;
    }
  }

  /**
   * Finds the poses in the next frame.
   *
   * @param frame the picture
   * @return those of people in whose windows somebody is to be seen, in the order of their numbers
   */
  public List<TrackedPose> next(RgbImage frame) {
    List<Detection> persons =
        new ArrayList<>(
            detector.apply(frame).stream()
                .filter(found -> found.className().equals(PERSON) && found.box().area() > 0)
                .sorted(Comparator.comparingDouble(Detection::score).reversed())
                .toList());
    tracks.forEach(track -> follow(track, persons));
    List<Track> gone = tracks.stream().filter(this::hasLeft).toList();
    gone.forEach(track -> idle.push(track.stream));
    tracks.removeAll(gone);
    for (Detection person : persons) {
      if (tracks.size() < maxPeople && !isFollowed(person.box(), tracks)) {
        tracks.add(new Track(++people, stream(window(person.box())), person.box()));
      }
    }
    List<TrackedPose> poses = new ArrayList<>();
    for (Track track : tracks) {
      VideoPredictor<Pose> predictor = track.stream.predictor;
      Pose pose = predictor.next(frame);
      if (!pose.isEmpty()) {
        poses.add(new TrackedPose(track.number, track.stream.window, pose, predictor.lastReport()));
      }
    }
    return poses;
  }

  /** Takes the person that overlaps most out of the list, and moves the window if it must. */
  private void follow(Track track, List<Detection> persons) {
    Detection best = null;
    for (Detection person : persons) {
      if (overlap(track, person) > overlap(track, best)) {
        best = person;
      }
    }
    if (best == null) {
      track.missed++;
      return;
    }
    persons.remove(best);
    track.missed = 0;
    track.box = best.box();
    if (!fits(track.stream.window, track.box)) {
      track.stream.look(window(track.box));
    }
  }

  /** Detectors find one person twice, as the whole and as the upper half. */
  private static boolean isFollowed(Box box, List<Track> tracks) {
    return tracks.stream()
        .anyMatch(
            track ->
                track.box.intersection(box)
                    > GREATEST_SHARED * Math.min(track.box.area(), box.area()));
  }

  /** Whether a person is not found any more, or not beside one who is found in the same place. */
  private boolean hasLeft(Track track) {
    List<Track> found = tracks.stream().filter(other -> other.missed == 0).toList();
    return track.missed > PATIENCE || (track.missed > 0 && isFollowed(track.box, found));
  }

  private static double overlap(Track track, @Nullable Detection person) {
    return person == null ? LEAST_OVERLAP : track.box.iou(person.box());
  }

  private boolean fits(CropWindow window, Box box) {
    Box seen = Box.ofSize(window.x(), window.y(), window.width(), window.height());
    return box.intersection(seen) >= LEAST_INSIDE * box.area()
        && area(window) <= GREATEST_WINDOW * area(window(box));
  }

  private static double area(CropWindow window) {
    return (double) window.width() * window.height();
  }

  private CropWindow window(Box box) {
    return CropWindow.forBox(
        box.x1(), box.y1(), box.x2() - box.x1(), box.y2() - box.y1(), aspect, MARGIN);
  }

  /** Memory of a person who has left serves the next one. */
  private Stream stream(CropWindow window) {
    if (idle.isEmpty()) {
      return new Stream(window);
    }
    Stream stream = idle.pop();
    stream.look(window);
    return stream;
  }

  /** Forgets everybody; numbers go on from 1, and frames may have another size. */
  public void reset() {
    tracks.forEach(track -> idle.push(track.stream));
    tracks.clear();
    people = 0;
  }

  /** Frees the memory of all people's streams, not that of the detector's. */
  @Override
  public void close() {
    reset();
    idle.forEach(stream -> stream.predictor.close());
    idle.clear();
  }
}
