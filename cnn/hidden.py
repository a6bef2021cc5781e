"""Hidden settings: every kernel, padding, stride or input size with which a layer makes a map of a given size."""

from .operation import operation
from .sizes import Sizes, whole_numbers
from .values import DoesNotFit

MAX_TRIED = 400  # kernels, paddings or strides that are tried
MAX_SIZES = 2_000  # input sizes


class Hidden(Sizes):
    """All of them try one value after the other, so that who is wrong about sizes finds the values that are wrong in the same way.

    The padding is the number that is printed, P is what it adds on both sides together; `most` is the largest value that is allowed.
    """

    @operation()
    def kernels_that_fit(self, before: int, after: int, padding: int, stride: int, most: int) -> tuple[int, ...]:
        """All kernel sizes f with ⌊(n + P − f) / s⌋ + 1 = m."""
        whole_numbers((before, 1), (after, 1), (stride, 1), (most, 0))
        added = self._added(padding)
        return tuple(f for f in _up_to(1, min(most, before + added)) if self.output_size(before, f, added, stride, 1) == after)

    @operation()
    def paddings_that_fit(self, before: int, after: int, window: int, stride: int, most: int) -> tuple[int, ...]:
        """All paddings p with ⌊(n + P − f) / s⌋ + 1 = m."""
        whole_numbers((before, 1), (after, 1), (window, 1), (stride, 1))
        return tuple(p for p in _up_to(0, most) if self.output_size(before, window, self._added(p), stride, 1) == after)

    @operation()
    def strides_that_fit(self, before: int, after: int, window: int, padding: int, most: int) -> tuple[int, ...]:
        """All strides s with ⌊(n + P − f) / s⌋ + 1 = m."""
        whole_numbers((before, 1), (after, 1), (window, 1))
        added = self._added(padding)
        return tuple(s for s in _up_to(1, most) if self.output_size(before, window, added, s, 1) == after)

    @operation()
    def sizes_that_fit(self, after: int, window: int, padding: int, stride: int, most: int) -> tuple[int, ...]:
        """All input sizes n with ⌊(n + P − f) / s⌋ + 1 = m."""
        whole_numbers((after, 1), (window, 1), (stride, 1), (most, 1))
        added = self._added(padding)
        tried = _sizes_tried(after, window, added, stride, most)
        return tuple(n for n in tried if self.output_size(n, window, added, stride, 1) == after)

    def _added(self, padding: int) -> int:
        """What a padding adds on both sides together."""
        whole_numbers((padding, 0))
        return 2 * padding if padding and self.conventions.padding == "per-side" else padding


def _up_to(least: int, most: int) -> range:
    whole_numbers((most, 0))
    if most > MAX_TRIED:
        raise DoesNotFit(f"{most} values are too many to try")
    return range(least, most + 1)


def _sizes_tried(after: int, window: int, added: int, stride: int, most: int) -> range:
    """No smaller and no larger input fits, not even for who forgets the plus one, the stride or the padding."""
    least = max(1, after - 1 + window - added)
    end = min(most + 1, max(after * stride, (after + 1) * stride - added) + window)
    if end - least > MAX_SIZES:
        raise DoesNotFit(f"more than {MAX_SIZES} input sizes would have to be tried")
    return range(least, end)
