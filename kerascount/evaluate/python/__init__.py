"""Stand-ins for Python's builtins and standard modules."""
