"""Which cases there are, and which of them this run judges."""
