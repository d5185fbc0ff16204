package org.skipconv.core.testing;

import org.junit.jupiter.api.Test;

class RequiredKernelsTest {
  @Test
  void newSessionsUseTheKernelsThatTheBuildRequires() {
    RequiredKernels.verify();
  }
}
