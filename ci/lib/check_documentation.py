"""Checks the Markdown files: the README is short, every relative link leads to a file and, if given, a heading, and every
path in backticks exists."""

import re
import sys
from pathlib import Path
from urllib.parse import unquote

README_LINES = 120
# Generated files, and results, which are data.
EXCLUDED = ("build", "results", ".git")

LINK = re.compile(r"!?\[[^\]]*\]\(<?([^)\s>]+)>?(?:\s+\"[^\"]*\")?\)")
# A path from the top of the repository, without placeholders.
PATH = re.compile(r"`((?:host|target|scenarios|results|ci)/[\w./-]+)`")
# Folders that a build or a run makes.
GENERATED = ("results/runs",)
FENCE = re.compile(r"^\s*(```|~~~)")
HEADING = re.compile(r"^#{1,6}\s+(.*?)\s*#*$")


def prose(path):
    """Yields the numbered lines of a Markdown file that are outside code blocks."""
    fenced = False
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if FENCE.match(line):
            fenced = not fenced
        elif not fenced:
            yield number, line


def anchors(path):
    """Returns the anchors of a file's headings, as GitHub derives them."""
    found = set()
    for _, line in prose(path):
        if heading := HEADING.match(line):
            text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading.group(1)).lower()
            found.add(re.sub(r"[^\w\- ]", "", text).replace(" ", "-"))
    return found


def broken_links(path):
    """Yields a message for every relative link of a file that leads nowhere."""
    for number, line in prose(path):
        for target in LINK.findall(re.sub(r"`[^`]*`", "", line)):
            if re.match(r"[a-z][a-z0-9+.-]*:", target):
                continue
            name, _, anchor = unquote(target).partition("#")
            file = path.parent / name if name else path
            if not file.exists():
                yield f"{path}:{number}: link to {target}: there is no {file}"
            elif anchor and file.suffix == ".md" and anchor not in anchors(file):
                yield f"{path}:{number}: link to {target}: {file} has no heading #{anchor}"


def missing_paths(path):
    """Yields a message for every path in backticks that does not exist."""
    for number, line in prose(path):
        for name in PATH.findall(line):
            if not name.startswith(GENERATED) and not Path(name).exists():
                yield f"{path}:{number}: `{name}` does not exist"


def main():
    failures = []
    lines = len(Path("README.md").read_text(encoding="utf-8").splitlines())
    if lines >= README_LINES:
        failures.append(f"README.md has {lines} lines, the limit is {README_LINES - 1}: move details to host/docs/")
    for path in sorted(Path(".").rglob("*.md")):
        if path.parts[0] not in EXCLUDED:
            failures.extend(broken_links(path))
            failures.extend(missing_paths(path))
    for failure in failures:
        print(failure, file=sys.stderr)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
