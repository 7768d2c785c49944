"""The six bottlenecks people meet when several helpers work around one person."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True, kw_only=True)
class Bottleneck:
    """What goes wrong between helpers; one alone is a concern, not a signal."""

    slug: str
    name: str  # as a client would say it, Dutch
    sounds_like: str


BOTTLENECKS: Mapping[str, Bottleneck] = MappingProxyType(
    {
        each.slug: each
        for each in (
            Bottleneck(
                slug="tegenstrijdig-advies",
                name="Adviezen spreken elkaar tegen",
                sounds_like="De een zegt iets anders dan de ander",
            ),
            Bottleneck(
                slug="hulp-vinden",
                name="Goede hulp vinden of regelen lukt niet",
                sounds_like="Ik weet niet waar ik moet beginnen",
            ),
            Bottleneck(
                slug="geen-overzicht",
                name="Het overzicht is weg",
                sounds_like="Ik weet niet meer wie er wanneer komt",
            ),
            Bottleneck(
                slug="geen-voortouw",
                name="Niemand heeft de leiding",
                sounds_like="Niemand hakt de knoop door",
            ),
            Bottleneck(
                slug="slechte-afstemming",
                name="Hulpverleners stemmen niet af",
                sounds_like="Ik moet steeds alles opnieuw vertellen",
            ),
            Bottleneck(
                slug="geen-aanspreekpunt",
                name="Er is niemand om iets aan te vragen",
                sounds_like="Ik weet niet bij wie ik terechtkan",
            ),
        )
    }
)
