"""报告的测试 · Tests of reports."""
