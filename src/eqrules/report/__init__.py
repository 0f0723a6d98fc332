"""报告 · Results for people: terminal, page, table, explanation; and for programs: JSON."""
