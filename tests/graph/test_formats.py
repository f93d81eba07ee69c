"""The text formats: what they contain, and that no title breaks out of them."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest

from tests.graph.graphs import WHEN_FULL, WILD, everything, graph_of
from workflowkit.graph.clean_text import clean
from workflowkit.graph.dot import dot, quoted
from workflowkit.graph.markup import Markup, element, number
from workflowkit.graph.mermaid import escaped, mermaid

STEPS = [{"id": "one"}, {"id": "two", "runCondition": WHEN_FULL, "requireConfirmation": True}]


def test_mermaid() -> None:
    assert mermaid(graph_of(STEPS, description="A flow.")) == (
        "flowchart TD\n"
        "  accTitle: Graph of Example\n"
        "  accDescr: A flow.\n"
        '  n0(["Start"])\n'
        '  n1["One<br/>one"]\n'
        "  n2{{\"only when mode is 'full'\"}}\n"
        '  n3["Two<br/>two<br/>waits for you"]\n'
        '  n4(["End"])\n'
        "  n0 --> n1\n"
        "  n1 --> n2\n"
        '  n2 -->|"yes"| n3\n'
        "  n3 --> n4\n"
        '  n2 -->|"no"| n4\n'
        "  classDef condition fill:#fff3cf,stroke:#977008,color:#1b2330\n"
        "  class n2 condition\n"
    )


def test_dot() -> None:
    text = dot(graph_of(STEPS))
    assert text.startswith('digraph "acme.example" {\n  graph [label="Example",')
    assert (
        '  n3 [label="Two\\ntwo\\nwaits for you", color="#7d8896", fillcolor="#ffffff"]\n' in text
    )
    assert '  n2 -> n4 [label="no"]\n' in text
    assert text.endswith("}\n")


def test_containers_are_subgraphs() -> None:
    graph = everything()
    assert mermaid(graph).count("subgraph ") == mermaid(graph).count("\n  end\n") == 3
    assert dot(graph).count("subgraph cluster_") == 3
    assert dot(graph).count("{") == dot(graph).count("}") == 4 + 2 * WILD.count("{")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('say "x"', "say #34;x#34;"),
        ("a|b]", "a#124;b#93;"),
        ("<b>&amp;", "#60;b#62;#38;amp#59;"),
        ("#35;", "#35;35#59;"),
        ("end\nof line", "end of line"),
    ],
)
def test_mermaid_labels_are_escaped(text: str, expected: str) -> None:
    assert escaped(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('say "x"', '"say \\"x\\""'),
        ("back\\slash", '"back\\\\slash"'),
        ("two\nlines", '"two\\nlines"'),
        ('\\"', '"\\\\\\""'),
    ],
)
def test_dot_strings_are_escaped(text: str, expected: str) -> None:
    assert quoted(text) == expected


def test_markup_is_escaped_once() -> None:
    inner = element("b", "<i>", title='"&"')
    assert inner == '<b title="&quot;&amp;&quot;">&lt;i&gt;</b>'
    assert element("p", inner, " <") == f"<p>{inner} &lt;</p>"
    assert element("p", Markup("<br/>")) == "<p><br/></p>"


def test_clean_text_has_nothing_hidden() -> None:
    assert clean("a\u202eb\x1b[31m\ud800\x00") == "a\ufffdb\ufffd[31m\ufffd\ufffd"
    assert clean(" a \t\n b\u2028c ") == "a b c"
    family = "\U0001f468\u200d\U0001f469"
    assert clean(family) == family


def test_numbers_have_one_decimal_at_most() -> None:
    assert [number(value) for value in (1.0, 2.25, -0.01, 0.05, 10)] == [
        "1",
        "2.2",
        "0",
        "0.1",
        "10",
    ]


def test_wild_titles_stay_inside_their_labels() -> None:
    graph = everything()
    for line in mermaid(graph).splitlines()[3:]:
        quotes = re.sub(r'"[^"]*"', "Q", line)
        assert not re.search(r"[<`]|--> -->|%%", quotes.replace("-->", "", 1)), line
    strings = r'"(?:[^"\\]|\\.)*"'
    for line in dot(graph).splitlines():
        assert re.fullmatch(rf"(?:[\w ={{}},;>\-\[\]]|{strings})*", line), line
    for text in (mermaid(graph), dot(graph)):
        assert not re.search("[\x00-\x09\x0b-\x1f\u202e\ud800]", text)
    assert ElementTree.fromstring(element("t", WILD).encode()).text == clean(WILD)
