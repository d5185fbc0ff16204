/**
 * ND4J's arrays in and out. The one package that needs ND4J, an optional dependency: whoever uses
 * it adds {@code org.nd4j:nd4j-native} to the application.
 */
@NullMarked
package org.skipconv.core.nd4j;

import org.jspecify.annotations.NullMarked;
