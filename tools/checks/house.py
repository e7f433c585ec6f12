"""House rules that no ready-made tool knows, each with its reason; run by `make lint`.

A rule is a pattern over lines, or a limit on length. A line that must break one says so and why, at its end,
as in `# house: own-clock: only names a file`. It looks at the files that git tracks or would track.
"""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MODULE_LINES = 400
VIEW_LINES = 300
PRESENTER_LINES = 250


@dataclass(frozen=True)
class Rule:
    """One forbidden pattern.

    Attributes:
        name: what an exception in the code calls it by.
        pattern: what must not occur in a line.
        reason: why, and what to do in its place.
        paths: globs of the files that it looks at; "*" also crosses folders.
        but: globs of files where it is allowed.
        comments: False leaves out what stands behind a "#" and lines of documentation.
        window: how many lines, from the one in question on, the pattern is shown.
    """

    name: str
    pattern: re.Pattern[str]
    reason: str
    paths: tuple[str, ...] = ("desktop/*.py",)
    but: tuple[str, ...] = ()
    comments: bool = False
    window: int = 1

    def covers(self, path: str) -> bool:
        """Whether the rule looks at this file (its path relative to the checkout, with slashes)."""
        return any(fnmatch(path, p) for p in self.paths) and not any(fnmatch(path, p) for p in self.but)


CODE = ("desktop/*.py", "tests/*.py", "benchmarks/*.py", "tools/*.py")
SELF = ("tools/checks/house.py", "tests/unit/house_samples.toml")

RULES = (
    Rule(
        "machine-path",
        re.compile(r"(?<![\w.$}/<])/(?:work|home/\w+|root|Users/\w+|mnt/\w+)/|[A-Z]:\\\\?Users\\"),
        "a path of one machine works on no other: build it from the checkout, LOKET_HOME or a temp folder",
        paths=("*",),
        but=(*SELF, "*.lock"),
        comments=True,
    ),
    Rule(
        "registry",
        re.compile(r"--(?:extra-)?index-url|--trusted-host|--find-links"),
        "where packages come from is the machine's setting, not the project's",
        paths=("*",),
        but=SELF,
        comments=True,
    ),
    Rule(
        "nested-loop",
        re.compile(r"\.exec_?\(|\bQEventLoop\(|\bprocessEvents\("),
        "a nested event loop lets the next key in while the last one is still at work: show() windows, "
        "and go on in a slot",
        paths=("desktop/ui/*.py", "desktop/app/*.py"),
    ),
    Rule(
        "pool-runnable",
        re.compile(r"\bQThreadPool\b|\bQRunnable\b"),
        "its ownership between Python and Qt crashes: use a lane of desktop.app",
    ),
    Rule(
        "fixed-wait",
        re.compile(r"\btime\.sleep\(|\bqtbot\.wait\(|\bQTest\.qWait\("),
        "a fixed wait is too short on a slow machine and too long on all others: wait for the condition "
        "(qtbot.waitUntil, tests.support.waiting.wait_for)",
        paths=("tests/*.py", "desktop/ui/*.py"),
        but=SELF,
    ),
    Rule(
        "own-clock",
        re.compile(r"\bdatetime\.(?:now|utcnow|today)\(|\bdate\.today\(|(?<![\w.])time\.time\("),
        "the office's clock is the database server's: take the injected clock",
        # work.py holds the clock of a transaction: on SQLite this PC is the server
        but=("desktop/*clock*.py", "desktop/app/*.py", "desktop/office/work.py"),
    ),
    Rule(
        "antrean",
        re.compile(r"\bantrian\b", re.IGNORECASE),
        'the word is "antrean" (KBBI)',
        paths=("*.py", "*.toml", "*.yaml", "*.md", "*.json", "*.html"),
        but=SELF,
        comments=True,
    ),
    Rule(
        "built-text",
        re.compile(r"\b(?:text|tr|translate)\(\s*(?:[rb]?f[rb]?[\"']|[\"'][^\"']*[\"']\s*(?:%|\+|\.format))"),
        "a text is found by its code and filled by named arguments; a code that is built cannot be checked",
        paths=("desktop/ui/*.py", "desktop/app/*.py"),
    ),
    Rule(
        "bare-except",
        re.compile(r"^\s*except\s*:"),
        "it swallows even Ctrl+C and a worker's end: name what can go wrong",
        paths=CODE,
    ),
    Rule(
        "broad-except",
        re.compile(r"\A\s*except\s+(?:Base)?Exception\b[^#\n]*(?:\n(?!\s*#)(?!(?:.*\n)*\s*raise\b)|\Z)"),
        "catching everything and not raising it again needs its reason, as a comment there or just below",
        paths=CODE,
        comments=True,
        window=5,
    ),
    Rule(
        "bare-ignore",
        re.compile(r"#\s*type:\s*ignore(?!\[)|#\s*noqa(?!:)|#\s*mypy:\s*ignore-errors"),
        "say what is ignored, in brackets, and after it why",
        paths=CODE,
        but=SELF,
        comments=True,
    ),
    Rule(
        "silent-skip",
        re.compile(r"pytest\.mark\.(?:skip|xfail)(?!\w)\s*(?:$|\(\s*\))|pytest\.(?:skip|xfail)\(\s*\)"),
        "a skipped test says why",
        paths=("tests/*.py",),
        but=SELF,
    ),
    Rule(
        "empty-assert",
        re.compile(r"\bassert\s+True\b|\bassert\s+1\s*$"),
        "a check that cannot fail checks nothing",
        paths=("tests/*.py",),
        but=SELF,
    ),
    Rule(
        "leftover",
        re.compile(r"\b(?:breakpoint|pdb\.set_trace)\(|^(?:<{7}|>{7})(?: |$)"),
        "left over from working on it",
        paths=("*",),
        but=SELF,
        comments=True,
    ),
)

_EXCEPTION = re.compile(r"#\s*house:\s*(?P<rule>[\w-]+)\s*:\s*\S")


def breaches(path: str, text: str) -> Iterator[str]:
    """One line "path:number: rule: reason" for every breach in a file's text."""
    rules = [rule for rule in RULES if rule.covers(path)]
    lines = text.splitlines()
    prose = _documentation_lines(text) if path.endswith(".py") else frozenset()
    for number, line in enumerate(lines, 1):
        excused = match["rule"] if (match := _EXCEPTION.search(line)) else None
        for rule in rules:
            if rule.name == excused or (not rule.comments and number in prose):
                continue
            shown = "\n".join(lines[number - 1 : number - 1 + rule.window])
            looked_at = shown if rule.comments else _code_of(line)
            if rule.pattern.search(looked_at):
                yield f"{path}:{number}: {rule.name}: {rule.reason}"
    yield from _too_long(path, len(lines))


def _code_of(line: str) -> str:
    """A line without its comment; "#" inside a text with a blank before it is rare enough to be cut too."""
    return re.split(r"(?:^|\s)#", line, maxsplit=1)[0]


def _documentation_lines(text: str) -> frozenset[int]:
    """The numbers of the lines inside docstrings: prose may name what code must not do."""
    try:
        tree = ast.parse(text)
    except SyntaxError:
        return frozenset()  # ruff says what is wrong
    numbers: set[int] = set()
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Expr)
            and isinstance(node.value, ast.Constant)
            and isinstance(node.value.value, str)
        ):
            numbers.update(range(node.lineno, (node.end_lineno or node.lineno) + 1))
    return frozenset(numbers)


def _too_long(path: str, count: int) -> Iterator[str]:
    if not path.endswith(".py") or path.startswith("tests/") or "/migrations/versions/" in path:
        return
    name = path.rsplit("/", 1)[-1].removesuffix(".py")
    limit, what = MODULE_LINES, "a module"
    if path.startswith("desktop/ui/"):
        if re.search(r"(?:^|_)view(?:_|$)", name):
            limit, what = VIEW_LINES, "a view"
        elif re.search(r"(?:^|_)presenter(?:_|$)", name):
            limit, what = PRESENTER_LINES, "a presenter"
    if count > limit:
        yield f"{path}:{count}: length: {what} has at most {limit} lines; above that it is two things"


def files(root: Path = ROOT) -> list[str]:
    """The paths of all text files that git tracks, or would once they are added."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(command, cwd=root, capture_output=True, check=True).stdout.decode().split("\0")
    return sorted(path for path in listed if path and (root / path).is_file())


def main() -> int:
    """Print every breach; 1 if there are any."""
    found: list[str] = []
    for path in files():
        content = (ROOT / path).read_bytes()
        if b"\0" in content[:4096]:
            continue  # a picture, a font, a sound
        found += breaches(path, content.decode("utf-8", "replace"))
    for line in found:
        print(line)
    print(f"house rules: {len(found)} breaches" if found else "house rules: kept")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
