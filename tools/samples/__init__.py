"""Code blocks of guides, run on the emulated device; used by documentation_samples.py."""
