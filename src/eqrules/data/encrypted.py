"""加密 · Workbooks with a password, opened in memory with the one that the environment holds; it is told to nobody."""

from __future__ import annotations

import os
from io import BytesIO
from struct import error

from eqrules.data.raw import Unreadable

PASSWORD = "EQRULES_PASSWORD"


def unlocked(name: str, content: bytes) -> bytes:
    """The workbook inside; EQ603 without a password, with a wrong one, and under a label that takes none."""
    password = os.environ.get(PASSWORD, "")
    if not password:
        raise Unreadable("EQ603", file=name)
    from msoffcrypto import OfficeFile
    from msoffcrypto.exceptions import DecryptionError, FileFormatError, InvalidKeyError, ParseError

    inside = BytesIO()
    try:
        locked = OfficeFile(BytesIO(content))
        locked.load_key(password=password)
        locked.decrypt(inside)
    except (DecryptionError, FileFormatError, InvalidKeyError, ParseError, OSError, ValueError, LookupError, error):
        raise Unreadable("EQ603", file=name) from None
    return inside.getvalue()
