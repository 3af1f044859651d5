"""A partial evaluator: it runs a program over abstract values, and calls nothing of the program's or a library's."""
