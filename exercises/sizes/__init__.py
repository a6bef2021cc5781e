"""How large a map becomes."""
