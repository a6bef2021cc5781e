"""The families of exercises by topic, and what turns one of them into a problem with its key."""
