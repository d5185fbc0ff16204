package org.skipconv.models.hrnet;

/**
 * The numbers that tell one HRNet from another.
 *
 * @param width channels of the branch with the highest resolution; each next one has twice as many
 * @param bottlenecks in the first layer
 * @param planes of a bottleneck, a quarter of its output channels
 * @param stage3Modules modules of stage 3; stage 2 always has one
 * @param stage4Modules modules of stage 4
 * @param blocks basic blocks of each branch of each module
 */
record Architecture(
    String name,
    int width,
    int bottlenecks,
    int planes,
    int stage3Modules,
    int stage4Modules,
    int blocks) {

  static final Architecture W32 = new Architecture("hrnet_w32", 32, 4, 64, 4, 3, 4);
  static final Architecture W48 = new Architecture("hrnet_w48", 48, 4, 64, 4, 3, 4);
  static final Architecture W18 = new Architecture("hrnet_w18", 18, 4, 64, 4, 3, 4);
  static final Architecture W18_SMALL_V1 =
      new Architecture("hrnet_w18_small_v1", 16, 1, 32, 1, 1, 2);
  static final Architecture W18_SMALL_V2 =
      new Architecture("hrnet_w18_small_v2", 18, 2, 64, 3, 2, 2);

  /** Channels of a branch. */
  int channels(int branch) {
    return width << branch;
  }

  /** Modules of stage 2, 3 or 4. */
  int modules(int stage) {
    return switch (stage) {
      case 2 -> 1;
      case 3 -> stage3Modules;
      case 4 -> stage4Modules;
      default -> throw new IllegalArgumentException("there is no stage " + stage);
    };
  }
}
