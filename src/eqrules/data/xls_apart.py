"""旁屋 · A process of its own that reads one old workbook: what it asks for too much of, only it goes without.

The format says its sizes itself, and the reading library believes them; a wrong one would take the whole program
along. Run as a script, with the workbook on standard input; nothing of eqrules is needed here.
"""

import pickle
import sys

_MEMORY = 450 * 2**20


def main() -> None:
    """Limit the memory where the system can, read, and hand the sheets back."""
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    except (ImportError, ValueError, OSError):
        pass
    from io import BytesIO

    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    book = CalamineWorkbook.from_filelike(BytesIO(sys.stdin.buffer.read()))
    found = []
    for about in book.sheets_metadata:
        if about.typ == SheetTypeEnum.WorkSheet:
            page = book.get_sheet_by_name(about.name)
            areas = [(*start, *end) for start, end in page.merged_cell_ranges or ()]
            hidden = about.visible != SheetVisibleEnum.Visible
            found.append((about.name, page.to_python(skip_empty_area=False), areas, hidden))
    pickle.dump(found, sys.stdout.buffer)


if __name__ == "__main__":
    main()
