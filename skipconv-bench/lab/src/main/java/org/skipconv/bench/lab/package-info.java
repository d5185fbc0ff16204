/**
 * The laboratory: skip-convolutions beside alternatives, kinds of gates beside each other, and how
 * errors develop over time. {@code command} turns arguments into a {@code study}, an {@code
 * ablation} or a {@code drift}.
 */
package org.skipconv.bench.lab;
