"""speechdata: Chinese official speeches, extracted, annotated, validated and published as a dataset."""

import os

__version__ = "0.1.0"

# No outbound call unless the user asks for one: Prefect and the hub client read these when imported.
os.environ.setdefault("DO_NOT_TRACK", "1")
os.environ.setdefault("PREFECT_SERVER_ANALYTICS_ENABLED", "false")
os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
# Read when pyarrow is imported: its other allocators hold on to some 80 MB a process that they no longer use.
os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")
