"""Arrow schemas as `datasets` writes them down, in Parquet files and in cards. Written here, since importing that
package to ask it costs a build a second and 80 MB.
"""

from __future__ import annotations

import json
from typing import Any

import pyarrow as pa

_DTYPES = {
    pa.string(): "string",
    pa.int32(): "int32",
    pa.float64(): "float64",
    pa.bool_(): "bool",
    pa.date32(): "date32",
}


def file_features(schema: pa.Schema) -> str:
    """The value of the metadata key `huggingface`, from which `datasets` reads a file's features back."""
    return json.dumps({"info": {"features": {field.name: _in_file(field.type) for field in schema}}})


def card_features(schema: pa.Schema | pa.StructType) -> list[dict[str, Any]]:
    """The entry `features` of a card's `dataset_info`."""
    return [{"name": field.name, **_in_card(field.type)} for field in schema]


def _in_file(kind: pa.DataType) -> dict[str, Any]:
    if pa.types.is_list(kind):
        return {"feature": _in_file(kind.value_type), "_type": "List"}
    if pa.types.is_struct(kind):
        return {field.name: _in_file(field.type) for field in kind}
    return {"dtype": _DTYPES[kind], "_type": "Value"}


def _in_card(kind: pa.DataType) -> dict[str, Any]:
    if pa.types.is_list(kind):
        items = _in_card(kind.value_type)
        return {"list": items.get("dtype") or items.get("struct") or items}
    if pa.types.is_struct(kind):
        return {"struct": card_features(kind)}
    return {"dtype": _DTYPES[kind]}
