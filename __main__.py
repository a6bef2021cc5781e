"""`python -m convexam`, where the command itself is not on the path."""

from .cli.main import run

if __name__ == "__main__":
    run()
