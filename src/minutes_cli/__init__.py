"""minutes: an action register derived from plain-text minutes."""
