"""台账 · The ledger of shortfalls: what is missing, who answers for it, what people wrote, what is solved."""
