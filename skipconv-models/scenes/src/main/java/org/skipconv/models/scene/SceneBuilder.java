package org.skipconv.models.scene;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Describes a {@link Scene}; every setting has a default, bad ones are refused where they are made.
 */
public final class SceneBuilder {
  private static final int[] NO_CUTS = {};
  int height = 256;
  int width = 192;
  long seed = 1;
  double frameRate = 25;
  int figures = 1;
  int vehicles;
  double figureHeight = 0.7;
  double noise;
  double drift;
  int driftPeriod = 1;
  double flicker;
  int[] cuts = NO_CUTS;
  private @Nullable Script script;
  private final Map<Integer, Script> own = new HashMap<>();

  SceneBuilder() {}

  SceneBuilder(SceneBuilder other) {
    height = other.height;
    width = other.width;
    seed = other.seed;
    frameRate = other.frameRate;
    figures = other.figures;
    vehicles = other.vehicles;
    figureHeight = other.figureHeight;
    noise = other.noise;
    drift = other.drift;
    driftPeriod = other.driftPeriod;
    flicker = other.flicker;
    cuts = other.cuts;
    script = other.script;
    own.putAll(other.own);
  }

  /**
   * The picture in pixels, 32 to 4096 either way.
   *
   * @param newHeight rows
   * @param newWidth columns
   * @return this builder
   */
  public SceneBuilder size(int newHeight, int newWidth) {
    check("height", newHeight, 32, 4096);
    check("width", newWidth, 32, 4096);
    height = newHeight;
    width = newWidth;
    return this;
  }

  /**
   * Another seed, another place, other people who go other ways.
   *
   * @param newSeed any number
   * @return this builder
   */
  public SceneBuilder seed(long newSeed) {
    seed = newSeed;
    return this;
  }

  /**
   * Frames a second, 1 to 240; says how far people move from frame to frame.
   *
   * @param newFrameRate frames a second
   * @return this builder
   */
  public SceneBuilder frameRate(double newFrameRate) {
    check("frame rate", newFrameRate, 1, 240);
    frameRate = newFrameRate;
    return this;
  }

  /**
   * People, 0 to 16.
   *
   * @param count how many
   * @return this builder
   */
  public SceneBuilder figures(int count) {
    check("number of figures", count, 0, 16);
    figures = count;
    return this;
  }

  /**
   * Cars on the road behind the people, 0 to 8.
   *
   * @param count how many
   * @return this builder
   */
  public SceneBuilder vehicles(int count) {
    check("number of vehicles", count, 0, 8);
    vehicles = count;
    return this;
  }

  /**
   * Sets the share of the picture's height that a person of 1.75 m fills, 0.1 to 0.9: near 0.7 for
   * a crop that a pose network gets, near 0.3 for a view that a detector gets.
   *
   * @param share of the picture's height
   * @return this builder
   */
  public SceneBuilder figureHeight(double share) {
    check("figure height", share, 0.1, 0.9);
    figureHeight = share;
    return this;
  }

  /**
   * Sensor noise: standard deviation in grey levels, 0 to 64, independent in every pixel and
   * channel, added before rounding to whole grey levels.
   *
   * @param sigma standard deviation
   * @return this builder
   */
  public SceneBuilder noise(double sigma) {
    check("noise", sigma, 0, 64);
    noise = sigma;
    return this;
  }

  /**
   * Slow change of light: frame n is multiplied with {@code 1 + amplitude * sin(2 * pi * n /
   * period)}.
   *
   * @param amplitude 0 to 0.9; from 0.2 on the brightest pixels can saturate
   * @param period frames
   * @return this builder
   */
  public SceneBuilder lightDrift(double amplitude, int period) {
    check("light drift", amplitude, 0, 0.9);
    check("period of the light drift", period, 1, Integer.MAX_VALUE);
    drift = amplitude;
    driftPeriod = period;
    return this;
  }

  /**
   * A lamp that lights a part of the picture and flickers: in every frame it loses a random share,
   * up to this amplitude, of its light, which is a quarter of the sun's.
   *
   * @param amplitude 0 (steady) to 1
   * @return this builder
   */
  public SceneBuilder lampFlicker(double amplitude) {
    check("lamp flicker", amplitude, 0, 1);
    flicker = amplitude;
    return this;
  }

  /**
   * Sets the script of every person that has none of its own.
   *
   * @param newScript what to do
   * @return this builder
   */
  public SceneBuilder script(Script newScript) {
    script = checked(newScript);
    return this;
  }

  /**
   * Sets the script of one person, counted from 0.
   *
   * @param figure number of the person, from 0
   * @param newScript what to do
   * @return this builder
   */
  public SceneBuilder script(int figure, Script newScript) {
    check("figure", figure, 0, 15);
    own.put(figure, checked(newScript));
    return this;
  }

  /**
   * Hard cuts: from each of these frames on the camera shows another place and other people, who
   * begin their scripts anew.
   *
   * @param frames rising, from 1
   * @return this builder
   */
  public SceneBuilder cuts(int... frames) {
    int last = 0;
    for (int frame : frames) {
      if (frame <= last) {
        throw new IllegalArgumentException(
            "cuts must be rising frame numbers from 1 on, but are " + Arrays.toString(frames));
      }
      last = frame;
    }
    cuts = frames.clone();
    return this;
  }

  /** {@return the scene} */
  public Scene build() {
    return new Scene(new SceneBuilder(this));
  }

  Script scriptOf(int figure) {
    Script common = script != null ? script : usual(figure);
    return own.getOrDefault(figure, common);
  }

  /** Comes in, walks about, stands, goes on, leaves; each person at a time of its own. */
  private Script usual(int figure) {
    Script start = Script.empty();
    if (figure > 0) {
      start = start.away(seconds(figure, 0, 0.2, 4));
    }
    return start
        .walkIn(seconds(figure, 1, 2, 3))
        .walk(seconds(figure, 2, 4, 9))
        .stand(seconds(figure, 3, 3, 8))
        .walk(seconds(figure, 4, 4, 9))
        .stand(seconds(figure, 5, 2, 6))
        .leave(seconds(figure, 6, 2, 3))
        .away(seconds(figure, 7, 0.2, 2))
        .repeated();
  }

  private int seconds(int figure, int step, double low, double high) {
    double share = Hash.unit(Hash.mix(seed, figure), step);
    return (int) Math.ceil(frameRate * (low + share * (high - low)));
  }

  private static Script checked(Script script) {
    Objects.requireNonNull(script, "script");
    if (script.isEmpty()) {
      throw new IllegalArgumentException("a script needs at least one step, but has none");
    }
    return script;
  }

  private static void check(String what, double value, double low, double high) {
    if (!(value >= low && value <= high)) {
      throw new IllegalArgumentException(
          what + " must be " + low + " to " + high + ", but is " + value);
    }
  }
}
