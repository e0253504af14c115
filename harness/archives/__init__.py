"""Archives seen and altered from outside, by other means than the framework's own."""
