"""How a filled restore folder is put back: tars, big files, damage of every kind."""
