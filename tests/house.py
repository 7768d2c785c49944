"""The rules of the house that a program can check: each names the lines of a tree that break it."""

import ast
import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import PurePosixPath

Tree = Mapping[str, str]  # path below the root, with slashes -> text
Rule = Callable[[Tree], Iterator[str]]

PACKAGES = ("knowledge", "conversations", "bot")
CODE_FOLDERS = {*PACKAGES, "tests"}
LONGEST_FILE = 300
EMPTY_NAMES = {
    "base",
    "common",
    "helper",
    "helpers",
    "manager",
    "managers",
    "misc",
    "util",
    "utils",
}

# What each package may never ask for: the arrow bot -> conversations -> knowledge.
BEYOND = {
    "knowledge": {"conversations", "bot", "tests"},
    "conversations": {"bot", "tests"},
    "bot": {"tests"},
}
OUTSIDE_WORLD = {
    "asyncio", "ftplib", "http.client", "http.server", "httpx", "requests", "smtplib",
    "socket", "ssl", "starlette", "subprocess", "telegram", "urllib.request", "uvicorn",
}  # fmt: skip
DATABASES = {"psycopg", "pysqlite3", "sqlite3", "sqlite_utils"}
CLOCK = {
    "datetime.now", "datetime.today", "datetime.utcnow", "date.today", "time.monotonic",
    "time.monotonic_ns", "time.perf_counter", "time.sleep", "time.time", "time.time_ns",
}  # fmt: skip
ENVIRONMENT = {"os.environ", "os.getenv", "os.putenv"}
# The edge of a channel, delivery and rounds: there a fault is logged and put aside visibly.
MAY_CATCH_ALL = {"bot/worker.py", "bot/delivery.py", "bot/rounds.py"}
SQL = re.compile(
    r"\s*(SELECT\s.*\sFROM\s|INSERT\s+(OR\s+\w+\s+)?INTO\s|UPDATE\s+\w+\s+SET\s|DELETE\s+FROM\s"
    r"|(CREATE|ALTER|DROP)\s+(TABLE|INDEX|TRIGGER|VIEW)\s|PRAGMA\s|VACUUM|BEGIN\s+IMMEDIATE)",
    re.DOTALL,
)
MACHINE_WORDS = re.compile(
    r"(?<![\w.$<>])/(?:root|home|work|Users)/\w"  # a folder of one machine
    r"|pypi\.org|pythonhosted\.org|registry\.npmjs|deb\.debian|find[-]links|[-]index[-_]url"
)


@cache
def _parsed(text: str) -> ast.Module:
    return ast.parse(text)


def _modules(tree: Tree, *folders: str) -> Iterator[tuple[str, ast.Module]]:
    for path, text in tree.items():
        if path.endswith(".py") and (
            not folders or path.startswith(tuple(f + "/" for f in folders))
        ):
            yield path, _parsed(text)


def _imports(path: str, module: ast.Module) -> Iterator[tuple[int, str]]:
    """Give line and full dotted name of everything imported, relative imports resolved."""
    package = PurePosixPath(path).parent.parts
    for node in ast.walk(module):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) + 1 - node.level] if node.level else ()
            source = ".".join((*above, *filter(None, [node.module])))
            yield from ((node.lineno, f"{source}.{alias.name}") for alias in node.names)


def _uses(module: ast.Module, names: set[str]) -> Iterator[tuple[int, str]]:
    """Give line and name of every `a.b` in `names`, also when written `x.a.b` or imported."""
    for node in ast.walk(module):
        if isinstance(node, ast.Attribute):
            dotted = ".".join(ast.unparse(node).split(".")[-2:])
            if dotted in names:
                yield node.lineno, dotted
    for line, name in _imports("", module):
        if name in names:
            yield line, name


def arrows(tree: Tree) -> Iterator[str]:
    """Arrows point one way: bot -> conversations -> knowledge."""
    for package, beyond in BEYOND.items():
        for path, module in _modules(tree, package):
            for line, name in _imports(path, module):
                if name.split(".")[0] in beyond:
                    yield f"{path}:{line} imports {name}"


def intents_apart(tree: Tree) -> Iterator[str]:
    """Intents never import each other; only their register knows them all."""
    for path, module in _modules(tree, "conversations/intents"):
        if path.endswith("__init__.py"):
            continue
        for line, name in _imports(path, module):
            if name.startswith("conversations.intents"):
                yield f"{path}:{line} imports {name}"


def async_in_bot(tree: Tree) -> Iterator[str]:
    """Whatever waits lives in bot."""
    waiting = (ast.AsyncFunctionDef, ast.AsyncFor, ast.AsyncWith, ast.Await)
    for path, module in _modules(tree, "knowledge", "conversations"):
        for node in ast.walk(module):
            if isinstance(node, waiting):
                yield f"{path}:{node.lineno} waits"


def world_in_bot(tree: Tree) -> Iterator[str]:
    """The network and other processes are reached from bot alone."""
    for path, module in _modules(tree, "knowledge", "conversations"):
        for line, name in _imports(path, module):
            if any(f"{name}.".startswith(f"{world}.") for world in OUTSIDE_WORLD):
                yield f"{path}:{line} imports {name}"


def clock_in_bot(tree: Tree) -> Iterator[str]:
    """Whoever decides is told what time it is."""
    for path, module in _modules(tree, "knowledge", "conversations"):
        for line, name in _uses(module, CLOCK):
            yield f"{path}:{line} reads {name}"


def environment_in_settings(tree: Tree) -> Iterator[str]:
    """The environment is read once, in bot/settings.py; what numpy reads is set in bot."""
    for path, module in _modules(tree, *PACKAGES):
        if path not in ("bot/settings.py", "bot/__init__.py"):
            for line, name in _uses(module, ENVIRONMENT):
                yield f"{path}:{line} reads {name}"


def database_in_store(tree: Tree) -> Iterator[str]:
    """SQL and database libraries stand in conversations/store alone."""
    for path, module in _modules(tree, *PACKAGES):
        if path.startswith("conversations/store/"):
            continue
        for line, name in _imports(path, module):
            if name.split(".")[0] in DATABASES:
                yield f"{path}:{line} imports {name}"
        for node in ast.walk(module):
            if isinstance(node, ast.Constant) and SQL.match(str(node.value)):
                yield f"{path}:{node.lineno} holds SQL"


def catch_all_in_three_places(tree: Tree) -> Iterator[str]:
    """Only the edge of a channel, delivery and rounds stop every fault, each in one place."""
    for path, module in _modules(tree, *PACKAGES):
        lines = list(_catch_all(module))
        allowed = 1 if path in MAY_CATCH_ALL else 0
        yield from (f"{path}:{line} stops every fault" for line in lines[allowed:])


def _catch_all(module: ast.Module) -> Iterator[int]:
    """Give the lines that stop every fault; what tidies up and raises again stops none."""
    everything = {"Exception", "BaseException"}
    for node in ast.walk(module):
        if isinstance(node, ast.ExceptHandler) and ast.unparse(node.body[-1]) != "raise":
            caught = ast.walk(node.type) if node.type else ()
            if not node.type or everything & {n.id for n in caught if isinstance(n, ast.Name)}:
                yield node.lineno
        elif isinstance(node, ast.Call) and ast.unparse(node.func).endswith("suppress"):
            yield from (n.lineno for n in node.args if ast.unparse(n) in everything)


def named_for_what_it_holds(tree: Tree) -> Iterator[str]:
    """No utils, helpers, common, base, misc or manager."""
    for path, _ in _modules(tree):
        parts = PurePosixPath(path).with_suffix("").parts
        if EMPTY_NAMES & set(parts):
            yield f"{path} has a name that says nothing"


def short_files(tree: Tree) -> Iterator[str]:
    """A file holds one noun; 300 lines is long."""
    for path, _ in _modules(tree):
        length = tree[path].count("\n")
        if length > LONGEST_FILE:
            yield f"{path} has {length} lines"


def module_docstrings(tree: Tree) -> Iterator[str]:
    """Every module says in its first line what a newcomer finds there."""
    for path, module in _modules(tree):
        if tree[path].strip() and not ast.get_docstring(module):
            yield f"{path} does not say what it holds"


def known_folders(tree: Tree) -> Iterator[str]:
    """Code lives in knowledge, conversations, bot and tests; beside them only the build hook."""
    for path, _ in _modules(tree):
        if path.split("/")[0] not in {*CODE_FOLDERS, "hatch_build.py"}:
            yield f"{path} lies outside the known folders"


def no_pretending(tree: Tree) -> Iterator[str]:
    """Tests use fakes with a memory, never mocks."""
    for path, module in _modules(tree, "tests"):
        for line, name in _imports(path, module):
            if name.startswith(("unittest.mock", "mock.")) or name == "mock":
                yield f"{path}:{line} imports {name}"


def no_machine_words(tree: Tree) -> Iterator[str]:
    """Nothing here names one machine's folders or a package registry's address."""
    for path, text in tree.items():
        for number, line in enumerate(text.splitlines(), start=1):
            if MACHINE_WORDS.search(line):
                yield f"{path}:{number} names a machine or a registry"


def no_lock_files(tree: Tree) -> Iterator[str]:
    """Pins stand in constraints.txt; lock files record addresses."""
    for path in tree:
        if PurePosixPath(path).name in {"uv.lock", "poetry.lock", "package-lock.json"}:
            yield f"{path} is a lock file"
