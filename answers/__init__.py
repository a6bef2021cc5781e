"""Kinds of answers: one file each with its form, how it is read, compared and shown, and examples of its own."""
