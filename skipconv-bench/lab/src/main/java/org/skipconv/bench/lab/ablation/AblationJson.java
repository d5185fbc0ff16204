package org.skipconv.bench.lab.ablation;

import java.util.LinkedHashMap;
import java.util.Map;
import org.skipconv.bench.cli.result.Json;

/** An ablation as one JSON object; fields without a value are null. */
public final class AblationJson {
  private AblationJson() {}

  public static String text(Ablation ablation) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("about", ablation.about());
    ablation.network().addTo(fields);
    fields.put("scenes", ablation.workload().scenes());
    fields.put("frames", ablation.workload().frames());
    fields.put("passes", ablation.workload().passes());
    fields.put("threads", ablation.workload().threads());
    fields.put("measures", ablation.measures());
    fields.put("contenders", ablation.contenders());
    fields.put("claims", ablation.claims());
    return Json.page(fields);
  }
}
