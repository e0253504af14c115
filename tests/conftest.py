"""No test is judged by how long it takes: machines are busy, and speed is measured in benchmarks/."""

from hypothesis import settings

settings.register_profile("untimed", parent=settings(), deadline=None)
settings.load_profile("untimed")
