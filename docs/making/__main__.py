"""`python -m convexam.docs.making` makes the documentation; with `--check` it only says what is stale."""

import sys

from .pages import RENEW, made, stale, write


def main(arguments: list[str]) -> int:
    if arguments not in ([], ["--check"]):
        print(f"usage: {RENEW} [--check]", file=sys.stderr)
        return 2
    if arguments:
        changed = stale(made())
        print("\n".join([*changed, f"stale: {len(changed)}; {RENEW}" if changed else "all pages are what the code says"]))
        return 1 if changed else 0
    print("\n".join([*write(), "done"]))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
