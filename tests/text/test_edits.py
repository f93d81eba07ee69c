from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflowkit.text.edits import Edit, EditError, apply_edits
from workflowkit.text.routes import Json, walk

TEXT = """{
  "id": "a",
  "list": [1, 2, 3],
  "inner": {
    "x": true,
    "y": []
  }
}
"""


def test_a_value_is_replaced_in_place() -> None:
    assert apply_edits(TEXT, [Edit("set", ("list", 1), "two")]) == TEXT.replace("2,", '"two",')


def test_a_key_is_added_behind_the_last_one_on_its_own_line() -> None:
    expected = TEXT.replace('"y": []', '"y": [],\n    "z": null')
    assert apply_edits(TEXT, [Edit("set", ("inner", "z"), None)]) == expected


def test_the_first_middle_and_last_member_can_be_deleted() -> None:
    assert apply_edits(TEXT, [Edit("delete", ("id",))]) == TEXT.replace('"id": "a",\n  ', "")
    assert apply_edits(TEXT, [Edit("delete", ("list", 1))]) == TEXT.replace("2, ", "")
    assert apply_edits(TEXT, [Edit("delete", ("inner", "y"))]) == TEXT.replace(',\n    "y": []', "")


def test_deleting_all_members_leaves_an_empty_container() -> None:
    edits = [Edit("delete", ("list", index)) for index in range(3)]
    assert apply_edits(TEXT, edits) == TEXT.replace("[1, 2, 3]", "[]")


def test_a_key_is_renamed_and_its_value_stays() -> None:
    assert apply_edits(TEXT, [Edit("rename", ("inner", "x"), "w")]) == TEXT.replace('"x"', '"w"')


def test_a_key_is_not_renamed_to_one_that_is_there() -> None:
    with pytest.raises(EditError):
        apply_edits(TEXT, [Edit("rename", ("inner", "x"), "y")])


def test_items_are_inserted_and_appended() -> None:
    edits = [Edit("insert", ("list", 0), 0), Edit("append", ("list",), 4)]
    assert apply_edits(TEXT, edits) == TEXT.replace("[1, 2, 3]", "[0, 1, 2, 3, 4]")


def test_an_object_is_written_over_several_lines_with_the_indentation_of_the_file() -> None:
    result = apply_edits(TEXT, [Edit("set", ("inner", "y"), {"k": [1]})])
    assert result == TEXT.replace('"y": []', '"y": {\n      "k": [\n        1\n      ]\n    }')


def test_windows_line_ends_and_tabs_are_kept() -> None:
    text = '{\r\n\t"a": 1\r\n}\r\n'
    assert apply_edits(text, [Edit("set", ("b",), [1])]) == (
        '{\r\n\t"a": 1,\r\n\t"b": [\r\n\t\t1\r\n\t]\r\n}\r\n'
    )


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.text(max_size=3),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=2), inner, max_size=3)
    ),
    max_leaves=12,
)


def _changed(value: Json, edits: list[Edit]) -> Json:
    """The same edits on the parsed value, from the end backwards."""
    copy = json.loads(json.dumps(value))
    for edit in edits:
        parent = copy
        for part in edit.route[:-1]:
            parent = parent[part]
        if edit.action == "delete":
            del parent[edit.route[-1]]
        else:
            parent[edit.route[-1]] = edit.value
    return copy


@given(VALUES, st.data(), st.sampled_from([None, 2, "\t"]))
def test_edits_of_the_text_do_what_edits_of_the_value_do(
    value: Json, data: st.DataObject, indent: int | str | None
) -> None:
    routes = [route for route, _ in walk(value) if route]
    if not routes:
        return
    route = data.draw(st.sampled_from(routes))
    edit = data.draw(st.sampled_from([Edit("delete", route), Edit("set", route, ["new"])]))
    text = json.dumps(value, indent=indent, ensure_ascii=False)
    assert json.loads(apply_edits(text, [edit])) == _changed(value, [edit])
