"""What family calls each other: whom a daughter means by 'mama', a grandson by 'oma'."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from knowledge.spelling import split_words

_PARENTS: Final = (
    *("moeder", "vader", "mama", "papa", "mam", "pap", "ma", "pa", "moe", "moeke", "vake"),
    *("mamma", "pappa", "mother", "father", "mum", "dad"),
)
_GRANDPARENTS: Final = ("oma", "opa", "bomma", "bompa", "mémé", "pépé", "grandma", "grandpa")
_PARTNERS: Final = ("man", "vrouw", "partner", "vriend", "vriendin", "husband", "wife")
_SIBLINGS: Final = ("zus", "broer", "zuster", "sister", "brother")
_CHILDREN: Final = ("zoon", "dochter", "kind", "zoontje", "dochtertje", "son", "daughter", "child")
_NEIGHBOURS: Final = ("buurman", "buurvrouw", "buur", "neighbour")

# The role of the one who speaks, and what they call the other.
_CALLS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        **dict.fromkeys(("dochter", "zoon", "schoondochter", "schoonzoon"), _PARENTS),
        **dict.fromkeys(("kleindochter", "kleinzoon", "kleinkind"), _GRANDPARENTS),
        **dict.fromkeys(("partner", "echtgenoot", "echtgenote", "man", "vrouw"), _PARTNERS),
        **dict.fromkeys(("zus", "broer"), _SIBLINGS),
        **dict.fromkeys(("moeder", "vader", "ouder"), _CHILDREN),
        **dict.fromkeys(("buurman", "buurvrouw", "buur"), _NEIGHBOURS),
    }
)


def calls(role: str) -> tuple[str, ...]:
    """What somebody with this role ('dochter, mantelzorger') calls the client; often nothing."""
    words = (word.casefold() for word in split_words(role))
    return tuple(dict.fromkeys(name for word in words for name in _CALLS.get(word, ())))
