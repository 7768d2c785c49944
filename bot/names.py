"""A name that fits nobody or several people, told to the host in one line with what to do."""

from conversations.errors import NameUnclear


def told(fault: NameUnclear) -> str:
    """Say what is unclear about the name, with the names or ids to choose from."""
    if fault.known:
        ids = ", ".join(fault.choices)
        return f"{len(fault.choices)} people are called {fault.name!r}; give the id: {ids}."
    near = " or ".join(repr(name) for name in fault.choices)
    advice = f"did you mean {near}?" if near else "see: aanspreekpunt people list."
    return f"nobody on file is called {fault.name!r}; {advice}"
