"""互通 · Rule tables to and from a workbook, without loss."""
