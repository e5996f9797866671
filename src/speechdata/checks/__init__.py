"""What must hold over all records together. docs/checks.md explains each code."""

from speechdata.checks._assertions import ASSERTIONS, Assertions, load_assertions, project_assertions
from speechdata.checks._bundle import Bundle, Uses
from speechdata.checks._check import Check
from speechdata.checks._run import CHECKS, COLLECTION, QUALITY, check

__all__ = [
    "ASSERTIONS",
    "CHECKS",
    "COLLECTION",
    "QUALITY",
    "Assertions",
    "Bundle",
    "Check",
    "Uses",
    "check",
    "load_assertions",
    "project_assertions",
]
