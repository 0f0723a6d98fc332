"""七十例 · The cases of untidy files that counties hand in, one test each, with files made by the test."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
