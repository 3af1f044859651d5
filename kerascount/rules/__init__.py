"""What `check` says, one file for each rule: its explanation, its examples and, where it judges models, its logic."""

from kerascount.rules.registry import Rule, find, known, rules
from kerascount.rules.run import findings

__all__ = ["Rule", "find", "findings", "known", "rules"]
