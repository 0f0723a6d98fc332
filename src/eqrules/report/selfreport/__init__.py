"""自评报告 · The self-assessment report: a template that the office owns, filled with a run's figures."""
