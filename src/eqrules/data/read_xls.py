"""读旧工作簿 · Workbooks of Excel 97-2003, read in a process of their own."""

from __future__ import annotations

import pickle
import re
import subprocess
import sys
from pathlib import Path

from eqrules.data.raw import Sheet, Unreadable

_APART = Path(__file__).with_name("xls_apart.py")
_SECONDS = 20
_LOCKED = re.compile(rb"\x09\x08\x10\0.{16}\x2f\0", re.S)
"""The first record of a workbook, BOF, and after it FilePass, which the reading library takes for damage."""


def read_xls(name: str, content: bytes) -> list[Sheet]:
    """The sheets, each from its cell A1; a file that brings its reader down is one that cannot be read.

    One with a password is opened with the one that the environment holds.
    """
    if not _LOCKED.search(content):
        return _read(name, content)
    from eqrules.data.encrypted import unlocked

    return _read(name, unlocked(name, content))


def _read(name: str, content: bytes) -> list[Sheet]:
    try:
        done = subprocess.run(
            [sys.executable, "-P", str(_APART)], input=content, capture_output=True, check=True, timeout=_SECONDS
        )
        found = pickle.loads(done.stdout)
    except subprocess.CalledProcessError as problem:
        code = "EQ603" if b"PasswordError" in problem.stderr else "EQ604"
        raise Unreadable(code, file=name) from problem
    except (subprocess.TimeoutExpired, OSError, EOFError, pickle.UnpicklingError) as problem:
        raise Unreadable("EQ604", file=name) from problem
    return [Sheet(sheet, name, rows, tuple(areas), hidden) for sheet, rows, areas, hidden in found]
