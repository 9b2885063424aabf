"""Networks in files, as onnxruntime runs them: on one thread, as a process is the unit of work."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import DataError

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

__all__ = ["session"]


def session(path: str | Path) -> InferenceSession:
    """A network in a file, on one thread.

    Raises:
        DataError: onnxruntime can't load it.
    """
    from onnxruntime import InferenceSession, SessionOptions

    options = SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    try:
        return InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    except Exception as error:
        raise DataError(f"{path}: not a network that onnxruntime can load: {error}") from error
