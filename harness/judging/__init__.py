"""From what a check said to the results of a run: the record of each case, its evidence, waivers and coverage."""
