"""参赛 · One module per contestant: `ready(source)` gives what is timed, `answers(made)` its outputs to check."""
