"""语言 · What the words mean: numbers, units, comparisons, verdicts, builtins."""
