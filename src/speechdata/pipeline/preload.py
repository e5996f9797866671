"""Imported by the server that worker processes are forked from: what all of them need, loaded once and shared."""

from speechdata.annotators import layers
from speechdata.layer import tokenizer
from speechdata.pipeline import steps

tokenizer()
layers()
__all__ = ["steps"]
