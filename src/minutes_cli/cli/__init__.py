"""The command line: the only code that prints, knows the clock and sets exit codes."""
