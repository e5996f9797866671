"""Prefect flows: decorators, retries, names and artifacts around speechdata.pipeline; nothing else."""
