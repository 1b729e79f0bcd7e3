"""Where actions stand: one function a syntax, in the order in which they are asked."""
