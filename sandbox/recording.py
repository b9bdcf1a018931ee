"""What a recorded call sounds like here: a second of a tone."""

import io
import math
import wave

_RATE, _PITCH, _LOUDNESS = 8000, 440, 8000
"""Samples per second, hertz, and the height of a 16-bit sample."""


def tone() -> bytes:
    """A WAV file that every player opens."""
    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(_RATE)
        samples = (int(_LOUDNESS * math.sin(2 * math.pi * _PITCH * n / _RATE)) for n in range(_RATE))
        out.writeframes(b"".join(sample.to_bytes(2, "little", signed=True) for sample in samples))
    return file.getvalue()
