"""Links to a table that the user supplies: by type and name, never guessed; and what is said of a table that is not right."""

import pyarrow as pa
import pytest

from schemas.vocabulary import EntityType
from transforms.dataset.knowledge_base import (
    CONTEXT_CONFIDENCE,
    Item,
    KnowledgeBaseError,
    Link,
    link_entities,
    parse_knowledge_base,
)

PORTS = Item(wikidata_id="Q11", entity_type="organisation", names=("Northern Ports Council", "NPC"))
PLAYERS = Item(wikidata_id="Q12", entity_type="organisation", names=("New Players Club", "NPC"))
SMITH = Item(wikidata_id="Q13", entity_type="person", names=("Jane Smith",))


@pytest.mark.parametrize(("kind", "name", "forms", "expected"), [
    pytest.param("person", "Jane Smith", {"Smith"}, Link(wikidata_id="Q13", confidence=1.0), id="name"),
    pytest.param("organisation", "The Northern Ports Council", set(), Link(wikidata_id="Q11", confidence=1.0), id="folded"),
    pytest.param("organisation", "Jane Smith", set(), None, id="another-type"),
    pytest.param("person", "Jane A. Smith", set(), None, id="another-name"),
    pytest.param("organisation", "NPC", {"NPC"}, None, id="two-items-of-one-name"),
    pytest.param("organisation", "NPC", {"NPC", "New Players Club"}, Link(wikidata_id="Q12", confidence=CONTEXT_CONFIDENCE),
                 id="other-forms-choose"),
])
def test_link_entities(kind: EntityType, name: str, forms: set[str], expected: Link | None) -> None:
    found = link_entities([("e_1", kind, name, frozenset({name, *forms}))], items=[PORTS, PLAYERS, SMITH])
    assert found.get("e_1") == expected


@pytest.mark.parametrize("aliases", [pytest.param("NPC|N.P.C.", id="text"), pytest.param(["NPC", "N.P.C."], id="list")])
def test_parse_knowledge_base(aliases: object) -> None:
    table = pa.table({"id": ["Q11"], "name": ["Northern Ports Council"], "aliases": [aliases], "type": ["ORG"]})
    assert parse_knowledge_base(table) == (
        Item(wikidata_id="Q11", entity_type="organisation", names=("Northern Ports Council", "NPC", "N.P.C.")),)


@pytest.mark.parametrize(("changed", "message"), [
    pytest.param({"type": None}, r"expected the columns id, name, aliases, type, found id, name, aliases; add or rename type",
                 id="no-column"),
    pytest.param({"id": ["12"]}, r"row 1: expected a Wikidata item such as Q42 as id, got '12'", id="no-item"),
    pytest.param({"type": ["ship"]}, r"row 1: expected a type among .*person.*, got 'ship'", id="no-type"),
])
def test_a_table_that_is_not_right(changed: dict[str, list[str] | None], message: str) -> None:
    columns = {"id": ["Q11"], "name": ["Ports"], "aliases": [""], "type": ["person"], **changed}
    with pytest.raises(KnowledgeBaseError, match=message):
        parse_knowledge_base(pa.table({name: values for name, values in columns.items() if values is not None}))
