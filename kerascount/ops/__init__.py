"""The operations of Keras as functions on shapes: `catalogue.OPS["matmul"](x, y)` is what `keras.ops.matmul` gives.

A tensor whose `history` is set is a Keras tensor, on which Keras is stricter than on arrays.
"""
