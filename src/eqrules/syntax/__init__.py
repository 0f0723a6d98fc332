"""所写 · As written: text to tree and back."""
