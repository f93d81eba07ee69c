"""Profiles of property tests, `default` and `thorough` (for a nightly run: `pytest --hypothesis-profile thorough`), and golden files."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, settings
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode

# The profiles alone say how many examples are tried. A deadline measures how busy the machine is, not whether the code is right.
settings.register_profile(
    "default", deadline=None, max_examples=50, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("thorough", settings.get_profile("default"), max_examples=2000)
settings.load_profile("default")


class TextFile(SingleFileSnapshotExtension):
    """One readable text file per snapshot."""

    _write_mode = WriteMode.TEXT
    file_extension = "txt"


@pytest.fixture
def golden(snapshot: SnapshotAssertion) -> SnapshotAssertion:
    """A text that is kept in a file; `pytest --snapshot-update` writes it anew."""
    return snapshot.use_extension(TextFile)
