"""Record the models that packages build when they run: needs TensorFlow, tf_keras and the packages of `test`.

    python -m tests.evaluate.record_packages > tests/evaluate/packages_tf_keras.json

With calls behind it, their layers are printed in full, to see where they differ from ours.
"""

from __future__ import annotations

import json
import os
import sys
from contextlib import redirect_stdout
from importlib.metadata import version
from typing import Any

from tests.evaluate.package_calls import PACKAGES, calls
from tests.models.record_applications import Judge, digest

os.environ["TF_USE_LEGACY_KERAS"] = "1"  # `tensorflow.keras` is tf_keras


class PackageJudge(Judge):
    """What tf_keras makes of a call of a package."""

    def __init__(self) -> None:
        super().__init__("tf_keras")
        self.scopes: dict[str, dict[str, Any]] = {}

    def build(self, package: str, call: str) -> dict[str, Any]:
        with redirect_stdout(sys.stderr):
            if package not in self.scopes:
                self.scopes[package] = {}
                exec(PACKAGES[package][0], self.scopes[package])
            self.scope = self.scopes[package]
            return self(call)

    def row(self, layer: Any) -> list[Any]:
        """Weights with whether the layer trains them, which `trainable = False` does not change on themselves."""
        trained = {id(weight) for weight in layer.trainable_weights}
        weights = [
            [w.name.rpartition("/")[2].partition(":")[0], list(w.shape), id(w) in trained] for w in layer.weights
        ]
        row = super().row(layer)
        row[3] = sorted(weights, key=lambda weight: not weight[2])
        return row


def main(*wanted: str) -> None:
    judge = PackageJudge()
    if wanted:
        made = {call: judge.build(package, call) for package, call in calls() if call in wanted}
        json.dump(made, sys.stdout, indent=1)
        return
    facts = {call: digest(judge.build(package, call)) for package, call in calls()}
    versions = {name: version(name) for name in ("tensorflow", "tf_keras", *PACKAGES)}
    json.dump({"versions": versions, "calls": facts}, sys.stdout, indent=1)


if __name__ == "__main__":
    main(*sys.argv[1:])
