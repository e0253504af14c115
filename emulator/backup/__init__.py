"""The backup framework: configuration, selection, archive, restore, sessions, service."""
