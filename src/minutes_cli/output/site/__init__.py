"""The register as a static site, and as one page."""
