"""所指 · As meant: what the names of a ruleset stand for, where they were declared, and the gist of it."""
