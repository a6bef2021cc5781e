# Short forms of make.py, which needs no make and says what each of them does: python3 make.py --help

PYTHON ?= python3

.PHONY: help demo test test-all oracle lint types format docs bench clean

help:
	@$(PYTHON) make.py --help

demo test test-all oracle lint types format docs bench clean:
	@$(PYTHON) make.py $@
