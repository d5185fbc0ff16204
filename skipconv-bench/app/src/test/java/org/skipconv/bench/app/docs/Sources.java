package org.skipconv.bench.app.docs;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.skipconv.core.testing.ProjectFiles;

/** What is declared in the project's sources, tests included. */
final class Sources {
  static final Path PROJECT = ProjectFiles.root();

  /** Projects of their own, which use what is published. */
  private static final List<String> EXAMPLES =
      List.of("docs/examples/flink-cameras", "docs/examples/many-cameras");

  private static final List<String> MODULES =
      Stream.concat(
              ProjectFiles.LIBRARIES.stream(),
              Stream.of("cli", "lab", "jmh", "app").map(part -> "skipconv-bench/" + part))
          .toList();
  private static final Pattern TYPE =
      Pattern.compile("\\b(?:class|interface|record|enum)\\s+([A-Z]\\w*)");
  private static final Pattern METHOD = Pattern.compile("\\b([a-z]\\w*)\\s*\\(");

  private final Map<String, String> textByType = new HashMap<>();
  private final Set<String> methods = new HashSet<>();
  private final Set<String> files = new HashSet<>();
  private final StringBuilder all = new StringBuilder();

  private Sources() {}

  static Sources read() {
    Sources sources = new Sources();
    List<String> folders = Stream.concat(MODULES.stream(), EXAMPLES.stream()).toList();
    for (String folder : folders) {
      ProjectFiles.below(PROJECT.resolve(folder).resolve("src")).forEach(sources::add);
    }
    Stream.concat(Stream.of("pom.xml"), folders.stream().map(folder -> folder + "/pom.xml"))
        .forEach(pom -> sources.all.append(ProjectFiles.text(PROJECT.resolve(pom))));
    return sources;
  }

  /** Names of the public types of the libraries that are not internal, in order. */
  static SortedSet<String> publicTypes() {
    SortedSet<String> types = new TreeSet<>();
    for (String module : ProjectFiles.LIBRARIES) {
      for (Path file : ProjectFiles.below(PROJECT.resolve(module).resolve("src/main/java"))) {
        String name = file.getFileName().toString().replace(".java", "");
        boolean internal = file.toString().contains("/internal/");
        String declared =
            "(?m)^public (?:final |abstract |sealed )*(?:class|interface|record|enum) " + name;
        if (!internal
            && Pattern.compile(declared + "\\b").matcher(ProjectFiles.text(file)).find()) {
          types.add(name);
        }
      }
    }
    return types;
  }

  private void add(Path file) {
    String name = file.getFileName().toString();
    files.add(name);
    if (!name.endsWith(".java")) {
      return;
    }
    String text = ProjectFiles.text(file);
    Matcher type = TYPE.matcher(text);
    while (type.find()) {
      textByType.merge(type.group(1), text, String::concat);
    }
    if (name.equals(DocsTest.class.getSimpleName() + ".java")) {
      return; // names what is not there
    }
    all.append(text);
    Matcher method = METHOD.matcher(text);
    while (method.find()) {
      methods.add(method.group(1));
    }
  }

  boolean hasType(String name) {
    return textByType.containsKey(name);
  }

  /** Whether a type's source has this word. */
  boolean hasMember(String type, String member) {
    return Pattern.compile("\\b" + member + "\\b").matcher(textByType.get(type)).find();
  }

  boolean hasMethod(String name) {
    return methods.contains(name);
  }

  boolean hasFile(String name) {
    return files.contains(name);
  }

  /** Whether any Java source or pom has this text. */
  boolean mention(String text) {
    return all.indexOf(text) >= 0;
  }
}
