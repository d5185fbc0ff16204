/** Networks as ONNX files, for other engines. */
package org.skipconv.models.onnx;
