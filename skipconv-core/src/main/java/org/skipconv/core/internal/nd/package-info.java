/** The one place that knows how ND4J's arrays lie in memory. */
package org.skipconv.core.internal.nd;
