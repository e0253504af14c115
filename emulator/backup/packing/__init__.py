"""How what was selected is packed and handed over: tars, groups, names, order."""
