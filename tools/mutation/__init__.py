"""Plants faults into good apps and asks the suite: one precise edit of the sources makes one mutant."""
