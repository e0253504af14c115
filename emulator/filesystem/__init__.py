"""The device's filesystem: one tree, seen by each actor through its own view."""
