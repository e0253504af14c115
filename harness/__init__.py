"""Plugs an implementation in and drives the device through scenarios; the command line and the pytest plugin."""
