"""Gold annotations: the standoff exchange form, scores against it, and a keyword baseline beside them."""

from speechdata.gold.standoff import Gold, Mark, dump, load, parse

__all__ = ["Gold", "Mark", "dump", "load", "parse"]
