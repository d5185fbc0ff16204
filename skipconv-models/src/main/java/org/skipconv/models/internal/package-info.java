/** Parts that several packages share; they may change without notice. */
@NullMarked
package org.skipconv.models.internal;

import org.jspecify.annotations.NullMarked;
