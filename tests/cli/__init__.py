"""命令行的测试 · Tests of the command line."""
