"""结论数 · Verdicts as numbers by weight: of several parts that must all be met, the largest is the verdict."""

NOT_APPLICABLE, MET, UNDETERMINED, NOT_MET = range(4)
WORDS = ("not_applicable", "met", "undetermined", "not_met")
