package org.skipconv.bench.lab.page;

import java.util.LinkedHashMap;
import java.util.Map;
import org.skipconv.bench.lab.rival.MotionCropped;
import org.skipconv.bench.lab.rival.MotionTriggered;
import org.skipconv.bench.lab.study.Contender;

/** The same contender has the same colour and name everywhere on the page. */
final class Colours {
  static final int SKIP = 0;
  static final int DENSE = 1;
  static final int ONNX_RUNTIME = 2;
  static final int FIRST_FREE = 3;

  private static final Map<String, String> NAMES =
      Map.of(
          Contender.CHOSEN, "skip path",
          Contender.DENSE, "dense path",
          Contender.ONNX_RUNTIME, "ONNX Runtime",
          MotionTriggered.NAME, "ONNX Runtime when moving",
          MotionCropped.NAME, "ONNX Runtime where moving");

  private final Map<String, Integer> given = new LinkedHashMap<>();

  Colours() {
    given.put(Contender.CHOSEN, SKIP);
    given.put(Contender.DENSE, DENSE);
    given.put(Contender.ONNX_RUNTIME, ONNX_RUNTIME);
  }

  int of(String family) {
    return given.computeIfAbsent(family, key -> given.size());
  }

  static String name(String family) {
    return NAMES.getOrDefault(family, family);
  }
}
