"""求解 · What the rest of the comparison cannot decide by order alone, put to z3; imported only where needed."""
