"""From words files to a small tree of text, and from the tree to each medium."""
