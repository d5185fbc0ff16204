package org.skipconv.models.pose;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import org.skipconv.models.Agreement;
import org.skipconv.models.vision.CropWindow;

/**
 * Agreement of poses computed with skipping with those of the dense network: the share of joints of
 * which the dense network is sure that lie within 0.05 and 0.2 of the crop's longer side. Adds up
 * over frames; not thread-safe.
 */
public final class PoseAgreement implements Agreement<Pose> {
  /** A dense joint counts when its score is above this. */
  public static final float MIN_SCORE = 0.3f;

  private final Pck at005 = new Pck(0.05, MIN_SCORE);
  private final Pck at02 = new Pck(0.2, MIN_SCORE);

  /** Makes a comparison that has seen no frame. */
  public PoseAgreement() {}

  @Override
  public void add(Pose dense, Pose skip, CropWindow window) {
    at005.add(dense, skip, window.longerSide());
    at02.add(dense, skip, window.longerSide());
  }

  /** {@return the joints that counted so far} */
  public long joints() {
    return at005.joints();
  }

  /** {@return the share within 0.05, 0 to 1; empty when no joint counted} */
  public OptionalDouble pckAt005() {
    return at005.share();
  }

  /** {@return the share within 0.2, 0 to 1; empty when no joint counted} */
  public OptionalDouble pckAt02() {
    return at02.share();
  }

  /** Both by name: {@code pckAt005} and {@code pckAt02}. */
  @Override
  public Map<String, OptionalDouble> values() {
    Map<String, OptionalDouble> values = new LinkedHashMap<>();
    values.put("pckAt005", pckAt005());
    values.put("pckAt02", pckAt02());
    return values;
  }

  @Override
  public String text() {
    if (joints() == 0) {
      return "";
    }
    return String.format(
        Locale.ROOT,
        "%.2f %% of %d joints within 0.05 of the crop of where the dense path puts them, %.2f %%"
            + " within 0.2",
        100 * pckAt005().orElseThrow(),
        joints(),
        100 * pckAt02().orElseThrow());
  }
}
