"""The stand-ins give the shapes, types, numbers and refusals of the real NumPy."""

from __future__ import annotations

import pytest

from tests.evaluate.numpy.judge import agree, ours, theirs

SHAPES = [(3,), (2, 4), (4, 4, "float32"), (2, 3, 4, "uint8"), (1, 4, 1), (12, "int64"), (5, 28, 28), (6, 1, "bool")]
PARTNERS = [(4,), (2, 4, "uint8"), (3, 1), (12, "float32")]

OF_ARRAYS = """
np.reshape(x, (-1,)) | np.reshape(x, (2, -1)) | np.reshape(x, (3, 4)) | np.reshape(x, (7,)) | np.reshape(x, (-1, -1))
x.reshape(2, -1) | x.reshape((4, 3)) | x.reshape(-1, 28 * 28) | x.reshape(x.shape[0], -1) | x.reshape(1.5)
x.flatten() | x.astype('float32') | x.astype(np.uint8) | x.transpose() | x.transpose(1, 0) | x.transpose((0, 2, 1))
x.T | x.shape | x.ndim | x.size | x.dtype | x.sum(axis=0) | x.max(axis=-1) | x.std(axis=0, keepdims=True)
x.squeeze() | x.squeeze(0) | x.repeat(2, axis=0) | x.argmax(axis=1) | x.argmax(-1) | x.mean(1) | x.max(7) | x.copy()
x.dot(y) | x.mean(axis=(0, 1)) | np.expand_dims(x, 0) | np.expand_dims(x, -1) | np.expand_dims(x, (0, 1))
np.expand_dims(x, 5) | np.squeeze(x, 1) | np.transpose(x) | np.transpose(x, (1, 0)) | np.transpose(x, (0, 0))
np.swapaxes(x, 0, 1) | np.moveaxis(x, -1, 0) | np.concatenate([x, y]) | np.concatenate((x, x), axis=-1)
np.concatenate([x, x], axis=None) | np.concatenate([x, x], 4) | np.stack([x, x]) | np.stack([x, x], axis=-1)
np.stack([x, y]) | np.hstack([x, y]) | np.hstack((x, x)) | np.vstack([x, y]) | np.dstack([x, x]) | np.append(x, y)
np.append(x, x, axis=0) | np.split(x, 2) | np.split(x, [1, 3]) | np.split(x, 2, axis=-1) | np.pad(x, 1)
np.pad(x, ((0, 0), (1, 2))) | np.pad(x, [(1, 1), (0, 0), (0, 0)]) | np.tile(x, (2, 1)) | np.repeat(x, 3)
np.repeat(x, 2, axis=1) | np.broadcast_to(x, (2, 4)) | np.matmul(x, y) | np.dot(x, y) | np.outer(x, y)
np.where(x, x, y) | np.clip(x, 0, 1.5) | np.flip(x, axis=0) | np.cumsum(x, axis=0) | np.sort(x) | np.argsort(x)
np.zeros_like(x) | np.copy(x) | np.ones_like(x, dtype='int32') | np.full_like(x, 3) | np.linalg.norm(x, axis=-1)
np.shape(x) | np.ndim(x) | np.array([x, x]) | np.average(x, axis=0) | np.atleast_2d(x) | np.roll(x, 1, axis=0)
np.asarray(x) | x[0] | x[-1] | x[5] | x[:2] | x[1:] | x[::2] | x[:-1] | x[:, 0] | x[:, None] | x[None] | x[...]
x[..., 0] | x[..., None] | x[:, :, 0] | x[:, 9] | x[[0, 1]] | x[:, [0, 1]] | x[[0, 1], [1, 0]] | x[np.newaxis, :]
x[-3:] | x[1:3, ::-1] | x['a'] | x[1.5] | x[[[0, 1], [1, 0]]] | x[0, :, 1] | x[0, 0, 0, 0, 0] | np.add(x, y)
np.multiply(x, 2) | np.divide(x, 255) | np.power(x, 2) | np.subtract(1.0, x) | np.greater(x, y) | np.maximum(x, y)
np.diff(x) | np.diff(x, 2, axis=0) | np.array_split(x, 3) | np.array_split(x, 2, axis=-1) | np.vsplit(x, 2)
np.hsplit(x, 2) | np.take(x, [0, 1]) | np.take(x, [[0, 1]], axis=1) | np.tensordot(x, x, axes=1) | np.kron(x, x)
np.isclose(x, y) | np.searchsorted(y, x) | np.histogram(x, 5) | np.histogram(x) | np.resize(x, (2, 3))
np.lib.stride_tricks.sliding_window_view(x, 2, axis=0) | np.lib.stride_tricks.sliding_window_view(x, (2, 2))
np.fft.fft(x) | np.fft.rfft(x) | np.fft.rfft(x, 8, axis=0) | np.linalg.det(x) | np.trace(x)
np.cov(x) | np.corrcoef(x) | np.isin(x, y) | np.real(x)
np.diagonal(x) | np.argpartition(x, 1) | np.partition(x, 1)
np.sqrt(x) | np.exp(x) | np.abs(x) | np.ceil(x) | np.meshgrid(y, y)
"""
OF_NUMBERS = """
np.hanning(5) | np.fft.fftfreq(8) | np.kron([1, 2], [1, 2, 3]) | np.diff([1, 2, 4]) | np.take([4, 5, 6], 1)
np.zeros((3, 4), dtype=np.uint8) | np.ones(5) | np.zeros((2, -1)) | np.zeros((2.5,)) | np.zeros(None)
np.full((2, 3), 7) | np.eye(4) | np.eye(3, 5) | np.identity(3) | np.arange(10) | np.arange(2, 10, 3)
np.arange(0, 1, 0.1) | np.arange(10, 0) | np.linspace(0, 1, 5) | np.linspace(0, 1)
np.linspace(0, 1, num=4, endpoint=False) | np.array([[1, 2], [3, 4]]) | np.array([1, 2.5]) | np.array([[1, 2], [3]])
np.array([1, 2], dtype='float32') | np.array([[1, 2], [3, 4]]).sum() | np.array([3, 1, 2]).max()
np.array([1, 2, 3])[1] | np.array([[1, 2], [3, 4]]).tolist() | np.array([[1, 2], [3, 4]]).reshape(4).tolist()
np.prod((2, 3, 4)) | np.sum([1, 2]) | np.max([4, 7]) | np.abs(-3) | np.power(2, 5) | np.maximum(2, 3)
np.unique([1, 2, 2, 3]) | np.argmax([1, 9, 3]) | np.random.rand(2, 3) | np.random.randn(3)
np.random.randint(0, 10, size=(4,)) | np.random.randint(0, 10, (4, 2)) | np.random.randint(5, size=3)
np.random.randint(5, 5, size=3) | np.random.random((3, 4)) | np.random.random_sample((2,))
np.random.normal(0, 1, (2, 3)) | np.random.normal(size=(3, 2)) | np.random.uniform(-1, 1, size=5)
np.random.choice(5, 3) | np.random.choice([1, 2, 3], size=(2, 2)) | np.random.permutation(10)
np.random.binomial(1, 0.5, (2, 3)) | np.random.rand(2.5) | np.random.rand(-1) | np.random.poisson(3, (2,))
np.random.default_rng(0).normal(size=(2, 3)) | np.random.default_rng().integers(0, 5, size=4)
np.random.default_rng(1).random((2, 2)) | np.random.RandomState(0).rand(2, 2) | np.eye(10)[np.array([1, 2, 3])]
np.eye(3)[[0, 1]] | np.eye(3)[[0, 5]] | np.array([1, 2, 3]).astype('float32').tolist()
"""
PLAIN = [
    "np.ceil(2.5)",
    "np.sqrt(16)",
    "np.log2(8)",
    "np.floor(7 / 2)",
    "np.mean([1, 2, 3])",
    "np.round(2.567, 1)",
    "np.pi",
]
UNKNOWN_NUMBERS = [
    "x.max()",
    "x.min()",
    "np.sum(x)",
    "np.argmax(x)",
    "np.random.randint(5)",
    "x.tolist()",
    "np.unique(x)",
]


def calls(text: str) -> list[str]:
    return [call.strip() for line in text.strip().splitlines() for call in line.split("|")]


@pytest.mark.parametrize("call", calls(OF_ARRAYS))
@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_of_arrays(call: str) -> None:
    for x in SHAPES:
        for y in PARTNERS if "y" in call else PARTNERS[:1]:
            agree(call, x=x, y=y)


@pytest.mark.parametrize("call", calls(OF_NUMBERS))
def test_of_numbers(call: str) -> None:
    agree(call)


@pytest.mark.parametrize("call", PLAIN)
def test_plain_numbers_stay_plain(call: str) -> None:
    import numpy

    assert ours(call, {}).result == pytest.approx(float(eval(call, {"np": numpy})))


@pytest.mark.parametrize("call", UNKNOWN_NUMBERS)
def test_what_depends_on_values_is_not_guessed(call: str) -> None:
    assert not theirs(call, {"x": (4, "int64")}).error
    assert ours(call, {"x": (4, "int64")}).result == "undetermined"
