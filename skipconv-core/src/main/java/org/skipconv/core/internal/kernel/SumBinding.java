package org.skipconv.core.internal.kernel;

import java.util.List;
import org.skipconv.core.Activation;

/**
 * A weighted sum bound to maps.
 *
 * @param terms at least one, at most {@link #MAX_TERMS}
 * @param activation applied to the sum
 * @param out updated in place
 * @param residual where the change of the output goes, or null
 * @param list the pixels
 * @param norms sum over channels of |new - old| per pixel, or null
 */
public record SumBinding(
    List<Term> terms, Activation activation, Plane out, Plane residual, Memory list, Memory norms) {

  /** As many as fit the native call. */
  public static final int MAX_TERMS = 16;

  /**
   * One operand, read at {@code (rows[y], columns[x])} for the output pixel (y, x).
   *
   * @param rows int32 table, one entry an output row
   * @param columns int32 table, one entry an output column
   */
  public record Term(Plane map, float factor, Memory rows, Memory columns) {}
}
