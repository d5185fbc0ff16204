package org.skipconv.models.onnx;

/** A tensor of an ONNX graph while it is imported: known, or in maps of the network. */
sealed interface OnnxValue permits OnnxConstant, OnnxView {}
