"""Stand-ins for NumPy and for the data of a program: shapes and types, and values where the program spells them out.

`STAND_INS` of a module holds functions and constants by their dotted names; `methods` has what arrays have. Each takes
evaluated values and gives such, or raises `Invalid` or `Undetermined`.
"""
