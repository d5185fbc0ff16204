package org.skipconv.bench.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.skipconv.core.testing.ProjectFiles;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * An application carries what its one dependency brings along, and nothing that it does not use.
 */
class ArtifactsTest {
  private static final Path PROJECT = ProjectFiles.root();

  /** Dependencies of each of our artifacts; ":native" after those of one platform. */
  private static final Map<String, Set<String>> BROUGHT = new HashMap<>();

  private static final Map<String, Path> FOLDERS = new HashMap<>();

  @BeforeAll
  static void readPoms() throws Exception {
    readModules(PROJECT);
  }

  private static void readModules(Path parent) throws Exception {
    NodeList modules = parse(parent.resolve("pom.xml")).getElementsByTagName("module");
    for (int i = 0; i < modules.getLength(); i++) {
      Path folder = parent.resolve(modules.item(i).getTextContent());
      Document pom = parse(folder.resolve("pom.xml"));
      String artifact = child(pom.getDocumentElement(), "artifactId");
      FOLDERS.put(artifact, folder);
      BROUGHT.put(artifact, brought(pom));
      readModules(folder);
    }
  }

  private static Document parse(Path pom) throws Exception {
    return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(pom.toFile());
  }

  private static Set<String> brought(Document pom) {
    Set<String> brought = new TreeSet<>();
    NodeList dependencies = pom.getElementsByTagName("dependency");
    for (int i = 0; i < dependencies.getLength(); i++) {
      Element dependency = (Element) dependencies.item(i);
      if (!child(dependency, "optional").equals("true")
          && !child(dependency, "scope").equals("test")) {
        boolean plain = child(dependency, "classifier").isEmpty();
        brought.add(child(dependency, "artifactId") + (plain ? "" : ":native"));
      }
    }
    return brought;
  }

  /** The text of an element's own child; empty where there is none. */
  private static String child(Element element, String name) {
    NodeList children = element.getElementsByTagName(name);
    for (int i = 0; i < children.getLength(); i++) {
      if (children.item(i).getParentNode().equals(element)) {
        return children.item(i).getTextContent();
      }
    }
    return "";
  }

  private static Set<String> carriedWith(String artifact) {
    Set<String> found = new HashSet<>(Set.of(artifact));
    Deque<String> open = new ArrayDeque<>(found);
    while (!open.isEmpty()) {
      for (String next : BROUGHT.getOrDefault(open.pop(), Set.of())) {
        if (found.add(next)) {
          open.push(next);
        }
      }
    }
    return found;
  }

  @Test
  void whoInfersCarriesNeitherTrainingNorVideoNorScenes() {
    assertThat(carriedWith("skipconv-models"))
        .contains("skipconv-gates", "skipconv-core", "javacpp", "javacpp:native")
        .doesNotContain("pytorch", "pytorch:native", "javacv", "ffmpeg", "onnxruntime")
        .doesNotContain("skipconv-models-scenes", "skipconv-models-training")
        .doesNotContain("skipconv-gates-training");
  }

  @Test
  void embeddedNetworksInferWithoutPyTorch() {
    assertThat(carriedWith("skipconv-models-scenes"))
        .contains("skipconv-models")
        .doesNotContain("pytorch", "pytorch:native", "skipconv-gates-training");
  }

  @Test
  void whoTrainsGetsPyTorchWithItsNativeCode() {
    assertThat(carriedWith("skipconv-gates-training"))
        .contains("pytorch", "pytorch:native", "skipconv-gates")
        .doesNotContain("skipconv-models");
    assertThat(carriedWith("skipconv-models-training"))
        .contains("pytorch", "pytorch:native", "skipconv-models", "skipconv-models-scenes");
  }

  @Test
  void onlyTheScenesHaveWeights() throws IOException {
    for (Map.Entry<String, Path> module : FOLDERS.entrySet()) {
      boolean large = resourceBytes(module.getValue()) > 1_000_000;
      assertThat(large).as(module.getKey()).isEqualTo(module.getKey().endsWith("-scenes"));
    }
  }

  private static long resourceBytes(Path module) throws IOException {
    Path resources = module.resolve("src/main/resources");
    if (!Files.exists(resources)) {
      return 0;
    }
    long bytes = 0;
    try (Stream<Path> files = Files.walk(resources)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        bytes += Files.size(file);
      }
    }
    return bytes;
  }
}
