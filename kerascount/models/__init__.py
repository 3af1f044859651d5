"""A shape-only Keras in plain Python: layer objects, models, their graph of calls, and their names."""
