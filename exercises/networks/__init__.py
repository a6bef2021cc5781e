"""Several layers, one after the other."""
