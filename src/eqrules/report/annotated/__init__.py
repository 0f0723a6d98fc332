"""批注 · The submitted workbook given back: marks at the cells, and a sheet that lists them."""
