"""命令行 · What users type: one file per command, the group that finds them, the words for what goes wrong."""

from eqrules.cli.group import main

__all__ = ["main"]
