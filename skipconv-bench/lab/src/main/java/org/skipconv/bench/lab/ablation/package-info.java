/** Kinds of gates beside each other, on generated scenes of which the truth is known. */
package org.skipconv.bench.lab.ablation;
