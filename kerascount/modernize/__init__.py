"""What the Keras that is meant no longer has, of a program that was written for an older one, and how to mend it."""

from kerascount.modernize.run import modernized

__all__ = ["modernized"]
