package org.skipconv.bench.cli;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.skipconv.core.io.NearestName;

/** Suggests names for one that nobody knows. */
public final class DidYouMean {
  private static final int MOST = 3;
  private static final int SHORT = 5;

  private DidYouMean() {}

  /**
   * Returns the question whether one of a few similar names is meant; empty when none is similar.
   *
   * @param word as it was typed; dashes before it do not count
   */
  public static String question(String word, Collection<String> known) {
    List<String> similar = similar(word, known);
    if (similar.isEmpty()) {
      return "";
    }
    int last = similar.size() - 1;
    String others = String.join(", ", similar.subList(0, last));
    return "did you mean " + (last == 0 ? "" : others + " or ") + similar.get(last) + "?";
  }

  private static List<String> similar(String word, Collection<String> known) {
    String bare = bare(word);
    int limit = bare.length() < SHORT ? 1 : Math.max(2, bare.length() / 3);
    int least =
        known.stream().mapToInt(name -> NearestName.distance(bare, bare(name))).min().orElse(limit);
    List<String> near =
        known.stream()
            .filter(name -> NearestName.distance(bare, bare(name)) == least)
            .limit(MOST)
            .toList();
    if (least <= limit) {
      return near;
    }
    return bare.length() < MOST
        ? List.of()
        : known.stream().filter(name -> bare(name).startsWith(bare)).limit(MOST).toList();
  }

  private static String bare(String word) {
    return word.replaceFirst("^-+", "").replaceFirst("=.*", "").toLowerCase(Locale.ROOT);
  }
}
