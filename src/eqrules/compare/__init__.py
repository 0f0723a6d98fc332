"""对照 · Two rulesets side by side: what changed in meaning, which is stricter, and for whom it matters."""
