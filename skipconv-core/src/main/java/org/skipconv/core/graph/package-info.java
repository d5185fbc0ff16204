/**
 * Operations of a network and the order in which they are computed: what each one says of itself,
 * and the passes over pixels that a session makes.
 */
@NullMarked
package org.skipconv.core.graph;

import org.jspecify.annotations.NullMarked;
