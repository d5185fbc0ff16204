package org.skipconv.models.scene;

import java.util.ArrayList;
import java.util.List;

/**
 * Actions of a person, step by step, in frames; immutable, each method gives a longer copy.
 *
 * <pre>{@code
 * // comes in, stops for a minute at 25 frames a second, walks about, leaves for good
 * Script.empty().walkIn(60).stand(1500).walk(200).leave(60)
 * }</pre>
 *
 * <p>The last step lasts for ever (after {@code leave}: nobody there) unless the script is {@link
 * #repeated}. A script that begins with another step than {@code walkIn} or {@code away} begins
 * with the person on its place in the picture.
 */
public final class Script {
  enum Action {
    WALK_IN,
    WALK,
    STAND,
    STILL,
    LEAVE,
    AWAY
  }

  record Act(Action action, int start, int frames) {}

  /** A step and where a frame lies in it. */
  record Moment(Act act, int ordinal, int elapsed, boolean nextStands, boolean over) {}

  private final List<Act> steps;
  private final int frames;
  private final boolean repeats;

  private Script(List<Act> steps, int frames, boolean repeats) {
    this.steps = List.copyOf(steps);
    this.frames = frames;
    this.repeats = repeats;
  }

  /**
   * Nothing yet; at least one step must follow.
   *
   * @return a script of this step
   */
  public static Script empty() {
    return new Script(List.of(), 0, false);
  }

  /**
   * Frozen on its place, from the first frame on.
   *
   * @return a script of this step
   */
  public static Script motionless() {
    return empty().still(1);
  }

  /**
   * Comes from outside the picture and is on its place in the last of these frames.
   *
   * @param newFrames number of frames, at least 1
   * @return this script and the step after it
   */
  public Script walkIn(int newFrames) {
    return then(Action.WALK_IN, newFrames);
  }

  /**
   * Walks about in the picture at its own pace.
   *
   * @param newFrames number of frames, at least 1
   * @return this script and the step after it
   */
  public Script walk(int newFrames) {
    return then(Action.WALK, newFrames);
  }

  /**
   * Stands, as people do: sways, looks around, moves an arm.
   *
   * @param newFrames number of frames, at least 1
   * @return this script and the step after it
   */
  public Script stand(int newFrames) {
    return then(Action.STAND, newFrames);
  }

  /**
   * Frozen in whatever pose the step before ended with.
   *
   * @param newFrames number of frames, at least 1
   * @return this script and the step after it
   */
  public Script still(int newFrames) {
    return then(Action.STILL, newFrames);
  }

  /**
   * Turns and walks out; outside the picture after these frames.
   *
   * @param newFrames number of frames, at least 1
   * @return this script and the step after it
   */
  public Script leave(int newFrames) {
    return then(Action.LEAVE, newFrames);
  }

  /**
   * Not there.
   *
   * @param newFrames number of frames, at least 1
   * @return this script and the step after it
   */
  public Script away(int newFrames) {
    return then(Action.AWAY, newFrames);
  }

  /** {@return this script, which begins again after its last step, for ever} */
  public Script repeated() {
    return new Script(steps, frames, true);
  }

  /** {@return the number of frames that the steps take, once} */
  public int frames() {
    return frames;
  }

  boolean isEmpty() {
    return steps.isEmpty();
  }

  private Script then(Action action, int newFrames) {
    if (newFrames < 1 || newFrames > 10_000_000 - frames) {
      throw new IllegalArgumentException(
          "a step takes at least 1 frame and a script at most 10000000, but a step of "
              + newFrames
              + " was to follow "
              + frames
              + " frames");
    }
    List<Act> longer = new ArrayList<>(steps);
    longer.add(new Act(action, frames, newFrames));
    return new Script(longer, frames + newFrames, repeats);
  }

  Moment at(int frame) {
    boolean over = !repeats && frame >= frames;
    int round = repeats ? frame / frames : 0;
    int within = repeats ? frame % frames : Math.min(frame, frames - 1);
    int i = 0;
    while (within >= steps.get(i).start() + steps.get(i).frames()) {
      i++;
    }
    Act act = steps.get(i);
    int elapsed = (over ? frame : within) - act.start();
    return new Moment(act, round * steps.size() + i, elapsed, nextStands(i), over);
  }

  private boolean nextStands(int i) {
    if (i + 1 == steps.size() && !repeats) {
      return steps.get(i).action() != Action.WALK;
    }
    Action next = steps.get((i + 1) % steps.size()).action();
    return next == Action.STAND || next == Action.STILL;
  }
}
