"""试验 · What the examples of a ruleset look at, what they leave out, and which changes they would not notice."""
