"""What runs inside the extension's own process: the emulated operating system around the author's class."""
