"""大数据测速 · One national job, four sizes, many ways to do it, side by side."""
