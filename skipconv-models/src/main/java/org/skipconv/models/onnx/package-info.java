/**
 * Networks as ONNX files, which other engines compute densely: a way out, and an independent check
 * of results. Start with {@link org.skipconv.models.onnx.OnnxExport}. Nothing here needs ONNX's own
 * libraries; {@code ProtoMessage} writes the format.
 */
package org.skipconv.models.onnx;
