"""Tables: from records to row models, JSON Schemas, Arrow schemas and Parquet files, and back."""

from speechdata.tables._read import columns, of_speech, read, reasons, rows
from speechdata.tables._rows import (
    JSON_SCHEMA_DIALECT,
    describe,
    json_schemas,
    order,
    row_model,
    tables,
)
from speechdata.tables._schema import Provenance, arrow_schema, file_schema
from speechdata.tables._write import FileFact, TableFact, table_fact, to_arrow, write

__all__ = [
    "JSON_SCHEMA_DIALECT",
    "FileFact",
    "Provenance",
    "TableFact",
    "arrow_schema",
    "columns",
    "describe",
    "file_schema",
    "json_schemas",
    "of_speech",
    "order",
    "read",
    "reasons",
    "row_model",
    "rows",
    "table_fact",
    "tables",
    "to_arrow",
    "write",
]
