"""Sounds of a line in which nobody speaks, each made in another way; all at 16 kHz, float32 [samples]."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt
from scipy.signal import butter, fftconvolve, lfilter, sosfilt

from qa.audio.samples import SAMPLE_RATE, Samples
from tests.audio import sounds

Floats = npt.NDArray[np.float64]

_PENTATONIC = (60, 62, 64, 67, 69, 72, 74, 76)
_CHORDS = ((60, 64, 67), (57, 60, 64), (53, 57, 60), (55, 59, 62))


def _times(seconds: float) -> Floats:
    return np.arange(round(seconds * SAMPLE_RATE)) / SAMPLE_RATE


def _hertz(note: float) -> float:
    return float(440 * 2 ** ((note - 69) / 12))


def _scaled(sound: npt.NDArray[np.floating], level_db: float = -23.0) -> Samples:
    """At an RMS of `level_db`, never clipped."""
    rms = float(np.sqrt(np.mean(np.square(sound)))) or 1.0
    return np.asarray(np.clip(sound * 10 ** (level_db / 20) / rms, -0.98, 0.98), np.float32)


def _melody(
    seconds: float, beat: float, notes: Sequence[int], note: Callable[[float, float], Floats], seed: int
) -> Floats:
    """Notes drawn from `notes`, one a beat, each from `note(hertz, seconds)` and ringing on into the next."""
    random = np.random.default_rng(seed)
    out = np.zeros(round((seconds + 2 * beat) * SAMPLE_RATE))
    for at in np.arange(0, seconds, beat):
        sound = note(_hertz(random.choice(notes)), 1.6 * beat)
        begin = round(at * SAMPLE_RATE)
        room = out[begin : begin + sound.size]
        room += sound[: room.size]
    return out[: round(seconds * SAMPLE_RATE)]


def piano(seconds: float, seed: int = 0) -> Samples:
    """Struck strings: stretched partials that die faster the higher they are."""

    def note(hertz: float, length: float) -> Floats:
        t = _times(length)
        stretched = [(k, hertz * k * (1 + 4e-4 * k * k) ** 0.5) for k in range(1, 8)]
        return np.asarray(sum(np.sin(2 * np.pi * f * t) / k * np.exp(-(1.5 + k) * t) for k, f in stretched))

    return _scaled(_melody(seconds, 0.4, _PENTATONIC, note, seed))


def zither(seconds: float, seed: int = 0) -> Samples:
    """Plucked and bent strings (Karplus-Strong), as on a guzheng."""
    random = np.random.default_rng(seed)

    def note(hertz: float, length: float) -> Floats:
        burst = np.zeros(round(length * SAMPLE_RATE))
        period = round(SAMPLE_RATE / hertz)
        burst[:period] = random.uniform(-1, 1, period)
        return np.asarray(lfilter([1.0], np.concatenate([[1.0], np.zeros(period - 1), [-0.497, -0.497]]), burst))

    return _scaled(_melody(seconds, 0.3, _PENTATONIC, note, seed))


def strings(seconds: float, seed: int = 0) -> Samples:
    """Slow chords of saw-tooth voices with vibrato."""
    t = _times(seconds)
    out = np.zeros(t.size)
    for bar, begin in enumerate(np.arange(0, seconds, 2.4)):
        inside = (t >= begin) & (t < begin + 2.4)
        for pitch in _CHORDS[(bar + seed) % 4]:
            phase = (
                2 * np.pi * np.cumsum(_hertz(pitch) * (1 + 0.006 * np.sin(2 * np.pi * 5.3 * t[inside]))) / SAMPLE_RATE
            )
            out[inside] += np.sum([np.sin(k * phase) / k for k in range(1, 10)], axis=0)
    return _scaled(out)


def pop(seconds: float, seed: int = 0) -> Samples:
    """Drums, bass and a square-wave lead at 120 beats a minute."""
    random = np.random.default_rng(seed)
    t = _times(seconds)
    kick = np.sin(2 * np.pi * 60 * (t % 0.5)) * np.exp(-12 * (t % 0.5))
    snare = random.standard_normal(t.size) * np.exp(-18 * ((t + 0.5) % 1.0))
    hat = np.diff(random.standard_normal(t.size), prepend=0.0) * np.exp(-60 * (t % 0.25))

    def square(hertz: float, length: float) -> Floats:
        return np.sign(np.sin(2 * np.pi * hertz * _times(length))) * np.exp(-3 * _times(length))

    lead = _melody(seconds, 0.25, _PENTATONIC, square, seed)
    bass = _melody(seconds, 0.5, (36, 38, 40, 43), square, seed + 1)
    return _scaled(kick + 0.4 * snare + 0.15 * hat + 0.3 * lead + 0.4 * bass)


def music_box(seconds: float, seed: int = 0) -> Samples:
    """Small bells: inharmonic partials, high and short."""

    def note(hertz: float, length: float) -> Floats:
        t = _times(length)
        partials = [(ratio, 2 * hertz * ratio) for ratio in (1.0, 2.76, 5.4)]
        return np.asarray(sum(np.sin(2 * np.pi * f * t) * np.exp(-4 * ratio * t) for ratio, f in partials))

    return _scaled(_melody(seconds, 0.35, _PENTATONIC, note, seed))


def brass(seconds: float, seed: int = 0) -> Samples:
    """Frequency modulation whose brightness follows the loudness, as a horn's does."""

    def note(hertz: float, length: float) -> Floats:
        t = _times(length)
        swell = np.minimum(t / 0.08, 1) * np.minimum((length - t) / 0.1, 1)
        return np.asarray(swell * np.sin(2 * np.pi * hertz * t + 3 * swell * np.sin(2 * np.pi * hertz * t)))

    return _scaled(_melody(seconds, 0.5, (55, 60, 62, 64, 67), note, seed))


def white(seconds: float, level_db: float = -40.0, seed: int = 0) -> Samples:
    """Hiss."""
    return _scaled(np.random.default_rng(seed).standard_normal(round(seconds * SAMPLE_RATE)), level_db)


def pink(seconds: float, level_db: float = -35.0, seed: int = 0) -> Samples:
    """Noise that falls by 3 dB an octave."""
    spectrum = np.fft.rfft(np.random.default_rng(seed).standard_normal(round(seconds * SAMPLE_RATE)))
    spectrum /= np.sqrt(np.maximum(np.arange(spectrum.size), 1))
    return _scaled(np.fft.irfft(spectrum, round(seconds * SAMPLE_RATE)), level_db)


def hum(seconds: float, level_db: float = -30.0) -> Samples:
    """Mains at 50 Hz with its harmonics."""
    t = _times(seconds)
    return _scaled(np.sum([np.sin(2 * np.pi * 50 * k * t + k) / k for k in range(1, 25)], axis=0), level_db)


def gsm_buzz(seconds: float, level_db: float = -28.0) -> Samples:
    """A mobile telephone beside the line: pulses at 217 Hz, one frame in 26 left out, in groups."""
    t = _times(seconds)
    frame = np.floor(t * 216.7)
    pulses = ((t * 216.7) % 1 < 0.125) & (frame % 26 != 25) & (t % 3 < 1.7)
    return _scaled(
        sosfilt(butter(2, [200, 3400], "bandpass", fs=SAMPLE_RATE, output="sos"), pulses.astype(float)), level_db
    )


def crackle(seconds: float, level_db: float = -35.0, seed: int = 0) -> Samples:
    """Clicks of a bad contact."""
    random = np.random.default_rng(seed)
    clicks = random.standard_normal(round(seconds * SAMPLE_RATE)) * (random.random(round(seconds * SAMPLE_RATE)) < 6e-4)
    return _scaled(sosfilt(butter(2, [300, 3400], "bandpass", fs=SAMPLE_RATE, output="sos"), clicks), level_db)


def typing(seconds: float, level_db: float = -38.0, seed: int = 0) -> Samples:
    """A keyboard: short bursts, five a second, each with its release."""
    random = np.random.default_rng(seed)
    out = np.zeros(round(seconds * SAMPLE_RATE))
    for at in np.cumsum(random.exponential(0.2, int(seconds * 5))):
        for delay, strength in ((0.0, 1.0), (0.09, 0.5)):
            begin = round((at + delay) * SAMPLE_RATE)
            room = out[begin : begin + 400]
            room += strength * random.standard_normal(room.size) * np.exp(-np.arange(room.size) / 60)
    return _scaled(out, level_db)


def busy(seconds: float) -> Samples:
    """450 Hz, 0.35 s on and off."""
    t = _times(seconds)
    return _scaled(np.sin(2 * np.pi * 450 * t) * (t % 0.7 < 0.35))


def fax(seconds: float) -> Samples:
    """Called-terminal tone 2,100 Hz with reversals, then warbling at 300 baud."""
    t = _times(seconds)
    answer = np.sin(2 * np.pi * 2100 * t + np.pi * np.floor(t / 0.45))
    bits = np.random.default_rng(1).integers(0, 2, int(seconds * 300) + 1)
    warble = np.sin(2 * np.pi * np.cumsum(np.where(bits[(t * 300).astype(int)], 1650, 1850)) / SAMPLE_RATE)
    return _scaled(np.where(t < seconds / 2, answer, warble))


def far_away(voice: Samples, attenuation_db: float, noise_db: float = -58.0, seed: int = 0) -> Samples:
    """A voice at the other end of a large room: dull, reverberant, faint, over the room's noise."""
    random = np.random.default_rng(seed)
    t = _times(0.6)
    room = random.standard_normal(t.size) * np.exp(-7 * t)
    room[0] += 1.0
    dull = sosfilt(butter(2, 1800, fs=SAMPLE_RATE, output="sos"), fftconvolve(voice, room)[: voice.size])
    level = float(np.sqrt(np.mean(np.square(voice)))) / (float(np.sqrt(np.mean(np.square(dull)))) or 1.0)
    faint = dull * level * 10 ** (-attenuation_db / 20)
    return np.asarray(faint + white(voice.size / SAMPLE_RATE, noise_db, seed)[: voice.size], np.float32)


def all_of_them(seconds: float, seed: int = 0) -> dict[str, Samples]:
    """Every sound, by name."""
    seeded = (piano, zither, strings, pop, music_box, brass, white, pink, crackle, typing)
    made = {f"{make.__name__}": make(seconds, seed=seed) for make in seeded}
    made |= {make.__name__: make(seconds) for make in (hum, gsm_buzz, busy, fax)}
    made |= {"ring_back": sounds.ring_back(seconds), "keys": np.tile(sounds.keys(), 2), "tune": sounds.tune(seconds)}
    return made | {"silence": sounds.silence(seconds), "comfort_noise": white(seconds, -66, seed)}
