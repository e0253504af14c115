"""Which files are taken: patterns, include expansion, excludes and the scans of each flow."""
