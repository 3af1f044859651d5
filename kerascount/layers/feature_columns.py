"""`tf.feature_column`, and the layer of tf.keras that is made of such columns: https://www.tensorflow.org/api_docs

A column is known by its name, by how many numbers it gives for one example, and by the table that it may hold.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any, ClassVar

from kerascount.layers.fields import Ignored
from kerascount.layers.registry import Layer, layer
from kerascount.layers.sizes import variable
from kerascount.values.dims import Dim, product
from kerascount.values.objects import Tensor, Unknown, as_dim
from kerascount.values.outcomes import Undetermined, require
from kerascount.values.record import entity
from kerascount.values.shape import Shape
from kerascount.values.weight import Weight
from kerascount.versions import Api


@entity
class Column:
    """A feature column; one of categories has `buckets`, one that gives numbers a `width`, some have both."""

    name: str
    keys: tuple[str, ...]  # the features that it is computed from
    width: Dim | None = None
    buckets: Dim | None = None
    source: tuple[Any, ...] | None = None  # the shape of a column that is the plain feature
    table: tuple[Any, ...] | None = None  # rows and columns of an embedding
    trainable: bool = True
    hashed: bool = False


def _size(value: Any) -> Any:
    """A number of places or categories, which may be a formula."""
    return as_dim(value)


def _key(key: Any) -> str:
    if isinstance(key, Unknown):
        raise Undetermined(key.why)
    require(isinstance(key, str), f"key must be a string. Got: type {type(key).__name__}. Given key: {key}.")
    return str(key)


def numeric_column(
    key: Any, shape: Any = (1,), default_value: Any = None, dtype: Any = "float32", normalizer_fn: Any = None
) -> Column:
    """As many numbers as its shape has places."""
    sizes = tuple(map(_size, shape)) if isinstance(shape, (list, tuple)) else (_size(shape),)
    for size in sizes:
        fits = not isinstance(size, (str, float)) and size is not None
        message = f"shape dimensions must be integer. shape: {shape}, key: {key}"
        require(fits, message, error="TypeError")
        require(size >= 1, f"shape dimensions must be greater than 0. shape: {shape}, key: {key}")
    return Column(_key(key), (_key(key),), product(sizes), source=sizes)


def bucketized_column(source_column: Any, boundaries: Any) -> Column:
    """A place for every bucket between the boundaries, for each number of the source."""
    source = _column(source_column)
    require(source.source is not None, f"source_column must be generated with numeric_column(). Given: {source.name}")
    require(len(source.source or ()) == 1, f"source_column must be one-dimensional column. Given: {source.name}")
    if isinstance(boundaries, (Unknown, Tensor)):
        raise Undetermined("the boundaries of buckets")
    require(boundaries, "boundaries must not be empty.")
    require(isinstance(boundaries, (list, tuple)), "boundaries must be a sorted list.")
    for low, high in pairwise(boundaries):
        require(low < high, "boundaries must be a sorted list.")
    width = (source.source or (1,))[0] * (len(boundaries) + 1)
    return Column(f"{source.name}_bucketized", source.keys, width, buckets=width)


def categorical_column_with_hash_bucket(key: Any, hash_bucket_size: Any, dtype: Any = "string") -> Column:
    require(hash_bucket_size is not None, f"hash_bucket_size must be set. key: {key}")
    size = _size(hash_bucket_size)
    require(size >= 1, f"hash_bucket_size must be at least 1. hash_bucket_size: {size}, key: {key}")
    return _categorical(key, size, hashed=True)


def categorical_column_with_identity(key: Any, num_buckets: Any, default_value: Any = None) -> Column:
    size = _size(num_buckets)
    require(size >= 1, f"num_buckets {size} < 1, column_name {key}")
    if isinstance(default_value, int) and isinstance(size, int):
        message = f"default_value {default_value} not in range [0, {size}), column_name {key}"
        require(0 <= default_value < size, message)
    return _categorical(key, size)


def categorical_column_with_vocabulary_list(
    key: Any, vocabulary_list: Any, dtype: Any = None, default_value: Any = -1, num_oov_buckets: Any = 0
) -> Column:
    if isinstance(vocabulary_list, Tensor):
        size = vocabulary_list.dims()[0]
    elif isinstance(vocabulary_list, Unknown):
        raise Undetermined(vocabulary_list.why)
    else:
        require(vocabulary_list, f"vocabulary_list {vocabulary_list} must be non-empty, column_name: {key}")
        size = len(vocabulary_list)
        distinct = len(set(vocabulary_list)) == size
        require(distinct, f"Duplicate keys in vocabulary_list {vocabulary_list}, column_name: {key}")
    return _categorical(key, size + _spare(key, num_oov_buckets, default_value != -1))


def categorical_column_with_vocabulary_file(
    key: Any, vocabulary_file: Any, vocabulary_size: Any = None, dtype: Any = "string", default_value: Any = None,
    num_oov_buckets: Any = 0, file_format: Any = None,
) -> Column:  # fmt: skip
    require(vocabulary_file, f"Missing vocabulary_file in {key}.")
    if vocabulary_size is None:
        raise Undetermined("a vocabulary that is read from a file")
    size = _size(vocabulary_size)
    require(size >= 1, f"Invalid vocabulary_size in {key}.")
    return _categorical(key, size + _spare(key, num_oov_buckets, default_value is not None))


def _spare(key: Any, count: Any, has_default: bool) -> Any:
    """The buckets for what is not in the vocabulary."""
    if not count:
        return 0
    require(not has_default, f"Can't specify both num_oov_buckets and default_value in {key}.")
    require(count >= 0, f"Invalid num_oov_buckets {count} in {key}.")
    return _size(count)


def _categorical(key: Any, buckets: Any, hashed: bool = False) -> Column:
    return Column(_key(key), (_key(key),), buckets=buckets, hashed=hashed)


def weighted_categorical_column(categorical_column: Any, weight_feature_key: Any, dtype: Any = "float32") -> Column:
    source = _column(categorical_column)
    name = f"{source.name}_weighted_by_{_key(weight_feature_key)}"
    return Column(name, (*source.keys, weight_feature_key), buckets=source.buckets)


def crossed_column(keys: Any, hash_bucket_size: Any, hash_key: Any = None) -> Column:
    """One hash of several features together."""
    require(hash_bucket_size, f"hash_bucket_size must be > 1. hash_bucket_size: {hash_bucket_size}")
    size = _size(hash_bucket_size)
    require(size >= 1, f"hash_bucket_size must be > 1. hash_bucket_size: {size}")
    parts = [_column(key) if isinstance(key, Column) else _categorical(key, size) for key in _several(keys)]
    require(len(parts) >= 2, f"keys must be a list with length > 1. Given: {keys}")
    for part, key in zip(parts, keys, strict=True):
        message = f"Unsupported key type. All keys must be either string, or categorical column. Given: {part.name}"
        require(not part.hashed and (part.buckets is not None or key is not part), message)
    name = "_X_".join(sorted(part.name for part in parts))
    return Column(name, tuple(key for part in parts for key in part.keys), buckets=size)


def _several(keys: Any) -> Sequence[Any]:
    if not isinstance(keys, (list, tuple)):
        raise Undetermined("the keys of a crossed column")
    return keys


def embedding_column(
    categorical_column: Any, dimension: Any, combiner: Any = "mean", initializer: Any = None,
    ckpt_to_load_from: Any = None, tensor_name_in_ckpt: Any = None, max_norm: Any = None, trainable: Any = True,
    use_safe_embedding_lookup: Any = True,
) -> Column:  # fmt: skip
    """`dimension` numbers out of a table of all categories."""
    source, size = _column(categorical_column), _size(dimension)
    require(size is not None, f"Invalid dimension {size}.")
    require(size >= 1, f"Invalid dimension {size}.")
    if source.buckets is None:
        raise Undetermined(f"an embedding of the column {source.name}")
    table = (source.buckets, size)
    return Column(f"{source.name}_embedding", source.keys, size, table=table, trainable=bool(trainable))


def indicator_column(categorical_column: Any) -> Column:
    """A place for every category."""
    source = _column(categorical_column)
    message = f"Unsupported input type. Input must be a CategoricalColumn. Given: {source.name}"
    require(source.buckets is not None, message)
    return Column(f"{source.name}_indicator", source.keys, source.buckets)


def _column(value: Any) -> Column:
    if not isinstance(value, Column):
        raise Undetermined("a feature column that is not known")
    return value


COLUMNS = {
    function.__name__: function
    for function in (
        numeric_column, bucketized_column, categorical_column_with_hash_bucket, categorical_column_with_identity,
        categorical_column_with_vocabulary_list, categorical_column_with_vocabulary_file, weighted_categorical_column,
        crossed_column, embedding_column, indicator_column,
    )
}  # fmt: skip


@layer(only=(Api.TF_KERAS,))
class DenseFeatures(Layer):
    """(batch, width of all columns together), of a dict of features."""

    feature_columns: Any
    trainable: bool = True
    name: Ignored = None
    partitioner: Ignored = None

    call_signature: ClassVar[str] = "features, cols_to_output_tensors=None, training=None"
    accepts_structure: ClassVar[bool] = True

    def check(self) -> None:
        names = [column.name for column in self.columns()]
        require(len(set(names)) == len(names), f"Duplicate feature column name found: {', '.join(sorted(names))}")

    def columns(self) -> list[Column]:
        """In the order of their names, in which Keras makes their weights and joins what they give."""
        given = self.feature_columns
        if isinstance(given, (Unknown, Tensor)):
            raise Undetermined("feature columns that are not known")
        require(not isinstance(given, dict), "Expected feature_columns to be iterable, found dict.")
        found = [given] if isinstance(given, Column) else list(given)
        require(found, "feature_columns must not be empty.")
        return sorted(map(self.checked, found), key=lambda column: column.name)

    def checked(self, column: Any) -> Column:
        if not isinstance(column, Column):
            message = f"Items of feature_columns must be a FeatureColumn. Given: {column}."
            require(not isinstance(column, (str, int, float, tuple, list, dict)) and column is not None, message)
            raise Undetermined("a feature column that is not known")
        message = (
            "Items of feature_columns must be a DenseColumn. You can wrap a categorical column with an "
            f"embedding_column or indicator_column. Given: {column.name}"
        )
        require(column.width is not None, message)
        return column

    def weights(self, x: Mapping[str, Shape]) -> Iterator[Weight]:
        for column in self.columns():
            if column.table is not None:
                yield variable("embedding_weights", column.table, trainable=column.trainable)

    def output_shape(self, x: Mapping[str, Shape]) -> Shape:
        require(isinstance(x, dict), "We expected a dictionary here.")
        columns = self.columns()
        for column in columns:
            for key in column.keys:
                require(key in x, f"Feature {key} is not in features dictionary.")
        total: Any = 0
        for column in columns:
            total = total + column.width
        return (x[columns[0].keys[0]][0], total)
