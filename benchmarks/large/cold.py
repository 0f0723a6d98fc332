"""冷启动 · `python -m large.cold MODULE FILE`: one contestant once, in a process of its own; prints its peak memory."""

from __future__ import annotations

import json
import resource
import sys
from pathlib import Path

from large.contestants import doer, named


def main() -> None:
    """Imports and all are within the time, which the caller takes."""
    module, file = sys.argv[1:]
    made = doer(named(module)).ready(Path(file))()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(json.dumps({"peak": peak * (1 if sys.platform == "darwin" else 1024)}), flush=True)
    del made


if __name__ == "__main__":
    main()
