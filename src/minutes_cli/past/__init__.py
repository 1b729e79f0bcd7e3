"""Joins git's history, reading and register: the folder as it was, and what each commit changed in it."""
