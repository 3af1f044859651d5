"""What we compute with: dimensions, shapes, weights, unknowns, and the three outcomes."""
