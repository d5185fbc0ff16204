package org.skipconv.bench.cli.result;

import java.util.List;
import java.util.Map;

/**
 * Form of what a network finds in a file of results: fields of COCO's in JSON, columns in CSV.
 *
 * @param <R> what is found in a frame
 */
public interface ResultForm<R> {

  /** Returns one object a thing found, with values that JSON knows. */
  List<Map<String, Object>> annotations(R found);

  /**
   * Returns the names of the columns.
   *
   * @param found in the first frame
   */
  List<String> columns(R found);

  /** Returns one row a thing found: texts and numbers. */
  List<List<Object>> rows(R found);

  /** Rounds pixels to hundredths: networks know no more. */
  static double pixels(double value) {
    return Math.rint(100 * value) / 100;
  }

  /** Rounds a score. */
  static double score(double value) {
    return Math.rint(10_000 * value) / 10_000;
  }
}
