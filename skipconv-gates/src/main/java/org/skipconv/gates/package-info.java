/**
 * Gates: which output pixels of a layer are computed again.
 *
 * <ul>
 *   <li>{@link org.skipconv.gates.NormGate}: by the size of what changed; no training, any network.
 *   <li>{@link org.skipconv.gates.ContextGate}: by the size of what changed and what is around it;
 *       learned, beginning as a norm gate.
 *   <li>{@link org.skipconv.gates.GumbelGate}: learned; {@link org.skipconv.gates.GumbelGates} is a
 *       network's, as a file.
 *   <li>{@link org.skipconv.gates.BlockGate}: in squares of pixels, around another gate.
 *   <li>{@link org.skipconv.gates.BudgetGate}: at most a share of a layer in each frame, around
 *       another gate.
 *   <li>{@link org.skipconv.gates.GatePlan}: which layer has which, as a file.
 * </ul>
 *
 * <p>A gate of one's own implements {@link org.skipconv.core.Gate} and needs nothing of this
 * package. Start with {@link org.skipconv.gates.NormGate}.
 */
@NullMarked
package org.skipconv.gates;

import org.jspecify.annotations.NullMarked;
