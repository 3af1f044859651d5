"""Binds the names of keras and tensorflow to layers, models and operations."""
