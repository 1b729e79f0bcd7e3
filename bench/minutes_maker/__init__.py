"""Makes minutes by the thousand, with the truth about each: see `bench/generate.py`."""
