package org.skipconv.bench.lab.ablation;

import org.skipconv.bench.cli.result.Json;

/** An ablation as one JSON object; fields without a value are null. */
public final class AblationJson {
  private AblationJson() {}

  public static String text(Ablation ablation) {
    return Json.page(ablation);
  }
}
