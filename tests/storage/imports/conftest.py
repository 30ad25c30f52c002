from pathlib import Path

import pytest

from storage.db import Database
from tests.storage.imports.export import Export


@pytest.fixture
def export(sqlite_database: Database, tmp_path: Path) -> Export:
    return Export(sqlite_database, tmp_path)
