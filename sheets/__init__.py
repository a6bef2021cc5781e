"""From problems to printed pages."""
