/**
 * Runs a network over one stream. {@code Fusion} turns the graph into stages, {@code EngineBuilder}
 * lays them out in memory, a {@code Step} brings each up to date, {@link
 * org.skipconv.core.internal.engine.Engine} runs the steps in order. Start with {@code ConvStep}.
 */
package org.skipconv.core.internal.engine;
