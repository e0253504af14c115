"""What is done with the results of a run: reports written whole or not at all, gates, baselines, comparisons."""
