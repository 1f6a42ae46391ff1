"""A telephone line for recordings that never went through one: band, noise, µ-law and lost packets. Pure.

For measuring and for making training material (`qa eval --line telephone`), never in a night.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import soxr
from scipy.signal import butter, sosfilt

from qa.audio.samples import SAMPLE_RATE, Samples

_RATE = 8_000
_BAND = (300, 3400)
_PACKET = _RATE // 50
"""20 ms, as G.711 is carried over IP."""
_MU = 255.0
_FADE_PER_PACKET = 0.5
_SPEECH_PERCENTILE = 95


@dataclass(frozen=True, slots=True)
class TelephoneLine:
    """How bad the line is."""

    signal_to_noise_db: float = 25.0
    """Loud frames of the speech against the line's hiss."""
    lost: float = 0.01
    """Share of 20 ms packets that never arrive …"""
    burst: float = 2.0
    """… in bursts of this mean length."""

    def carry(self, samples: Samples, seed: int) -> Samples:
        """What arrives of `samples`, float32 [samples] at 16 kHz; the same length, and the same for the same seed."""
        random = np.random.default_rng(seed)
        narrow = soxr.resample(samples, SAMPLE_RATE, _RATE, quality="VHQ")
        band = butter(4, _BAND, btype="bandpass", fs=_RATE, output="sos")
        voice = sosfilt(band, narrow) if narrow.size else narrow
        hiss = sosfilt(band, random.standard_normal(narrow.size)) if narrow.size else narrow
        level = _loud(voice) * 10 ** (-self.signal_to_noise_db / 20) / (_rms(hiss) or 1.0)
        sent = mu_law(np.clip(voice + level * hiss, -1, 1))
        arrived = soxr.resample(conceal(sent, self.losses(-(-sent.size // _PACKET), random)), _RATE, SAMPLE_RATE)
        out = np.zeros(samples.size, np.float32)
        out[: arrived.size] = arrived[: samples.size]
        return out

    def losses(self, packets: int, random: np.random.Generator) -> npt.NDArray[np.bool_]:
        """Which packets are lost: two states (Gilbert), the mean stay in the bad one is `burst`."""
        begins = self.lost / max(1e-9, (1 - self.lost) * self.burst)
        chance = random.random(packets)
        lost = np.zeros(packets, np.bool_)
        for i in range(1, packets):
            lost[i] = chance[i] < (1 - 1 / self.burst if lost[i - 1] else begins)
        return lost


def mu_law(samples: npt.NDArray[np.floating]) -> npt.NDArray[np.floating]:
    """`samples` between −1 and 1 after eight bits of µ-law and back (ITU-T G.711, continuous form)."""
    compressed = np.sign(samples) * np.log1p(_MU * np.abs(samples)) / np.log1p(_MU)
    steps = np.round(compressed * 127) / 127
    return np.asarray(np.sign(steps) * np.expm1(np.abs(steps) * np.log1p(_MU)) / _MU)


def conceal(samples: npt.NDArray[np.floating], lost: npt.NDArray[np.bool_]) -> npt.NDArray[np.floating]:
    """Lost packets of 20 ms at 8 kHz filled with the last one that came, each time fainter."""
    out = np.pad(samples, (0, lost.size * _PACKET - samples.size)).reshape(-1, _PACKET).copy()
    for i in np.flatnonzero(lost):
        out[i] = _FADE_PER_PACKET * out[i - 1] if i else 0.0
    return np.asarray(out.reshape(-1)[: samples.size])


def _rms(samples: npt.NDArray[np.floating]) -> float:
    return float(np.sqrt(np.mean(np.square(samples)))) if samples.size else 0.0


def _loud(samples: npt.NDArray[np.floating]) -> float:
    """Root mean square of the louder frames: what somebody who speaks sounds like, pauses left out."""
    frames = samples[: samples.size // _PACKET * _PACKET].reshape(-1, _PACKET)
    if not frames.size:
        return _rms(samples)
    return float(np.percentile(np.sqrt(np.mean(np.square(frames), axis=1)), _SPEECH_PERCENTILE))
