"""The disk: the only code that opens a file or runs another program."""
