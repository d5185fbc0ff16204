/**
 * Single layers of a network, on their own: ours with a given share of open pixels, and a peer's.
 */
package org.skipconv.bench.lab.layer;
