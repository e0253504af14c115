"""Single sessions outside the suite, told as a timeline: run, backup, restore, debug."""
