"""填报 · What schools and counties handed in: files to exact, placed values."""
