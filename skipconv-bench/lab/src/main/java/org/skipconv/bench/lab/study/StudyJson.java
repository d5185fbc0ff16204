package org.skipconv.bench.lab.study;

import java.util.LinkedHashMap;
import java.util.Map;
import org.skipconv.bench.cli.measure.LayerTimes;
import org.skipconv.bench.cli.result.Json;

/** A study as one JSON object; fields without a value are null. */
public final class StudyJson {
  private StudyJson() {}

  /** The text; safe inside HTML. */
  public static String text(Study study) {
    Map<String, Object> clip = new LinkedHashMap<>();
    clip.put("start", study.clip().start());
    clip.put("passes", study.clip().passes());
    clip.put("contenders", study.clip().contenders());
    clip.put("memoryBytes", study.clip().memoryBytes());
    clip.put("denseLayers", layers(study.clip().denseLayers()));
    clip.put("skipLayers", layers(study.clip().skipLayers()));
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("about", study.about());
    fields.put("subject", subject(study.subject()));
    fields.put("limits", study.limits());
    fields.put("clip", clip);
    fields.put("openShares", study.openShares());
    fields.put("roofline", study.roofline());
    fields.put("scaling", study.scaling());
    fields.put("oneDnn", study.oneDnn());
    return Json.html(fields);
  }

  static Map<String, Object> subject(Subject subject) {
    Map<String, Object> fields = new LinkedHashMap<>();
    subject.network().addTo(fields);
    fields.put("footage", subject.footage().name());
    fields.put("start", subject.footage().start());
    fields.put("frames", subject.footage().frames());
    fields.put("crop", subject.footage().crop());
    fields.put("gating", subject.gates().gating());
    fields.put("policy", subject.gates().policy());
    fields.put("inputThreshold", subject.gates().inputThreshold());
    fields.put("threads", subject.threads());
    fields.put("denseMacs", subject.size().denseMacs());
    fields.put("parameters", subject.size().parameters());
    fields.put("layers", subject.size().layers());
    return fields;
  }

  private static Map<String, Object> layers(LayerTimes times) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("frames", times.frames());
    fields.put("nanosPerFrame", times.nanosPerFrame());
    fields.put("kinds", times.entries());
    return fields;
  }
}
