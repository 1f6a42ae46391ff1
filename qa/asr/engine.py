"""The recogniser itself: Whisper through faster-whisper and CTranslate2. No other module imports them."""

from __future__ import annotations

import threading
from pathlib import Path
from shutil import copytree
from tempfile import TemporaryDirectory

from faster_whisper import WhisperModel
from faster_whisper.utils import download_model
from tqdm import tqdm

from qa.asr.errors import ModelDoesNotLoad, ModelFetchFailed
from qa.asr.models import folder_name, locate, model_hash
from qa.audio.samples import Samples
from qa.settings import SpeechSettings
from qa.transcript import Word

# faster-whisper opens a hidden progress bar. Its lock would be a semaphore of the system, which a worker that is
# stopped leaves behind with a warning on the terminal.
tqdm.set_lock(threading.RLock())


class WhisperEngine:
    """One loaded model. Hears one window at a time, always with the same result for the same samples.

    Whisper's own fallback samples at higher temperatures, and CTranslate2's random state depends on what was heard
    before; a night that was killed and resumed would then differ from an undisturbed one. So the temperature stays 0
    and a suspect window is heard again `carefully` instead: repetition is punished and no four tokens may recur.
    """

    def __init__(self, settings: SpeechSettings, models_dir: Path) -> None:
        """Load the model that `settings` name.

        Raises:
            ModelError: it is not here, not what its manifest says, or does not load on this device.
        """
        folder = locate(settings.model, models_dir)
        self.model_hash = model_hash(folder)
        self._beam = settings.beam_size
        try:
            self._model = WhisperModel(
                str(folder),
                device=settings.device,
                compute_type=settings.compute_type,
                cpu_threads=settings.threads,
                num_workers=1,
                local_files_only=True,
            )
        except (RuntimeError, ValueError) as error:
            raise ModelDoesNotLoad(
                str(folder), device=settings.device, compute_type=settings.compute_type, problem=error
            ) from error

    def hear(self, samples: Samples, *, carefully: bool = False) -> tuple[Word, ...]:
        """The words in `samples`.

        Args:
            samples: one window, mono at 16 kHz, shape [samples], −1 to 1.
            carefully: for a window whose first hearing was a loop.

        Returns:
            Words as the model writes them (simplified or traditional, with punctuation), times from the start of
            `samples`.
        """
        # No prompt and no hotwords: a prompt leaks into what is judged, and a neutral one (以下是普通话的句子。) made
        # base run away on short windows. Hearing more than one window in a row spreads loops: no previous text.
        segments, _ = self._model.transcribe(
            samples,
            language="zh",
            task="transcribe",
            beam_size=self._beam,
            temperature=0.0,
            condition_on_previous_text=False,
            word_timestamps=True,
            vad_filter=False,
            repetition_penalty=1.1 if carefully else 1.0,
            no_repeat_ngram_size=4 if carefully else 0,
        )
        return tuple(
            Word(word.word, float(word.start), float(word.end), float(word.probability))
            for segment in segments
            for word in segment.words or ()
            if word.word.strip()
        )


def fetch(name: str, models_dir: Path) -> Path:
    """Fetch a model by its faster-whisper name (`large-v3`, or a hub's `owner/name`) into `models_dir`.

    The only place of the product that uses a network, and only when a person asks for it.

    Raises:
        ModelFetchFailed: no such name, or no network.
    """
    folder = models_dir / folder_name(name)
    folder.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix=".fetching-", dir=folder.parent) as place:
        try:
            # Not with `output_dir`: faster-whisper 1.2 then passes an argument that the hub's client no longer has.
            snapshot = Path(download_model(name, cache_dir=f"{place}/cache"))
            # The snapshot's files are links into the cache.
            copytree(snapshot, f"{place}/model", symlinks=False)
            Path(f"{place}/model").replace(folder)
        except Exception as error:  # the hub's client raises many unrelated classes
            problem = (str(error) or type(error).__name__).splitlines()[0]
            raise ModelFetchFailed(name, name=name, problem=problem.rstrip(".")) from error
    return locate(name, models_dir)
