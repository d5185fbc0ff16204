/**
 * Networks as ONNX files. {@link org.skipconv.models.onnx.OnnxModel} reads what others made; {@link
 * org.skipconv.models.onnx.OnnxExport} writes what any engine computes densely: a way out, and an
 * independent check of results.
 */
package org.skipconv.models.onnx;
