"""The training methods of models: what they build, and where the data, the labels or the set-up do not fit.

`compile` keeps its arguments in `model.compiled`; the others take batches out of the data as Keras does, call
the model on them, and hold what it gives against the labels of every loss and metric.
"""
