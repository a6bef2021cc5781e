"""Grading: a fixed order of credit, what is carried forward, which mistake was made."""
