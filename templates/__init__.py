"""Pages and styles, one folder per medium."""
