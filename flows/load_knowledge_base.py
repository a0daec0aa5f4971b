"""Reading the table of known items that the user supplies."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from flows.report_failures import InputError
from transforms.dataset.knowledge_base import Item, KnowledgeBaseError, parse_knowledge_base


def load_knowledge_base(path: str | None) -> tuple[Item, ...]:
    """The items to link entities to; none without a file.

    Raises:
        InputError: The file cannot be read, is no Parquet file or lacks what it must have.
    """
    if path is None:
        return ()
    try:
        return parse_knowledge_base(pq.ParquetFile(Path(path).expanduser()).read())
    except OSError as error:
        reason = error.strerror or error
        raise InputError(f"knowledge base {path}: expected a readable file, got: {reason}; check the path") from error
    except pa.ArrowInvalid as error:
        raise InputError(f"knowledge base {path}: expected a Parquet file, got: {error}; export the table as Parquet") from error
    except KnowledgeBaseError as error:
        raise InputError(f"knowledge base {path}: {error}") from error
