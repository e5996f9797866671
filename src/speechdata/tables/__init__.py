"""Tables: from records to row models, JSON Schemas, Arrow schemas and Parquet files, and back."""

from speechdata.tables._features import card_features
from speechdata.tables._read import (
    column_types,
    columns,
    file_columns,
    in_step,
    of_speech,
    read,
    reasons,
    rows,
    stored_columns,
)
from speechdata.tables._rows import (
    JSON_SCHEMA_DIALECT,
    describe,
    json_schemas,
    order,
    row_model,
    tables,
)
from speechdata.tables._schema import Provenance, arrow_schema, file_schema
from speechdata.tables._write import (
    FileFact,
    TableFact,
    sha256,
    table_fact,
    to_arrow,
    write,
    write_generations,
)

__all__ = [
    "JSON_SCHEMA_DIALECT",
    "FileFact",
    "Provenance",
    "TableFact",
    "arrow_schema",
    "card_features",
    "column_types",
    "columns",
    "describe",
    "file_columns",
    "file_schema",
    "in_step",
    "json_schemas",
    "of_speech",
    "order",
    "read",
    "reasons",
    "row_model",
    "rows",
    "sha256",
    "stored_columns",
    "table_fact",
    "tables",
    "to_arrow",
    "write",
    "write_generations",
]
