/** Two small networks that were trained on generated scenes and are part of the library. */
@NullMarked
package org.skipconv.models.embedded;

import org.jspecify.annotations.NullMarked;
