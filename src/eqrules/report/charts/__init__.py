"""图 · Charts as drawings that stand alone: coefficients, strips and radars, as SVG and as PNG."""
