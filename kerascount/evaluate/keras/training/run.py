"""`fit`, `evaluate`, `predict` and the steps on one batch."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

from kerascount.evaluate.keras.programmed import Programmed, ProgrammedModel
from kerascount.evaluate.keras.training import callbacks
from kerascount.evaluate.keras.training.data import (
    Data,
    batch_sizes,
    check_arrays,
    check_weights,
    is_array,
    opened,
    split,
    unpack,
    with_class_weight,
)
from kerascount.evaluate.keras.training.identifiers import find_loss, find_metric
from kerascount.evaluate.keras.training.losses import apply_loss
from kerascount.evaluate.keras.training.metrics import apply_metric
from kerascount.evaluate.keras.training.optimizers import slots
from kerascount.evaluate.keras.training.outputs import (
    Names,
    assign_losses,
    assign_metrics,
    check_loss_weights,
    match_labels,
    require_flat,
)
from kerascount.evaluate.keras.training.signatures import bind
from kerascount.evaluate.keras.training.traces import trace_of
from kerascount.evaluate.numpy.arrays import LibraryObject as DataObject
from kerascount.evaluate.objects import MISSING
from kerascount.models.functional import FunctionalObject
from kerascount.models.model import ModelObject
from kerascount.models.sequential import SequentialObject
from kerascount.models.setup import Trained
from kerascount.models.tree import flatten
from kerascount.values.dims import FREE
from kerascount.values.objects import Place, Tensor, Unknown
from kerascount.values.outcomes import Invalid, Undetermined
from kerascount.versions import Api

# Methods that a program may put in the place of Keras' own: what they do with labels and losses is theirs.
STEPS = ("train_step", "test_step", "compute_loss", "compute_metrics", "make_train_function")


def fit(model: ModelObject, *args: Any, **kwargs: Any) -> Unknown:
    """Build a model that is not built yet from its data, and hold the data against inputs, losses and metrics."""
    callbacks.forget(kwargs.get("callbacks"))
    given = bind("fit", args, kwargs, model.session.generation)
    _require_compiled(model)
    record(model, "fit", Data(given.get("x"), given.get("y")))
    if model.session.api is not Api.KERAS_3:
        from kerascount.evaluate.keras.training import run_before_3

        return run_before_3.fit(model, given)
    train, validation = _training_data(given)
    check_weights(train, given.get("class_weight"))
    train = with_class_weight(train, given.get("class_weight"))
    _train(model, train, given)
    if validation is not None and given.get("epochs", 1) != 0:
        validate(model, validation, given)
    model.optimizer_slots = _slots_of(model)
    return Unknown("the history of training")


def record(model: ModelObject, method: str, data: Data) -> None:
    """Note for the rules which data the model is given."""
    if isinstance(data.x, DataObject):
        try:
            data = unpack(data.x.traced)
        except (Invalid, Undetermined):
            return
    model.trainings.append(Trained(model.session.place, method, data.x, data.y, _changed_since_compiled(model)))


def _changed_since_compiled(model: ModelObject) -> Place | None:
    """Where `trainable` of the model or of a layer in it was changed behind the back of the compiled model."""
    if not model.compilations:
        return None
    changes = model.session.thawed[model.compilations[-1].thawed :]
    inside = set(model.walk()) if changes else set()
    return next((place for layer, place in changes if layer in inside), None)


def _slots_of(model: ModelObject) -> int | None:
    """A GAN and its like have optimizers of their own beside the model's, which stays unbuilt."""
    return None if _only_steps(model) else slots((model.compiled or {}).get("optimizer", "rmsprop"))


def _training_data(given: dict[str, Any]) -> tuple[Data, Data | None]:
    """What `fit` trains on, and what it validates on."""
    data = Data(given.get("x"), given.get("y"), given.get("sample_weight"))
    fraction, validation = given.get("validation_split"), given.get("validation_data")
    if validation is not None:
        return data, unpack(validation)
    if isinstance(fraction, Unknown) or fraction:
        check_arrays(data)
        return split(data, fraction)
    return data, None


def _train(model: ModelObject, data: Data, given: dict[str, Any]) -> None:
    if (model.compiled or {}).get("optimizer", "") is None:
        raise Invalid("The model is compiled without an optimizer", error="AttributeError", code="KC201")
    run_batches(model, data, given.get("batch_size"), given.get("steps_per_epoch"))


def validate(model: ModelObject, data: Data, given: dict[str, Any]) -> None:
    batch_size = given.get("validation_batch_size") or given.get("batch_size")
    try:
        run_batches(model, data, batch_size, given.get("validation_steps"))
    except Invalid as refusal:
        refusal.plain = f"{refusal.plain or refusal.message} (validation data)"
        raise


def evaluate(model: ModelObject, *args: Any, **kwargs: Any) -> Unknown:
    given = bind("evaluate", args, kwargs, model.session.generation)
    _require_compiled(model)
    data = Data(given.get("x"), given.get("y"), given.get("sample_weight"))
    record(model, "evaluate", data)
    run_batches(model, data, given.get("batch_size"), given.get("steps"))
    return Unknown("the result of evaluation")


def predict(model: ModelObject, *args: Any, **kwargs: Any) -> Any:
    """The outputs for all samples."""
    given = bind("predict", args, kwargs, model.session.generation)
    x = given.get("x")
    if model.session.api is not Api.KERAS_3:
        from kerascount.evaluate.keras.training import run_before_3

        x = run_before_3.prepared(model, Data(x)).x
        with suppress(Undetermined):
            call(model, opened(Data(x)).first(FREE).x)
    else:
        check_arrays(Data(x))
        for batch in batches(Data(_first_samples(x)), given.get("batch_size"), given.get("steps")):
            call(model, batch.x, checked=False)
    return call(model, _all_samples(x), checked=False)


def _first_samples(x: Any) -> Any:
    """The first batch of a data set, whose size `predict` sees."""
    return unpack(x.first).x if isinstance(x, DataObject) else x


def _all_samples(x: Any) -> Any:
    """The samples of a data set, how many there may be."""
    return unpack(x.element).x if isinstance(x, DataObject) else x


def predict_on_batch(model: ModelObject, *args: Any, **kwargs: Any) -> Any:
    given = bind("predict_on_batch", args, kwargs, model.session.generation)
    return call(model, given.get("x"), checked=False)


def train_on_batch(model: ModelObject, *args: Any, **kwargs: Any) -> Unknown:
    _require_compiled(model)
    given = bind("train_on_batch", args, kwargs, model.session.generation)
    data = Data(given.get("x"), given.get("y"), given.get("sample_weight"))
    if model.session.api is not Api.KERAS_3:
        run_batches(model, data, None, None)
    else:
        step(model, with_class_weight(data, given.get("class_weight")))
    return Unknown("the loss of a batch")


def test_on_batch(model: ModelObject, *args: Any, **kwargs: Any) -> Unknown:
    given = bind("test_on_batch", args, kwargs, model.session.generation)
    _require_compiled(model)
    data = Data(given.get("x"), given.get("y"), given.get("sample_weight"))
    if model.session.api is not Api.KERAS_3:
        run_batches(model, data, None, None)
    else:
        step(model, data)
    return Unknown("the loss of a batch")


def fit_generator(model: ModelObject, *args: Any, **kwargs: Any) -> Any:
    return _with_generator("fit", fit, model, args, kwargs)


def evaluate_generator(model: ModelObject, *args: Any, **kwargs: Any) -> Any:
    return _with_generator("evaluate", evaluate, model, args, kwargs)


def predict_generator(model: ModelObject, *args: Any, **kwargs: Any) -> Any:
    return _with_generator("predict", predict, model, args, kwargs)


def _with_generator(method: str, function: Callable[..., Any], model: ModelObject, args: Any, kwargs: Any) -> Any:
    """The method for arrays, which takes generators as well, under the name that it had for them.

    Raises:
        Invalid: Keras 3 has it no more.
    """
    if model.session.api is Api.KERAS_3:
        message = f"'{model.class_name}' object has no attribute '{method}_generator'"
        raise Invalid(message, error="AttributeError", code="KC118", help=f"`{method}` takes generators too")
    given = {**dict(zip(("generator",), args, strict=False)), **kwargs}
    kept = {name: given[name] for name in ("validation_data", "callbacks") if name in given}
    return function(model, given.get("generator"), **kept)


def _require_compiled(model: ModelObject) -> None:
    overridden = isinstance(model, Programmed) and model.own("compile") is not MISSING
    if model.compiled is None and not model.unknown and not overridden:
        refusal = "You must call `compile()` before using the model."
        raise Invalid(refusal, error="ValueError" if model.session.api is Api.KERAS_3 else "RuntimeError", code="KC201")


# --- batches


def run_batches(model: ModelObject, data: Data, batch_size: Any, steps: Any) -> None:
    """Run the model on every kind of batch that the data give; on none where they are not known.

    Raises:
        Invalid: the data do not fit together, or not the model.
    """
    if model.session.api is not Api.KERAS_3:
        from kerascount.evaluate.keras.training import run_before_3

        run_before_3.run(model, data, batch_size, steps)
        return
    check_arrays(data)
    known = False
    for batch in batches(data, batch_size, steps):
        _step_once(model, batch)
        known = True
    if not known:
        model.doubt(
            next((x.why for x in flatten(data.x) if isinstance(x, Unknown)), "depends on data that are not known")
        )
        check_identifiers(model)


def batches(data: Data, batch_size: Any, steps: Any) -> Iterator[Data]:
    """One batch of every size that occurs, the first one first."""
    with suppress(Undetermined):
        batch = opened(data)
        if batch is not data:
            yield from [batch] if is_known(batch.x) else ()
            return
    if not is_known(data.x):
        return
    count = data.count
    try:
        sizes = [] if count is None else batch_sizes(count, batch_size, steps)
    except Undetermined:
        return
    for size in sizes:
        yield data.first(size)


def is_known(x: Any) -> bool:
    items = list(flatten(x))
    return bool(items) and all(map(is_array, items))


def call(model: ModelObject, x: Any, checked: bool = True) -> Any:
    """What the model gives for a batch.

    Once everything is built, Keras 3 runs the `call` of a model without the checks that come before it.
    """
    if not is_known(x) or isinstance(model, SequentialObject) and not model.stack:
        return Unknown("the outputs for data that are not known")
    if checked or not model.built or model.session.api is not Api.KERAS_3:
        return model(x)
    try:
        return model.infer_bound(model.bind_call((x,), {}))
    except Undetermined as reason:
        return Unknown(reason.why)


def _step_once(model: ModelObject, batch: Data) -> None:
    """One step, which takes nothing to take again."""
    trace = trace_of(model, batch)
    if trace is None or trace not in model.traces:
        step(model, batch)
        model.traces.add(trace)


def step(model: ModelObject, batch: Data) -> None:
    """One step on a batch: the model, then its metrics and losses."""
    if _only_steps(model):
        model.doubt("what its own steps of training build is not followed")
        return
    compiled = model.compiled or {}
    builds = not model.fitted and any(
        compiled.get(kind) is not None for kind in ("loss", "metrics", "weighted_metrics")
    )
    outputs = call(model, batch.x, checked=builds)
    model.fitted = True
    if has_own_steps(model):
        return
    if isinstance(outputs, Unknown):
        check_identifiers(model)
    elif outputs is None:
        _refuse_nothing(model)
    else:
        try:
            require_flat(outputs)
        except Undetermined:
            return
        check_metrics(model, batch, outputs)
        check_losses(model, batch, outputs)


def _refuse_nothing(model: ModelObject) -> None:
    if (model.compiled or {}).get("loss") is not None:
        message = f"'NoneType' object has no attribute 'shape': the `call` of {model.class_name} returns None"
        raise Invalid(message, error="AttributeError", code="KC117")


def _only_steps(model: ModelObject) -> bool:
    """Whether the program says how to train the model, and not how to call it."""
    return isinstance(model, ProgrammedModel) and has_own_steps(model) and not model.follows_program


def has_own_steps(model: ModelObject) -> bool:
    return isinstance(model, Programmed) and any(model.own(name) is not MISSING for name in STEPS)


# --- losses and metrics


def check_identifiers(model: ModelObject) -> None:
    """Look up the losses and metrics, which Keras does whatever the data are."""
    if has_own_steps(model) or not model.compiled:
        return
    for loss in flatten(model.compiled.get("loss")):
        if loss is not None:
            find_loss(loss) if isinstance(loss, str) and not _chosen_by_shape(loss, LOSS_BY_SHAPE) else None
    for metric in flatten(model.compiled.get("metrics")):
        if isinstance(metric, str) and not _chosen_by_shape(metric, METRIC_BY_SHAPE):
            find_metric(metric)


LOSS_BY_SHAPE = ("crossentropy", "ce")
METRIC_BY_SHAPE = ("accuracy", "acc")


def _chosen_by_shape(name: str, names: tuple[str, ...]) -> bool:
    return name.lower() in names


def output_names(model: ModelObject) -> Names:
    if isinstance(model, FunctionalObject):
        return [tensor.history.operation.name for tensor in model.outputs]
    return None


def check_metrics(model: ModelObject, batch: Data, outputs: Any) -> None:
    """Hold labels and outputs against the metrics.

    Raises:
        Invalid: Keras refuses a metric, or the shapes.
    """
    for kind in ("metrics", "weighted_metrics"):
        metrics = (model.compiled or {}).get(kind)
        for metric, y_true, y_pred in assign_metrics(metrics, batch.y, outputs, output_names(model)):
            if is_array(y_true) and is_array(y_pred):
                _quietly(apply_metric, metric, y_true.dims(), y_pred.dims())


def check_losses(model: ModelObject, batch: Data, outputs: Any) -> None:
    """Hold labels and outputs against the losses.

    Raises:
        Invalid: Keras refuses a loss, or the shapes.
    """
    loss = (model.compiled or {}).get("loss")
    if loss is None or isinstance(loss, Unknown):
        return
    names = output_names(model)
    try:
        labels = match_labels(batch.y, outputs, loss, names)
        pairs = list(assign_losses(loss, labels, outputs, names))
    except Undetermined:
        return
    check_loss_weights(loss, (model.compiled or {}).get("loss_weights"))
    weight = batch.sample_weight if is_array(batch.sample_weight) and len(pairs) == 1 else None
    for one, y_true, y_pred in pairs:
        _check_loss(one, y_true, y_pred, weight)


def _check_loss(loss: Any, y_true: Any, y_pred: Any, weight: Tensor | None) -> None:
    if isinstance(loss, str) and _chosen_by_shape(loss, LOSS_BY_SHAPE):
        return
    found = find_loss(loss)
    if y_true is None and (found or isinstance(loss, str)):
        raise Invalid("The loss needs labels, and there are none: None is not a valid value", code="KC204")
    if found and is_array(y_true) and is_array(y_pred):
        shapes = y_true.dims(), y_pred.dims(), weight.dims() if weight is not None else None
        _quietly(apply_loss, found.name, found.arguments, *shapes)


def _quietly(function: Any, *args: Any) -> None:
    with suppress(Undetermined):
        function(*args)
