"""The lines in which people write rules are read and matched as their first page says."""

import pytest

from knowledge.errors import PatternFault
from knowledge.lexicon import Lexicon

LEXICON = Lexicon({"wie": ("hij", "mijn moeder")}, known=("geslapen",))


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("hij ademt", "Hij ademt."),
        ("<wie> .. ademt", "mijn moeder kan echt zo ademt"),
        ("(valt|is gevallen) van de? trap", "ze is gevallen van trap"),
        ("adem*", "de ademhaling"),
        ("*pijn", "hoofdpijn"),
        ("# pillen", "20 pillen"),
        ("^ wie komt $", "wie komt?"),
        ("^ wie komt", "zeg, wie komt er"),
        ("gevallen & grond", "op de grond is hij gevallen"),
        ("gevallen + bloedverdunner*", "Ze slikt bloedverdunners. Ze is gevallen."),
        ("gevallen + bloedverdunner* & slikt", "Hij slikt een bloedverdunner. Hij is gevallen."),
        ("arm ~ slap", "slap hangt die arm"),
        ("arm ~ slap", "zijn arm is helemaal slap"),
        ("arm ~~ slap", "zijn arm is sinds hij net wakker werd zo slap"),
        ("arm ~~ slap ~~ <wie>", "slap is de arm die hij heeft"),
        ("gevallen ! bijna", "Bijna. En nu is hij gevallen."),
        ("gevallen", "gveallen"),
        ("gevallen", "gevalle"),
        ("hij ademt niet", "hijademtniet"),
    ],
)
def test_a_line_finds_what_it_describes(line: str, text: str) -> None:
    pattern = LEXICON.pattern(line)

    assert pattern.sentence(LEXICON.read(text)) is not None


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("hij ademt", "ademt hij"),
        ("<wie> .. ademt", "hij zei toen dat het gisteren nog goed ademt"),
        ("=slaat", "slat"),
        ("^ wie komt", "weet u wie komt"),
        ("gevallen & grond", "Hij is gevallen. Op de grond."),
        ("arm ~ slap", "zijn arm is sinds hij net wakker werd zo slap"),
        ("arm ~ slap ~ <wie>", "slap is de arm"),
        ("gevallen ! bijna", "hij is bijna gevallen"),
        ("geslagen", "geslapen"),
    ],
)
def test_a_line_leaves_alone_what_it_does_not_describe(line: str, text: str) -> None:
    pattern = LEXICON.pattern(line)

    assert pattern.sentence(LEXICON.read(text)) is None


@pytest.mark.parametrize("line", ["(a|b", "a)", "<onbekend> b", "a %", "()", "a |"])
def test_a_line_that_cannot_be_read_is_refused_with_its_fault(line: str) -> None:
    with pytest.raises(PatternFault, match="pattern"):
        LEXICON.pattern(line)
