package org.skipconv.bench.cli.model;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.skipconv.bench.cli.BadInput;
import org.skipconv.bench.cli.DidYouMean;
import org.skipconv.models.hrnet.HrNet;

/** The models that the command line knows. */
public final class Models {
  private static final List<HrNetModel> HRNETS =
      List.of(
          new HrNetModel("hrnet-w32", HrNet::w32),
          new HrNetModel("hrnet-w48", HrNet::w48),
          new HrNetModel("hrnet-w18", HrNet::w18),
          new HrNetModel("hrnet-w18-small-v1", HrNet::w18SmallV1),
          new HrNetModel("hrnet-w18-small-v2", HrNet::w18SmallV2));

  private static final List<NamedModel<?>> ALL =
      Stream.<NamedModel<?>>concat(HRNETS.stream(), EfficientDetModel.all().stream()).toList();

  private Models() {}

  /** All names, comma-separated. */
  public static String names() {
    return ALL.stream().map(NamedModel::name).collect(Collectors.joining(", "));
  }

  /** Whether there is a model of this name. */
  public static boolean isNamed(String name) {
    return ALL.stream().anyMatch(model -> model.name().equals(name));
  }

  /**
   * The model of a name.
   *
   * @throws BadInput when there is none
   */
  public static NamedModel<?> named(String name) {
    return ALL.stream()
        .filter(model -> model.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new BadInput("unknown model " + name + "; " + hint(name)));
  }

  private static String hint(String name) {
    String question = DidYouMean.question(name, ALL.stream().map(NamedModel::name).toList());
    return question.isEmpty() ? "allowed: " + names() + ", or an ONNX file" : question;
  }
}
