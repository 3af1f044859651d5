"""Text and categories by vocabulary: StringLookup, IntegerLookup, TextVectorization.

https://keras.io/api/layers/preprocessing_layers/
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, ClassVar, Final

from kerascount.layers.fields import Ignored, is_keras_tensor
from kerascount.layers.image_preprocessing import single
from kerascount.layers.preprocessing import (
    Adaptive,
    array_shape,
    check_dense,
    check_mode,
    check_salt,
    encoded_dtype,
    encoded_in_tf_keras,
    is_one,
)
from kerascount.layers.registry import Layer, by_api, gone_in_keras_3, layer, new_in_keras_3
from kerascount.layers.sizes import size_at
from kerascount.values.dims import FREE, Dim, Symbolic
from kerascount.values.objects import Tensor, Unknown
from kerascount.values.outcomes import Invalid, Undetermined, require
from kerascount.values.shape import Shape, Shapes, standardize_shape
from kerascount.values.weight import Weight
from kerascount.versions import Api

MODES: Final = ("int", "one_hot", "multi_hot", "count", "tf_idf")
PUNCTUATION: Final = str.maketrans("", "", "!\"#$%&()*+,-./:;<=>?@[\\]^_`{|}~'")
SYNONYMS: Final = {"binary": "multi_hot", "tf-idf": "tf_idf"}


def canonical_mode(mode: Any) -> Any:
    return SYNONYMS.get(mode, mode) if isinstance(mode, str) else mode


class Vocabulary(Adaptive):
    """A layer that knows tokens, given or learned."""

    vocabulary: Any
    max_tokens: Any
    fixed_by: ClassVar[str] = "vocabulary"

    def lookup(self) -> IndexLookup:
        """The layer that numbers the tokens: this one, or one inside."""
        raise NotImplementedError

    def tokens_in(self, values: Sequence[Any]) -> list[Any]:
        """The tokens in data, repetitions and all."""
        return list(values)

    def adapted(self, shape: Shape | None, learned: Dim, values: Sequence[Any] | None) -> Layer:
        made = super().adapted(shape, learned, values)
        if values is None:
            return made
        lookup = self.lookup()
        special = (lookup.mask_token, lookup.oov_token)
        counts = Counter(token for token in self.tokens_in(values) if token not in special)
        tokens = sorted(counts, key=lambda token: (counts[token], token), reverse=True)
        if self.max_tokens is not None:
            tokens = tokens[: self.max_tokens - len(lookup.special_tokens())]
        return self.changed(seen=shape, learned=learned, vocabulary=tokens or None)

    def with_vocabulary(self, vocabulary: Any, idf_weights: Any = None) -> Layer:
        """This layer after `set_vocabulary`."""
        made = self.changed(vocabulary=vocabulary, idf_weights=idf_weights, learned=None)
        made.check()
        return made

    def all_tokens(self, special: bool) -> list[Any]:
        """`get_vocabulary()`."""
        lookup = self.lookup()
        if self.vocabulary is None and self.learned is not None:
            raise Undetermined("a vocabulary that is learned from data")
        tokens = [] if self.vocabulary is None else lookup.tokens()
        return [*lookup.special_tokens(), *tokens] if special else tokens

    @property
    def vocabulary_size(self) -> Any:
        lookup = self.lookup()
        return len(lookup.special_tokens()) if lookup.size is None else lookup.size


class IndexLookup(Vocabulary):
    """Tokens → their numbers in a vocabulary, or encodings of as many places as it has tokens."""

    max_tokens: Any
    num_oov_indices: Any
    mask_token: Any
    oov_token: Any
    vocabulary: Any
    idf_weights: Any
    invert: Any
    output_mode: Any
    sparse: Any
    pad_to_max_tokens: Any
    oov_method: Any
    salt: Any
    dtype: Any
    accepts_structure: ClassVar[bool] = True
    token_types: ClassVar[tuple[type, ...]]  # what the tokens of a vocabulary can be

    def lookup(self) -> IndexLookup:
        return self

    @property
    def mode(self) -> Any:
        return canonical_mode(self.output_mode)

    def check(self) -> None:
        check_tokens(self)
        message = f"`num_oov_indices` must be greater than or equal to 0. Received: {self.num_oov_indices}"
        require(self.num_oov_indices >= 0, message)
        check_mode(self, "oov_method", self.oov_method, ("floormod", "farmhash"))
        check_salt(self, self.salt)
        check_mode(self, "output_mode", self.mode, MODES)
        message = f"`output_mode` must be `'int'` when `invert` is true. Received: output_mode={self.output_mode}"
        require(not self.invert or self.mode == "int", message)
        check_dense(self.sparse, self.mode)
        message = f"`idf_weights` should only be set if `output_mode` is `'tf_idf'`. Received: {self.output_mode}"
        require(self.idf_weights is None or self.mode == "tf_idf", message)
        self.check_mask_token()
        if self.vocabulary is not None:
            message = "With a `vocabulary`, in TF-IDF output mode, the `idf_weights` argument must also be provided."
            require(self.mode != "tf_idf" or self.idf_weights is not None, message)
            self.check_vocabulary()

    def check_mask_token(self) -> None:
        token = self.mask_token
        if isinstance(token, (str, int, float)):
            fits = isinstance(token, self.token_types)
            name = type(token).__name__
            require(fits, f"Cannot convert mask_token {token!r} of type {name} to the vocabulary's", error="TypeError")

    # --- the vocabulary

    def special_tokens(self) -> list[Any]:
        """What stands before the tokens of the vocabulary: the mask in mode "int", and the places for others."""
        masked = self.mask_token is not None and self.mode == "int"
        return [self.mask_token] * masked + [self.oov_token] * self.num_oov_indices

    def tokens(self) -> list[Any]:
        """The vocabulary without the special tokens that it may start with."""
        tokens, special = known_tokens(self.vocabulary), self.special_tokens()
        return tokens[len(special) :] if tokens[: len(special)] == special else tokens

    def check_vocabulary(self) -> None:
        if isinstance(self.vocabulary, str):
            return  # a file
        every = known_tokens(self.vocabulary)
        require(every, f"Cannot set an empty vocabulary. Received: vocabulary={self.vocabulary}")
        tokens = self.tokens()
        repeated = sorted({str(token) for token in tokens if tokens.count(token) > 1}) if _repeats(tokens) else []
        require(not repeated, f"The passed vocabulary has at least one repeated term: {repeated}")
        self.check_reserved(tokens)
        if self.max_tokens is not None:
            size = len(self.special_tokens()) + len(tokens)
            message = f"Attempted to set a vocabulary larger than the maximum vocab size: {size} > {self.max_tokens}."
            require(size <= self.max_tokens, message)
        self.check_types(tokens)
        if self.mode == "tf_idf" and self.idf_weights is not None:
            message = "`idf_weights` must be the same length as vocabulary."
            require(array_shape(self.idf_weights)[:1] == (len(every),), message)

    def check_reserved(self, tokens: list[Any]) -> None:
        message = "Found reserved token at unexpected location in `vocabulary`: "
        require(self.mask_token is None or self.mask_token not in tokens, f"{message}{self.mask_token!r} (mask)")
        reserved = self.invert and self.oov_token is not None and self.oov_token in tokens
        require(not reserved, f"{message}{self.oov_token!r} (OOV)")

    def check_types(self, tokens: list[Any]) -> None:
        raise NotImplementedError

    @property
    def size(self) -> Any:
        """The number of tokens, special ones included; None where no vocabulary is set yet."""
        if self.vocabulary is None:
            return self.learned
        if isinstance(self.vocabulary, str):
            raise Undetermined(f"the vocabulary in the file {self.vocabulary}")
        return len(self.special_tokens()) + len(self.tokens())

    # --- what comes out

    @property
    def depth(self) -> Any:
        return self.max_tokens if self.pad_to_max_tokens else self.size

    def output_shape(self, x: Shapes) -> Shape:
        x = single(self, x)
        if self.mode == "int":
            return x
        depth = self.depth
        if self.context.api is not Api.KERAS_3:
            message = f"When using `output_mode={self.mode}`, you must set the layer's vocabulary before calling it."
            require(depth is not None, message, error="RuntimeError")
            return encoded_in_tf_keras(x, self.mode, depth, self.sparse)
        alone = self.mode == "one_hot" and not (len(x) > 1 and is_one(x[-1]))
        return standardize_shape((*(x if alone else x[:-1]), depth))

    def weights(self, x: Any) -> Iterator[Weight]:
        """tf_keras tracks the variables that it keeps for TF-IDF."""
        if self.context.api is not Api.KERAS_3 and self.mode == "tf_idf":
            yield Weight("Variable", (FREE,), trainable=False)
            if self.vocabulary is None:
                yield Weight("Variable", (), trainable=False, dtype="int64")

    def output_dtype(self, dtype: str, compute_dtype: str) -> str:
        if self.context.api is Api.KERAS_3:
            return "int64" if self.mode == "int" else self.context.floatx
        return self.token_dtype if self.invert else encoded_dtype(self.mode, self.dtype, compute_dtype)

    token_dtype: ClassVar[str]

    def derivation(self, x: Shape) -> Iterator[str]:
        if self.mode != "int" and not self.pad_to_max_tokens and self.vocabulary is not None:
            yield f"vocabulary: {len(self.tokens())} tokens + {len(self.special_tokens())} special = {self.size}"


def check_tokens(layer: Any) -> None:
    message = f"If set, `max_tokens` must be greater than 1. Received: max_tokens={layer.max_tokens}"
    require(layer.max_tokens is None or layer.max_tokens > 1, message)
    require(not layer.pad_to_max_tokens or layer.max_tokens is not None, "With pad_to_max_tokens, set `max_tokens`.")


def known_tokens(vocabulary: Any) -> list[Any]:
    """The tokens of a vocabulary as a list."""
    if isinstance(vocabulary, Tensor):
        if is_keras_tensor(vocabulary) or vocabulary.data is None:
            raise Undetermined("a vocabulary that is not known")
        vocabulary = vocabulary.data
    if isinstance(vocabulary, (set, frozenset, dict, range, int, float)):
        message = f"'{type(vocabulary).__name__}' object has no attribute 'size'"
        raise Invalid(message, error="AttributeError")
    if not isinstance(vocabulary, (list, tuple)) or any(not isinstance(t, (str, int, float)) for t in vocabulary):
        raise Undetermined("a vocabulary that is not known")
    mixed = any(isinstance(token, str) for token in vocabulary)
    return [str(token) if mixed else token for token in vocabulary]


def _repeats(tokens: Sequence[Any]) -> bool:
    return len(set(tokens)) < len(tokens)


@layer()
class StringLookup(IndexLookup):
    """Any shape of strings → the same of numbers, or (batch, …, size of the vocabulary) encoded."""

    max_tokens: int = None  # type: ignore[assignment]
    num_oov_indices: int = 1
    mask_token: Any = None
    oov_token: Any = "[UNK]"
    vocabulary: Any = None
    idf_weights: Any = None
    invert: bool = False
    output_mode: Any = "int"
    pad_to_max_tokens: bool = False
    sparse: bool = False
    encoding: Ignored = "utf-8"
    name: Ignored = None
    salt: Any = new_in_keras_3(None)
    oov_method: Any = new_in_keras_3("floormod", keyword=True)
    trainable: Ignored = by_api(True, keyword=True)
    dtype: Any = by_api(None, keyword=True)

    accepts_kwargs: ClassVar[bool] = False
    token_types: ClassVar = (str,)
    token_dtype: ClassVar[str] = "string"

    def check_types(self, tokens: list[Any]) -> None:
        fits = not tokens or isinstance(tokens[0], str)
        require(fits, "Failed to convert a NumPy array to a Tensor: the tokens are no strings")


@layer()
class IntegerLookup(IndexLookup):
    """Any shape of whole numbers → the same of their places, or (batch, …, size of the vocabulary) encoded."""

    max_tokens: int = None  # type: ignore[assignment]
    num_oov_indices: int = 1
    mask_token: Any = None
    oov_token: Any = -1
    vocabulary: Any = None
    vocabulary_dtype: Any = "int64"
    idf_weights: Any = None
    invert: bool = False
    output_mode: Any = "int"
    sparse: bool = False
    pad_to_max_tokens: bool = False
    oov_method: Any = new_in_keras_3("floormod")
    salt: Any = new_in_keras_3(None)
    name: Ignored = None
    trainable: Ignored = by_api(True, keyword=True)
    dtype: Any = by_api(None, keyword=True)
    max_values: Ignored = gone_in_keras_3(None)
    mask_value: Ignored = gone_in_keras_3(None)
    oov_value: Ignored = gone_in_keras_3(None)

    accepts_kwargs: ClassVar[bool] = False
    token_types: ClassVar = (int,)
    token_dtype: ClassVar[str] = "int64"

    def check(self) -> None:
        super().check()
        if isinstance(self.vocabulary_dtype, str) and self.context.api is Api.KERAS_3:
            message = "Only `vocabulary_dtype='int64'` is supported at this time. Received: vocabulary_dtype="
            require(self.vocabulary_dtype == "int64", f"{message}{self.vocabulary_dtype}")
        if self.salt is not None:
            message = "`salt` can only be used when `oov_method='farmhash'`."
            require(self.oov_method == "farmhash", f"{message} Received: oov_method={self.oov_method}")

    def check_mask_token(self) -> None:
        if self.context.api is Api.KERAS_3 or isinstance(self.mask_token, str):
            super().check_mask_token()

    def check_types(self, tokens: list[Any]) -> None:
        for token in tokens:
            whole = not isinstance(token, str) or token.strip().lstrip("+-").isdecimal()
            require(whole, f"invalid literal for int() with base 10: {token!r}")


@layer()
class TextVectorization(Vocabulary):
    """(batch, 1) of strings → (batch, words) of numbers, or (batch, size of the vocabulary) encoded."""

    max_tokens: int = None  # type: ignore[assignment]
    standardize: Any = "lower_and_strip_punctuation"
    split: Any = "whitespace"
    ngrams: Any = None
    output_mode: Any = "int"
    output_sequence_length: Any = None
    pad_to_max_tokens: bool = False
    vocabulary: Any = None
    idf_weights: Any = None
    sparse: bool = False
    ragged: bool = False
    encoding: Ignored = "utf-8"
    name: Ignored = None
    dtype: Any = by_api(None, keyword=True)

    standardizations: ClassVar = ("lower_and_strip_punctuation", "lower", "strip_punctuation")
    splits: ClassVar = ("whitespace", "character")

    @property
    def mode(self) -> Any:
        return canonical_mode(self.output_mode)

    def check(self) -> None:
        check_named("standardize", self.standardize, self.standardizations)
        check_named("split", self.split, self.splits)
        check_mode(self, "output_mode", self.mode, MODES if self.context.api is Api.KERAS_3 else TF_MODES)
        check_ngrams(self.ngrams)
        self.check_length()
        message = f"`ragged` must not be true if `output_mode` is not `'int'`. Received: {self.output_mode}"
        require(not self.ragged or self.mode == "int", message)
        if self.context.api is not Api.KERAS_3:
            self.check_tf_keras()
        self.lookup()

    def check_length(self) -> None:
        length = self.output_sequence_length
        if self.mode == "int":
            fits = length is None or isinstance(length, (int, Symbolic, Unknown))
            require(fits, f"`output_sequence_length` must be either None or an integer. Received: {length}")
        else:
            message = f"`output_sequence_length` must not be set if `output_mode` is not 'int'. Received: {length}"
            require(length is None, message)

    def check_tf_keras(self) -> None:
        if isinstance(self.dtype, str):
            message = f"`TextVectorization` may only have a dtype of string. Received dtype: {self.dtype}."
            require(self.dtype == "string", message)
        message = "`output_sequence_length` must not be set if ragged is True."
        require(not self.ragged or self.output_sequence_length is None, message)

    def lookup(self) -> IndexLookup:
        """The layer inside, which knows the vocabulary."""
        shared = ("max_tokens", "pad_to_max_tokens", "sparse", "vocabulary", "idf_weights")
        mode = "int" if self.output_mode is None else self.output_mode
        arguments = {**{name: getattr(self, name) for name in shared}, "mask_token": "", "output_mode": mode}
        if self.learned is not None:
            arguments["vocabulary"] = None  # `adapt` learns the weights of the tokens as well
        made: Any = StringLookup.bind((), arguments, self.context).layer
        return made.changed(vocabulary=self.vocabulary, learned=self.learned)  # type: ignore[no-any-return]

    def tokens_in(self, values: Sequence[Any]) -> list[str]:
        """The words or characters, and their n-grams, as TensorFlow cuts them."""
        if not isinstance(self.standardize, (str, type(None))) or not isinstance(self.split, (str, type(None))):
            raise Undetermined("a vocabulary that a function of the program makes")
        return [token for text in values for token in self.grams(self.pieces(str(text)))]

    def pieces(self, text: str) -> list[str]:
        if "lower" in (self.standardize or ""):
            text = text.lower()
        if "strip_punctuation" in (self.standardize or ""):
            text = text.translate(PUNCTUATION)
        return text.split() if self.split == "whitespace" else list(text) if self.split else [text]

    def grams(self, pieces: list[str]) -> list[str]:
        if self.ngrams is None:
            return pieces
        sizes = range(1, self.ngrams + 1) if isinstance(self.ngrams, int) else self.ngrams
        return [" ".join(pieces[start : start + n]) for n in sizes for start in range(len(pieces) - n + 1)]

    def own_layers(self, built: bool) -> Iterator[str]:
        return iter(() if built else ("StringLookup",))

    def weights(self, x: Any) -> Iterator[Weight]:
        return self.lookup().weights(x)

    @property
    def length(self) -> Dim:
        given = self.output_sequence_length
        return FREE if given is None else given.size if isinstance(given, Unknown) else given

    def output_shape(self, x: Shape) -> Shape:
        if self.context.api is not Api.KERAS_3:
            return self.shape_in_tf_keras(x)
        if self.mode == "int":
            return (size_at(x, 0), self.length)
        if self.split is None:
            return self.lookup().output_shape(x if len(x) > 1 else (*x, 1))
        return self.lookup().output_shape((*x, FREE))

    def shape_in_tf_keras(self, x: Shape) -> Shape:
        """tf_keras cuts the strings when it is called; the pieces of each make a ragged tensor."""
        if self.split is None and self.ngrams is None and self.output_sequence_length is None:
            return self.lookup().output_shape(x)
        message = "To tokenize strings, the input rank must be 1 or the last dimension 1."
        require(self.split is None or len(x) < 2 or is_one(x[-1]), message, code="KC101")
        if self.split not in self.splits or len(x) > 2:
            raise Undetermined("TextVectorization of strings that are cut in an unusual way")
        if self.mode is None or self.mode == "int":
            return (FREE, self.length)
        return self.lookup().output_shape((x[0], FREE))

    def output_dtype(self, dtype: str, compute_dtype: str) -> str:
        return {"int": "int64", None: "string"}.get(self.mode, self.context.floatx)


TF_MODES: Final = ("int", "multi_hot", "count", "tf_idf", None)


def check_named(name: str, value: Any, known: tuple[str, ...]) -> None:
    """A name, None, or any function."""
    plain = isinstance(value, (str, int, float, list, tuple, dict))
    require(not plain or value in known, f"Unknown value for `{name}`. Allowed values are: {known}. Received: {value}")


def check_ngrams(ngrams: Any) -> None:
    fits = ngrams is None or isinstance(ngrams, (int, Symbolic, Unknown))
    fits = fits or isinstance(ngrams, tuple) and all(isinstance(item, (int, Unknown)) for item in ngrams)
    require(fits, f"`ngrams` must be None, an integer, or a tuple of integers. Received: ngrams={ngrams}")
