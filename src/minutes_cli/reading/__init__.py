"""Text → Document: what one file says, from its text and nothing else."""
