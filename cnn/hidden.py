"""Hidden settings: every kernel, padding, stride or input size with which a layer makes a map of a given size."""

from .operation import operation
from .sizes import Sizes, whole_numbers
from .values import DoesNotFit

MAX_SETTING = 99  # the largest kernel, padding or stride that is looked for
MAX_SIZES = 2_000  # more input sizes than that nobody tries


class Hidden(Sizes):
    """All of them try one value after the other, so that who is wrong about sizes finds the values that are wrong in the same way."""

    @operation()
    def kernels_that_fit(self, before: int, after: int, padding: int, stride: int) -> tuple[int, ...]:
        """All kernel sizes f with ⌊(n + P − f) / s⌋ + 1 = m, where P is the padding of both sides together."""
        whole_numbers((before, 1), (after, 1), (padding, 0), (stride, 1))
        tried = range(1, min(before + padding, MAX_SETTING) + 1)
        return tuple(f for f in tried if self.output_size(before, f, padding, stride, 1) == after)

    @operation()
    def paddings_that_fit(self, before: int, after: int, window: int, stride: int) -> tuple[int, ...]:
        """All paddings P of both sides together with ⌊(n + P − f) / s⌋ + 1 = m."""
        whole_numbers((before, 1), (after, 1), (window, 1), (stride, 1))
        return tuple(p for p in range(MAX_SETTING + 1) if self.output_size(before, window, p, stride, 1) == after)

    @operation()
    def strides_that_fit(self, before: int, after: int, window: int, padding: int) -> tuple[int, ...]:
        """All strides s with ⌊(n + P − f) / s⌋ + 1 = m, where P is the padding of both sides together."""
        whole_numbers((before, 1), (after, 1), (window, 1), (padding, 0))
        return tuple(s for s in range(1, MAX_SETTING + 1) if self.output_size(before, window, padding, s, 1) == after)

    @operation()
    def sizes_that_fit(self, after: int, window: int, padding: int, stride: int) -> tuple[int, ...]:
        """All input sizes n with ⌊(n + P − f) / s⌋ + 1 = m, where P is the padding of both sides together."""
        whole_numbers((after, 1), (window, 1), (padding, 0), (stride, 1))
        return tuple(n for n in _tried(after, window, padding, stride) if self.output_size(n, window, padding, stride, 1) == after)


def _tried(after: int, window: int, padding: int, stride: int) -> range:
    """No smaller and no larger input fits, not even for who forgets the plus one, the stride or the padding."""
    least = max(1, after - 1 + window - padding)
    most = max(after * stride, (after + 1) * stride - padding) + window
    if most - least > MAX_SIZES:
        raise DoesNotFit(f"more than {MAX_SIZES} input sizes would have to be tried")
    return range(least, most)
