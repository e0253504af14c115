"""The result model and everything rendered from it."""
