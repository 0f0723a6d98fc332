"""对照文书 · A comparison in sentences, as text, data, page, document and workbook."""
