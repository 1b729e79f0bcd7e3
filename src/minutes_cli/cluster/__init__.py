"""The register of an archive as Parquet, read file by file and folded body by body, on one machine or on many."""
