package org.skipconv.models.scene;

/** Colours and pattern of a surface. Colours are grey levels, red, green, blue. */
record Cloth(Vec first, Vec second, Pattern pattern, double period) {
  enum Pattern {
    PLAIN,
    RINGS,
    STRIPES,
    CHECKS
  }

  static Cloth plain(Vec colour) {
    return new Cloth(colour, colour, Pattern.PLAIN, 1);
  }

  static Cloth shirt(Dice random) {
    Pattern pattern = Pattern.values()[random.nextInt(4)];
    return new Cloth(colour(random), colour(random), pattern, random.nextDouble(0.08, 0.16));
  }

  /** Anything from dark to bright, not too colourful. */
  static Vec colour(Dice random) {
    double grey = random.nextDouble(35, 165);
    return new Vec(
        grey + random.nextDouble(-30, 30),
        grey + random.nextDouble(-30, 30),
        grey + random.nextDouble(-30, 30));
  }

  /** Share of the second colour, 0 to 1. */
  double share(double along, double across) {
    return switch (pattern) {
      case PLAIN -> 0;
      case RINGS -> wave(along / period);
      case STRIPES -> wave(across * 0.12 / period);
      case CHECKS -> 0.5 * wave(along / period) + 0.5 * wave(across * 0.12 / period);
    };
  }

  /** A square wave of period 1 with soft edges, so that a moving pattern does not sparkle. */
  private static double wave(double t) {
    double triangle = Math.abs(t - Math.floor(t) - 0.5) * 4 - 1;
    return Math.max(0, Math.min(1, 0.5 + 1.5 * triangle));
  }
}
