package org.skipconv.core.io;

import java.util.Collection;
import java.util.Comparator;

/** Names that a misspelt one most likely meant, by edit distance: for suggestions in messages. */
public final class NearestName {
  /** Longer names come from no network; comparing them whole could take hours. */
  private static final int COMPARED = 200;

  private NearestName() {}

  /**
   * {@return the nearest of some names, of which there is at least one}
   *
   * @param name the name that nobody knows
   * @param names names that are known
   */
  public static String of(String name, Collection<String> names) {
    return names.stream()
        .min(Comparator.comparingInt(other -> distance(start(name), start(other))))
        .orElseThrow(() -> new IllegalArgumentException("no names"));
  }

  private static String start(String name) {
    return name.substring(0, Math.min(COMPARED, name.length()));
  }

  /**
   * {@return the number of insertions, deletions and replacements of one character that make a into
   * b, the least there is (Levenshtein)}
   *
   * @param a a word
   * @param b another word
   */
  public static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
