"""Imported by the server that worker processes are forked from: what all of them need, loaded once and shared."""

from speechdata.pipeline import steps
from speechdata.pipeline.warm import warm

warm()
__all__ = ["steps"]
