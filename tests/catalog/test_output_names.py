from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflowkit.catalog.output_names import map_path, snapshot_path

_WORDS = st.sampled_from(
    ["con", "aux", "map", "nul", "com1", "lpt9", "a", "-rf", "_", "console", "acme", "maps"]
)
_IDS = st.lists(_WORDS, min_size=1, max_size=2).map(".".join)
"""Names with at most one dot, as the format has them; more of the odd ones than there are."""


@pytest.mark.parametrize(
    ("workflow_id", "stem"),
    {
        "acme.release-2": "acme.release-2",
        "acme.map": "acme%2Emap",
        "map": "map",
        "acme.maps": "acme.maps",
        "con": "%63on",
        "con.map": "%63on%2Emap",
        "nul.x": "%6Eul.x",
        "aux.con": "%61ux.con",
        "acme.con": "acme.con",
        "console": "console",
        "com1": "%63om1",
        "-rf": "%2Drf",
    }.items(),
)
def test_ordinary_ids_are_file_names_and_others_are_escaped(workflow_id: str, stem: str) -> None:
    assert snapshot_path(workflow_id) == f"workflows/{stem}.json"
    assert map_path(workflow_id) == f"workflows/{stem}.map.json"


@given(st.lists(_IDS, unique=True, max_size=6))
def test_no_two_files_have_one_name_even_where_case_does_not_count(ids: list[str]) -> None:
    paths = [path.lower() for name in ids for path in (snapshot_path(name), map_path(name))]
    assert len(set(paths)) == len(paths)
