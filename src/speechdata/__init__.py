"""speechdata: Chinese official speeches, extracted, annotated, validated and published as a dataset."""

__version__ = "0.1.0"
