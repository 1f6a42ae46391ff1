"""What a telephone line does to two voices: band, level control, noise, and one channel leaking into the other.

All audio is float at 8 kHz; a stereo array has the shape [2, samples] with the agent first.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.signal import butter, sosfilt

from .script import Line, Seconds
from .voices import RATE, Audio

_ECHO_DELAY: Seconds = 0.035


def _band(low: float, high: float) -> Audio:
    sections: Audio = butter(4, [low, high], btype="bandpass", fs=RATE, output="sos")
    return sections


def telephone(voice: Audio) -> Audio:
    """Keep 300–3,400 Hz and bend the loudest peaks, as a handset and a codec do."""
    narrow = sosfilt(_band(300, 3400), voice)
    result: Audio = (np.tanh(1.6 * narrow) / 1.6).astype(np.float32)
    return result


def noise(kind: str, samples: int, level_db: float, random: np.random.Generator) -> Audio:
    """Line noise with an RMS of `level_db` dBFS: `hiss`, `hum` (mains), `street` (swelling rumble) or `crackle`."""
    white = random.standard_normal(samples)
    time = np.arange(samples) / RATE
    if kind == "hiss":
        sound = sosfilt(_band(300, 3600), white)
    elif kind == "hum":
        harmonics = sum(np.sin(2 * np.pi * 50 * n * time + n) / n for n in (2, 3, 6, 7, 10, 14))
        sound = harmonics + 0.4 * sosfilt(_band(300, 3400), white)
    elif kind == "street":
        rumble = sosfilt(_band(80, 700), white)
        tyres = sosfilt(_band(700, 3000), random.standard_normal(samples))
        sound = _swell(time, random) * (rumble + 0.3 * tyres)
    elif kind == "crackle":
        clicks = white * (random.random(samples) < 0.0012) * 30
        sound = sosfilt(_band(300, 3400), clicks + 0.6 * random.standard_normal(samples))
    else:
        raise ValueError(f"unknown noise {kind!r}")
    rms = float(np.sqrt(np.mean(sound**2))) or 1.0
    result: Audio = (sound * (10 ** (level_db / 20) / rms)).astype(np.float32)
    return result


def _swell(time: NDArray[np.float64], random: np.random.Generator) -> NDArray[np.float64]:
    """A slowly wandering gain between 0.3 and 1.4, as of traffic passing."""
    knots = np.arange(0.0, float(time[-1]) + 3.4, 1.7)
    return np.interp(time, knots, random.uniform(0.3, 1.4, knots.size))


def through_line(agent: Audio, customer: Audio, line: Line, random: np.random.Generator) -> Audio:
    """Both parties as recorded at the exchange: stereo [2, samples] without clipping.

    The customer's side carries the line's noise; the agent sits in a quieter room, 14 dB lower.
    """
    voices = np.stack([telephone(agent), telephone(customer)])
    if line.crosstalk_db:
        gain = np.float32(10 ** (line.crosstalk_db / 20))
        delay = round(_ECHO_DELAY * RATE)
        leak = np.zeros_like(voices)
        leak[:, delay:] = voices[::-1, :-delay] * gain
        voices = voices + leak
    voices[0] += noise("hiss", agent.size, line.noise_db - 14, random)
    voices[1] += noise(line.noise, customer.size, line.noise_db, random)
    result: Audio = np.clip(voices, -0.98, 0.98).astype(np.float32)
    return result
