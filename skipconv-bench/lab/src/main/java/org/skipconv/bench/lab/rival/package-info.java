/**
 * Alternatives to skip-convolutions: run a dense engine only when, or only where, something moves.
 */
package org.skipconv.bench.lab.rival;
