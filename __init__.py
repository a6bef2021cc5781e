"""convexam: randomized exercises about convolutional neural networks, with worked keys and a grader."""

__version__ = "0.1.0"
