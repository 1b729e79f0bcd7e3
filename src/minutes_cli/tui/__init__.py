"""The register full-screen, for use in the meeting; by Textual, the extra `[tui]`."""
