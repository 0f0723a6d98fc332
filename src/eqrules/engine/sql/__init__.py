"""列式计划 · A plan as SQL over whole columns: exact within known ranges, dialect by dialect."""
