/** Files of what a network found, frame by frame. */
package org.skipconv.bench.cli.result;
