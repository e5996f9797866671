"""The gate before publication: what a dataset folder must hold, and must not. docs/gate.md explains each code."""

from speechdata.gate._run import ALLOWABLE, TITLES, gate, let_pass, validated

__all__ = ["ALLOWABLE", "TITLES", "gate", "let_pass", "validated"]
