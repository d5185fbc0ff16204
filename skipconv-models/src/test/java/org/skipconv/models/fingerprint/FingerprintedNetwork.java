package org.skipconv.models.fingerprint;

import java.util.function.Supplier;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.skipconv.core.SkipNetwork;
import org.skipconv.core.testing.Networks;
import org.skipconv.core.testing.RandomNetworks;
import org.skipconv.models.efficientdet.EfficientDet;
import org.skipconv.models.hrnet.HrNet;

/** A network of seeded weights under the name that the file of fingerprints has for it. */
record FingerprintedNetwork(String name, Supplier<SkipNetwork> network) {
  private static final long SEED = 12;
  private static final int RANDOM_NETWORKS = 6;

  static Stream<FingerprintedNetwork> all() {
    Stream<FingerprintedNetwork> models =
        Stream.of(
            new FingerprintedNetwork(
                "hrnet-w18-small-v1", () -> HrNet.w18SmallV1(96, 64).seeded(SEED)),
            new FingerprintedNetwork("hrnet-w32", () -> HrNet.w32(64, 32).seeded(SEED)),
            new FingerprintedNetwork("d0", () -> EfficientDet.d0().withSize(128, 160).seeded(SEED)),
            new FingerprintedNetwork(
                "lite0", () -> EfficientDet.lite0().withSize(96, 131).seeded(SEED)),
            new FingerprintedNetwork(
                "tiny", () -> EfficientDet.tiny().withSize(96, 128).seeded(SEED)));
    Stream<FingerprintedNetwork> chosen =
        Stream.of(
                Networks.mobile(),
                Networks.residual(),
                Networks.pyramid(),
                Networks.heads(),
                Networks.shortcutOfImage())
            .map(network -> new FingerprintedNetwork(network.name(), () -> network));
    Stream<FingerprintedNetwork> random =
        LongStream.range(0, RANDOM_NETWORKS)
            .mapToObj(
                seed -> new FingerprintedNetwork("random" + seed, () -> RandomNetworks.of(seed)));
    return Stream.of(models, chosen, random).flatMap(subjects -> subjects);
  }

  @Override
  public String toString() {
    return name;
  }
}
