"""Saved models: their configuration, out of JSON, `.keras` archives and HDF5 files.

Such files are not trusted: nothing is unpacked to disk, no more than a bounded part is read, and no object is loaded.
"""

from __future__ import annotations

from io import BytesIO
from typing import IO, Any, Final

from kerascount.diagnostics import Location
from kerascount.source.discover import Input
from kerascount.source.errors import Unreadable
from kerascount.values.record import record

SUFFIXES: Final = (".json", ".keras", ".h5", ".hdf5")
MOST_DIGITS: Final = 100  # of a number
MOST_BYTES: Final = 8 << 20  # of a configuration; that of the largest application has 2 MB


@record
class SavedModel:
    """What a file says of its model."""

    path: str
    config: dict[str, Any]  # {"class_name": …, "config": …}
    version: str = ""  # of the Keras that wrote it, where the file says it


def is_saved_model(path: str) -> bool:
    return path.lower().endswith(SUFFIXES)


def read_saved_model(found: Input) -> SavedModel:
    """The configuration of a file, by what it holds, whatever its name. Raises `Unreadable`."""
    with found.open() as opened:
        file = BytesIO(opened.read()) if found.is_stdin else opened
        head = file.read(8)
        file.seek(0)
        if head.startswith(b"PK"):
            return _from_archive(file, found.path)
        if head == b"\x89HDF\r\n\x1a\n":
            return _from_hdf5(file, found.path)
        return _model(_json(_bounded(file, found.path), found.path), found.path)


def _from_archive(file: IO[bytes], path: str) -> SavedModel:
    from zipfile import BadZipFile, ZipFile

    try:
        with ZipFile(file) as archive:
            if "config.json" not in archive.namelist():
                raise _refusal("is no saved model: the archive holds no config.json", path)
            config = _json(_member(archive, "config.json", path), path)
            about = _json(_member(archive, "metadata.json", path), path) if _has_metadata(archive) else {}
    except (BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError) as error:
        raise _refusal(f"is no archive that can be read: {error}", path) from None
    except Exception as error:
        if isinstance(error, Unreadable) or type(error).__module__ not in ("zlib", "lzma"):
            raise
        raise _refusal(f"is damaged: {error}", path) from None
    return _model(config, path, about.get("keras_version") if isinstance(about, dict) else None)


def _has_metadata(archive: Any) -> bool:
    return "metadata.json" in archive.namelist()


def _member(archive: Any, name: str, path: str) -> bytes:
    """One file of an archive, refused by the size that it declares and by that which it has."""
    if archive.getinfo(name).file_size > MOST_BYTES:
        raise _too_large(path, name)
    with archive.open(name) as file:
        return _bounded(file, path, name)


def _from_hdf5(file: IO[bytes], path: str) -> SavedModel:
    try:
        import h5py  # type: ignore[import-untyped, unused-ignore]
    except ImportError:
        help = "install it: pip install kerascount[h5]"
        raise Unreadable("KC909", "is an HDF5 file, which takes h5py to read", Location(path), help) from None
    try:
        with h5py.File(file, "r") as book:
            config, version = book.attrs.get("model_config"), book.attrs.get("keras_version")
    except Exception as error:  # whatever a damaged file makes of the library
        raise _refusal(f"is no HDF5 file that can be read: {error}", path) from None
    if config is None:
        raise _refusal("holds weights and no configuration: what the model looks like is not in it", path)
    data = config if isinstance(config, bytes) else str(config).encode()
    if len(data) > MOST_BYTES:
        raise _too_large(path, "model_config")
    return _model(_json(data, path), path, version.decode() if isinstance(version, bytes) else version)


def _bounded(file: IO[bytes], path: str, name: str = "") -> bytes:
    data = file.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise _too_large(path, name)
    return data


def _json(data: bytes, path: str) -> Any:
    import json

    try:
        return json.loads(data, parse_int=_number)
    except json.JSONDecodeError as error:
        place = Location(path, error.lineno, error.colno, error.lineno, error.colno + 1)
        raise Unreadable("KC909", f"is no valid JSON: {error.msg}", place) from None
    except (ValueError, RecursionError) as error:
        raise _refusal(f"is no valid JSON: {error}", path) from None


def _number(text: str) -> int:
    if len(text) > MOST_DIGITS:
        raise ValueError(f"a number of more than {MOST_DIGITS} digits")
    return int(text)


def _model(config: Any, path: str, version: Any = None) -> SavedModel:
    if not isinstance(config, dict) or "class_name" not in config or "config" not in config:
        raise _refusal("is no saved model: it has no class_name and config", path)
    said = version if isinstance(version, str) else config.get("keras_version")
    return SavedModel(path, config, said if isinstance(said, str) else "")


def _too_large(path: str, name: str) -> Unreadable:
    what = f"{name} " if name else ""
    return _refusal(f"is not read: its {what or 'configuration '}has more than {MOST_BYTES >> 20} MB", path)


def _refusal(message: str, path: str) -> Unreadable:
    return Unreadable("KC909", message, Location(path))
