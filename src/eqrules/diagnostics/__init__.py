"""诊断 · What is wrong, where, and what to do next."""
