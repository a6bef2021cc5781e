"""`python -m convexam.cli`, where the command itself is not on the path."""

from .main import run

if __name__ == "__main__":
    run()
