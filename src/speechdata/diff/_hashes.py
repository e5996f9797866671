"""A 64-bit hash of each value of an Arrow array, nested ones too, without a Python object a value.

Strings and lists are polynomials in an odd base modulo 2**64 over their bytes or elements: one running sum over the
array gives those of all its values. Equal values hash alike whatever the width of their type, so that two versions
compare. Two values that differ hash alike with a probability of about 2**-64; nobody is kept from making such a pair.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

Hashes = NDArray[np.uint64]

_NULL = np.uint64(0x9E3779B97F4A7C15)
_BASE = 0xD1342543DE82EF95
_INVERSE = pow(_BASE, -1, 1 << 64)
_MIX = np.array([0xFF51AFD7ED558CCD, 0xC4CEB9FE1A85EC53], np.uint64)
_SHIFT = np.uint64(33)
# The raw stream of PCG64 is the same in every numpy.
_BYTES: Hashes = np.random.PCG64(7).random_raw(256) | np.uint64(1)


def hashes(values: pa.Array) -> Hashes:
    """The hash of each value, shape (n,); nulls share one. Raises TypeError for a type that no table has."""
    found = _mixed(_plain(values))
    if values.null_count:
        found[np.asarray(values.is_null())] = _NULL
    return found


def combined(columns: Sequence[Hashes], size: int) -> Hashes:
    """One hash of each of `size` rows from those of its columns; their order counts."""
    total = np.zeros(size, np.uint64)
    for column in columns:
        total = _mixed(total * np.uint64(_BASE) + column)
    return total


def _plain(values: pa.Array) -> Hashes:
    kind = values.type
    if pa.types.is_struct(kind):
        return combined([hashes(field) for field in values.flatten()], len(values))
    if pa.types.is_list(kind) or pa.types.is_large_list(kind):
        return _joined(hashes(values.values), np.asarray(values.offsets).astype(np.int64))
    if pa.types.is_string(kind) or pa.types.is_large_string(kind):
        return _joined(*_bytes(values))
    if pa.types.is_null(kind):
        return np.full(len(values), _NULL)
    if pa.types.is_floating(kind):
        return _bits(values.cast(pa.float64()))
    if pa.types.is_date32(kind):
        values = values.cast(pa.int32())
    elif not (pa.types.is_boolean(kind) or pa.types.is_integer(kind)):
        raise TypeError(f"no hash for values of type {kind}")
    return _bits(values.cast(pa.int64()))


def _bits(values: pa.Array) -> Hashes:
    """Numbers of 64 bits, as bits."""
    bits: Hashes = np.array(values.fill_null(0)).view(np.uint64)
    return bits


def _bytes(values: pa.Array) -> tuple[Hashes, NDArray[np.int64]]:
    """A number for each byte of a string array, and the offsets of its strings."""
    _, offsets, data = (wide := values.cast(pa.large_string())).buffers()
    edges = np.frombuffer(offsets, np.int64)[wide.offset : wide.offset + len(wide) + 1]
    first, last = (int(edges[0]), int(edges[-1])) if len(edges) else (0, 0)
    content = np.frombuffer(data, np.uint8)[first:last] if data else np.zeros(0, np.uint8)
    return _BYTES[content], edges - first if len(edges) else np.zeros(1, np.int64)


def _joined(elements: Hashes, offsets: NDArray[np.int64]) -> Hashes:
    """The polynomial over elements[offsets[i] : offsets[i + 1]], and its length, for each i."""
    first, last = int(offsets[0]), int(offsets[-1])
    starts, ends = offsets[:-1] - first, offsets[1:] - first
    powers, inverses = _powers(max(10, (last - first).bit_length()))
    sums = np.zeros(last - first + 1, np.uint64)
    np.cumsum(elements[first:last] * powers[: last - first], out=sums[1:])
    lengths = (ends - starts).astype(np.uint64) * _BYTES[1]
    found: Hashes = (sums[ends] - sums[starts]) * inverses[starts] + lengths
    return found


@cache
def _powers(bits: int) -> tuple[Hashes, Hashes]:
    """The first 2**bits powers of the base and of its inverse, from the zeroth on."""
    return _first_powers(_BASE, 1 << bits), _first_powers(_INVERSE, 1 << bits)


def _first_powers(base: int, size: int) -> Hashes:
    factors = np.full(size, base, np.uint64)
    factors[0] = 1
    return np.cumprod(factors, dtype=np.uint64)


def _mixed(found: Hashes) -> Hashes:
    """Spreads a difference in any bit over all bits."""
    found = (found ^ (found >> _SHIFT)) * _MIX[0]
    found = (found ^ (found >> _SHIFT)) * _MIX[1]
    mixed: Hashes = found ^ (found >> _SHIFT)
    return mixed
