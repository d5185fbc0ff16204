import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Last step of building the site: gives headings the anchors that the pages' links name, as GitHub
 * makes them, takes back links that nobody wrote, then refuses a site with a link to a page, picture or anchor that is not there.
 *
 * <p>{@code java SiteLinks.java FOLDER}
 */
public final class SiteLinks {
  private static final Pattern HEADING =
      Pattern.compile("<(h[1-6])>(.*?)</\\1>", Pattern.DOTALL);
  private static final Pattern LINK = Pattern.compile("\\b(?:href|src)=\"([^\"]+)\"");
  private static final Pattern ANCHOR = Pattern.compile("\\b(?:id|name)=\"([^\"]+)\"");

  /** AP@0.5 is no address. */
  private static final Pattern ADDRESS = Pattern.compile("<a href=\"mailto:[^\"]*\"[^>]*>([^<]*)</a>");

  /** Javadoc checks its own links. */
  private static final String JAVADOC = "apidocs";

  private final Path site;
  private final Map<Path, Set<String>> anchors = new HashMap<>();

  private SiteLinks(Path site) {
    this.site = site;
  }

  public static void main(String[] arguments) throws IOException {
    SiteLinks links = new SiteLinks(Path.of(arguments[0]).toAbsolutePath().normalize());
    List<Path> pages = links.pages();
    for (Path page : pages) {
      addAnchors(page);
    }
    List<String> dead = new ArrayList<>();
    for (Path page : pages) {
      dead.addAll(links.dead(page));
    }
    if (pages.isEmpty() || !dead.isEmpty()) {
      System.err.println("dead links in a site of " + pages.size() + " pages: " + dead);
      System.exit(1);
    }
    System.out.println(pages.size() + " pages: " + links.site.resolve("index.html"));
  }

  private List<Path> pages() throws IOException {
    try (Stream<Path> files = Files.walk(site)) {
      return files
          .filter(file -> file.toString().endsWith(".html"))
          .filter(file -> !file.startsWith(site.resolve(JAVADOC)))
          .sorted()
          .toList();
    }
  }

  private static void addAnchors(Path page) throws IOException {
    String text =
        HEADING
            .matcher(Files.readString(page))
            .replaceAll(
                found ->
                    Matcher.quoteReplacement(
                        "<" + found.group(1) + " id=\"" + anchor(found.group(2)) + "\">"
                            + found.group(2) + "</" + found.group(1) + ">"));
    Files.writeString(page, ADDRESS.matcher(text).replaceAll("$1"));
  }

  /** Letters, digits and hyphens of a heading, in small letters; Doxia's links begin with one. */
  private static String anchor(String heading) {
    String words = words(heading);
    return words.matches("\\d.*") ? "a" + words : words;
  }

  private static String words(String heading) {
    return heading
        .replaceAll("<[^>]*>", "")
        .replaceAll("&\\w+;", "")
        .strip()
        .toLowerCase(Locale.ROOT)
        .replaceAll("[^\\w\\- ]", "")
        .replace(' ', '-');
  }

  private List<String> dead(Path page) throws IOException {
    List<String> dead = new ArrayList<>();
    Matcher link = LINK.matcher(Files.readString(page));
    while (link.find()) {
      if (!link.group(1).matches("[a-z]+:.*") && !isThere(page, link.group(1))) {
        dead.add(site.relativize(page) + " -> " + link.group(1));
      }
    }
    return dead;
  }

  private boolean isThere(Path page, String link) throws IOException {
    int hash = link.indexOf('#');
    String path = URLDecoder.decode(hash < 0 ? link : link.substring(0, hash), StandardCharsets.UTF_8);
    Path target = path.isEmpty() ? page : page.resolveSibling(path).normalize();
    if (!Files.exists(target)) {
      return false;
    }
    String anchor = hash < 0 ? "" : link.substring(hash + 1);
    return anchor.isEmpty() || !target.toString().endsWith(".html") || anchors(target).contains(anchor);
  }

  private Set<String> anchors(Path page) throws IOException {
    Set<String> known = anchors.get(page);
    if (known == null) {
      known = new HashSet<>();
      Matcher anchor = ANCHOR.matcher(Files.readString(page));
      while (anchor.find()) {
        known.add(anchor.group(1));
      }
      anchors.put(page, known);
    }
    return known;
  }
}
