"""The pages of the documentation site that are written by the code they describe."""
