"""随附 · Where `grammar/` and `rulesets/` are: inside an installed package, beside `src/` in a checkout."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def shipped(folder: str) -> Path:
    """The folder of that name, wherever this installation keeps it."""
    inside = _PACKAGE / folder
    return inside if inside.is_dir() else _PACKAGE.parent.parent / folder
