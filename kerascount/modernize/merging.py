"""`merge(...)` of Keras 1: one function for what are several today."""

from __future__ import annotations

from typing import Final

from kerascount.modernize.arguments import Arguments

PARAMETERS: Final = (
    "inputs", "mode", "concat_axis", "dot_axes", "output_shape", "output_mask", "arguments", "name",
)  # fmt: skip
FUNCTIONS: Final = {
    "sum": "add",
    "mul": "multiply",
    "ave": "average",
    "max": "maximum",
    "concat": "concatenate",
    "dot": "dot",
    "cos": "dot",
}
AXES: Final = {"concat": "concat_axis", "dot": "dot_axes", "cos": "dot_axes"}


def translated(arguments: Arguments) -> str:
    """The function of today, after its arguments were written; nothing where the mode is not known."""
    mode = arguments.find("mode")
    value = mode.value if mode is not None else "sum"
    if not isinstance(value, str) or value not in FUNCTIONS:
        return ""
    for item in arguments.given:
        if item.old == AXES.get(value):
            arguments.rename(item, "axis" if value == "concat" else "axes")
        elif item.old == "mode" and value == "cos":
            arguments.rename(item, "normalize", "True")
        elif item.old in ("inputs", "name"):
            arguments.keep(item)
        else:
            arguments.leave_out(item)
    arguments.place(("inputs",))
    return FUNCTIONS[value]
