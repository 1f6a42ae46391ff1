"""Why one recording cannot be used: a small class each, with a stable code.

UnusableRecording
├── I1xx the file itself: empty, no audio, too much of something, cannot be decoded
└── I2xx what is known about it: its manifest row or its name (see `row_faults`)
"""

from __future__ import annotations

from qa.errors import Text, UnusableRecording


class EmptyFile(UnusableRecording):
    """A file without a single byte."""

    code = "I101"
    what = Text("文件为空（0 字节）。", "the file is empty (0 bytes).")
    remedy = Text("请从录音系统重新导出该通话。", "Export this call again from the recording system.")


class NotAudio(UnusableRecording):
    """Something else under the name of a recording, such as renamed text."""

    code = "I102"
    what = Text("不是可识别的录音文件。", "this is not an audio file that can be recognised.")
    remedy = Text(
        "请检查该文件的来源；无文件头的原始语音（如 VOX、裸 A 律）请先转换为 WAV。",
        "Check where it came from; convert raw audio without a header (VOX, bare A-law) to WAV first.",
    )


class PlaylistNotAudio(UnusableRecording):
    """A list that points at other files: it could read another customer's call."""

    code = "I103"
    what = Text(
        "这是指向其他文件的播放列表，不是录音。", "this is a playlist that points at other files, not a recording."
    )
    remedy = Text("请放入录音文件本身。", "Put the recording itself into the inbox.")


class NoAudioStream(UnusableRecording):
    """A container with video or data only."""

    code = "I104"
    what = Text("文件中没有声音（只有视频或数据）。", "the file holds no sound, only video or data.")
    remedy = Text("请导出带声音的录音。", "Export the recording with its sound.")


class TooManyBytes(UnusableRecording):
    """Larger than `limits.file_bytes`."""

    code = "I105"
    what = Text(
        "文件有 {bytes} 字节，超过上限 {limit}。", "the file has {bytes} bytes, more than the limit of {limit}."
    )
    remedy = Text(
        "若确为一次通话，请在 qa.toml 的 [limits] 中调大 file_bytes。",
        "If this is one call, raise file_bytes under [limits] in qa.toml.",
    )


class TooLong(UnusableRecording):
    """More audio than `limits.seconds`, by its header or once decoded."""

    code = "I106"
    what = Text("录音超过 {limit} 秒的上限。", "the recording is longer than the limit of {limit} seconds.")
    remedy = Text(
        "若确为一次通话，请在 qa.toml 的 [limits] 中调大 seconds。",
        "If this is one call, raise seconds under [limits] in qa.toml.",
    )


class TooManyChannels(UnusableRecording):
    """More than two channels: nobody knows which is whose."""

    code = "I107"
    what = Text(
        "录音有 {channels} 个声道，最多支持 2 个。", "the recording has {channels} channels; two at most are possible."
    )
    remedy = Text("请导出为双声道（坐席、客户各一）或单声道。", "Export it in stereo (agent, customer) or in mono.")


class DecodeFailed(UnusableRecording):
    """The audio is there by its header, but cannot be decoded."""

    code = "I108"
    what = Text("录音无法解码：{reason}", "the audio cannot be decoded: {reason}")
    remedy = Text("文件可能已损坏，请重新导出该通话。", "The file is probably damaged; export this call again.")


class DecodeTooSlow(UnusableRecording):
    """Decoding did not end within `limits.decode_wall_seconds`."""

    code = "I109"
    what = Text("解码超过 {limit} 秒仍未完成，已停止。", "decoding did not end within {limit} seconds and was stopped.")
    remedy = Text(
        "请重新导出该通话；若机器很慢，请调大 [limits] 的 decode_wall_seconds。",
        "Export this call again; on a slow machine raise decode_wall_seconds under [limits].",
    )


class DecodeTooMuchMemory(UnusableRecording):
    """Decoding wanted more memory than `limits.decode_memory_bytes`."""

    code = "I110"
    what = Text(
        "解码所需内存超过上限 {limit} 字节，已停止。", "decoding wanted more memory than {limit} bytes and was stopped."
    )
    remedy = Text(
        "请重新导出该通话；若确为正常录音，请调大 [limits] 的 decode_memory_bytes。",
        "Export this call again; if it is a sound recording, raise decode_memory_bytes under [limits].",
    )


class DecoderDied(UnusableRecording):
    """The decoding process crashed or was killed while it read this file."""

    code = "I111"
    what = Text(
        "解码进程在读取该文件时意外终止（{status}）。", "the decoding process died while it read this file ({status})."
    )
    remedy = Text("文件可能已损坏，请重新导出该通话。", "The file is probably damaged; export this call again.")


class TooShort(UnusableRecording):
    """Truncated beyond use: less than half a second of audio."""

    code = "I112"
    what = Text("只有 {seconds} 秒声音，无法使用。", "only {seconds} seconds of audio are left, too little to use.")
    remedy = Text("录音可能被截断，请重新导出该通话。", "The file was probably cut off; export this call again.")


class CodecNotSupported(UnusableRecording):
    """A known container with an audio coding that is not on the list."""

    code = "I113"
    what = Text("不支持音频编码 {codec}。", "the audio coding {codec} is not supported.")
    remedy = Text("请转换为 WAV（PCM、A 律或 µ 律）。", "Convert it to WAV (PCM, A-law or µ-law).")


class NotAFile(UnusableRecording):
    """A pipe, device or socket under the name of a recording."""

    code = "I114"
    what = Text("不是普通文件。", "this is not a regular file.")
    remedy = Text("请放入录音文件本身。", "Put the recording itself into the inbox.")


class Unreadable(UnusableRecording):
    """The operating system refuses to let it be read."""

    code = "I115"
    what = Text("无法读取文件：{reason}", "the file cannot be read: {reason}")
    remedy = Text("请检查该文件的权限。", "Check the permissions of the file.")


class NameNotText(UnusableRecording):
    """A file name that is not UTF-8 and so cannot be stored or shown."""

    code = "I116"
    what = Text("文件名不是 UTF-8 编码。", "the file name is not UTF-8.")
    remedy = Text(
        "请重命名该文件（例如用 convmv -f gbk -t utf8）。", "Rename it, for example with convmv -f gbk -t utf8."
    )


class LinkLeadsOutside(UnusableRecording):
    """A symbolic link to a place outside the inbox, or to nothing."""

    code = "I117"
    what = Text("链接指向收件夹之外或不存在的文件。", "the link leads outside the inbox or to nothing.")
    remedy = Text("请把录音文件本身复制到收件夹中。", "Copy the recording itself into the inbox.")
