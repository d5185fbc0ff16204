package org.skipconv.models.scene;

/**
 * Build, dress and movements of a person. Proportions are those of Winter, "Biomechanics and Motor
 * Control of Human Movement", as shares of the height.
 *
 * @param height metres
 * @param girth thickness of torso and limbs, 1 is average
 * @param pace natural walking speed, metres a second
 * @param armSwing amplitude, degrees
 * @param lean of the torso forward, degrees
 */
record Physique(
    double height,
    double girth,
    double pace,
    double armSwing,
    double lean,
    boolean longSleeves,
    boolean longLegs,
    boolean longHair,
    Cloth skin,
    Cloth hair,
    Cloth shirt,
    Cloth trousers,
    Cloth shoes) {
  static Physique draw(Dice random) {
    double tan = random.nextDouble(0.45, 1);
    Vec skin = new Vec(205, 160, 135).times(tan);
    return new Physique(
        random.nextDouble(1.58, 1.88),
        random.nextDouble(0.88, 1.15),
        random.nextDouble(1.0, 1.4),
        random.nextDouble(14, 28),
        random.nextDouble(1, 6),
        random.nextInt(10) < 6,
        random.nextInt(10) < 8,
        random.nextInt(10) < 4,
        Cloth.plain(skin),
        Cloth.plain(new Vec(90, 65, 45).times(random.nextDouble(0.3, 1.5))),
        Cloth.shirt(random),
        Cloth.plain(Cloth.colour(random).times(0.7)),
        Cloth.plain(Cloth.colour(random).times(0.6)));
  }

  double thigh() {
    return 0.245 * height;
  }

  double shank() {
    return 0.246 * height;
  }

  double hipHalf() {
    return 0.055 * height;
  }

  double shoulderHalf() {
    return 0.104 * height;
  }

  double trunk() {
    return 0.288 * height;
  }

  double upperArm() {
    return 0.172 * height;
  }

  double forearm() {
    return 0.148 * height;
  }
}
