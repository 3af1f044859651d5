"""The functions of `keras.applications`: each family of models is a module, imported when one of it is built."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import Any

from kerascount.models.functional import FunctionalObject
from kerascount.models.session import Session
from kerascount.values.outcomes import Invalid, Undetermined
from kerascount.versions import Api

# What Python raises where an argument is of a kind that no one would give.
UNFORESEEN = (TypeError, ValueError, LookupError, AttributeError, ArithmeticError)
FAMILIES: Mapping[str, Sequence[str]] = {
    "vgg": ("VGG16", "VGG19"),
    "resnet": ("ResNet50", "ResNet101", "ResNet152", "ResNet50V2", "ResNet101V2", "ResNet152V2"),
    "xception": ("Xception",),
    "inception_v3": ("InceptionV3",),
    "inception_resnet_v2": ("InceptionResNetV2",),
    "mobilenet": ("MobileNet",),
    "mobilenet_v2": ("MobileNetV2",),
    "mobilenet_v3": ("MobileNetV3Small", "MobileNetV3Large"),
    "densenet": ("DenseNet121", "DenseNet169", "DenseNet201"),
    "nasnet": ("NASNetMobile", "NASNetLarge"),
    "efficientnet": tuple(f"EfficientNetB{number}" for number in range(8)),
    "efficientnet_v2": tuple(f"EfficientNetV2{size}" for size in ("B0", "B1", "B2", "B3", "S", "M", "L")),
    "convnext": tuple(f"ConvNeXt{size}" for size in ("Tiny", "Small", "Base", "Large", "XLarge")),
}
# The first version that has a family, where it is not 2.3: older ones built other models under some names.
SINCE: Mapping[str, tuple[int, int]] = {
    "vgg": (2, 0), "mobilenet_v3": (2, 4), "efficientnet": (2, 4), "efficientnet_v2": (2, 8), "convnext": (2, 10),
}  # fmt: skip
FAMILY_OF: Mapping[str, str] = {name: family for family, names in FAMILIES.items() for name in names}


def has_application(name: str, session: Session) -> bool:
    """Whether `keras.applications.<name>` is a function that is modelled in this line of Keras."""
    family = FAMILY_OF.get(name)
    return family is not None and session.generation.version >= SINCE.get(family, (2, 3))


def build_application(session: Session, name: str, /, *args: Any, **kwargs: Any) -> FunctionalObject:
    """The model that `keras.applications.<name>(*args, **kwargs)` returns; `resnet.ResNet50` is that of a module.

    Raises:
        Invalid: Keras refuses the arguments.
        Undetermined: the model depends on what is not known.
    """
    module_name, _, name = name.rpartition(".")
    # The standalone package kept its first ResNet50 beside the module `resnet` of the others.
    old = session.api is Api.KERAS_2 and name == "ResNet50" and module_name != "resnet"
    module = import_module(f"{__name__}.{'resnet50' if old else FAMILY_OF[name]}")
    try:
        made: FunctionalObject = module.VARIANTS[name].make(session, name, args, kwargs).build()
    except UNFORESEEN as error:
        if isinstance(error, TypeError) and "not supported between" in str(error):
            raise Invalid(str(error), error="TypeError") from None  # Keras compares the same
        raise Undetermined(f"{name}(): {error}") from error
    return made
