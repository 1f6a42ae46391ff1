"""Whether probabilities mean what they say: of what is given 0.8, are four in five true? Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

BINS = 10


@dataclass(frozen=True, slots=True)
class Bin:
    """Predictions of about the same probability."""

    count: int = 0
    predicted: float = 0.0
    """Sum of their probabilities."""
    true: int = 0

    def __add__(self, other: Bin) -> Bin:
        return Bin(self.count + other.count, self.predicted + other.predicted, self.true + other.true)


@dataclass(frozen=True, slots=True)
class Calibration:
    """Predictions in ten bins of equal width; those of several calls add up with `+`."""

    bins: tuple[Bin, ...] = (Bin(),) * BINS

    def __add__(self, other: Calibration) -> Calibration:
        return Calibration(tuple(a + b for a, b in zip(self.bins, other.bins, strict=True)))

    @property
    def count(self) -> int:
        """Number of predictions."""
        return sum(b.count for b in self.bins)

    @property
    def expected_error(self) -> float | None:
        """Expected calibration error: the mean over all predictions of |said − true| of their bin; None without any."""
        return sum(abs(b.predicted - b.true) for b in self.bins) / self.count if self.count else None


def calibration(predictions: Iterable[tuple[float, bool]]) -> Calibration:
    """Sort (probability, whether it is true) into bins; 1.0 belongs to the last."""
    bins = [Bin()] * BINS
    for probability, true in predictions:
        place = min(int(probability * BINS), BINS - 1)
        bins[place] += Bin(1, probability, int(true))
    return Calibration(tuple(bins))
