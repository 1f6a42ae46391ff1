"""Speech models from a hub: the only place of the product that uses a network, and only when a person asks for it."""

from __future__ import annotations

from pathlib import Path
from shutil import copytree
from tempfile import TemporaryDirectory

from faster_whisper.utils import download_model

from qa.asr.errors import ModelFetchFailed
from qa.asr.models import folder_name, locate


def fetch(name: str, models_dir: Path) -> Path:
    """Fetch a model by its faster-whisper name (`large-v3`, or a hub's `owner/name`) into `models_dir`.

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
