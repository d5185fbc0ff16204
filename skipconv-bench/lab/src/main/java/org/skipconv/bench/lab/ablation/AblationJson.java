package org.skipconv.bench.lab.ablation;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;

/** An ablation as one JSON object; fields without a value are null. */
public final class AblationJson {
  private static final Gson GSON =
      new GsonBuilder().serializeNulls().setPrettyPrinting().disableHtmlEscaping().create();

  private AblationJson() {}

  public static String text(Ablation ablation) {
    return GSON.toJson(ablation) + "\n";
  }
}
