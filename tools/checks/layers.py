"""The rules of docs/architecture.md about presenters and views, which go by file name and not by package.

import-linter holds the layers (pyproject.toml); its patterns name whole modules, so what concerns every
`presenter*.py` and `view*.py` of `desktop.ui` stands here. Run by `make lint`.
"""

from __future__ import annotations

import sys

import grimp

QT = ("PySide6", "shiboken6")


def kind(module: str) -> str:
    """What a module of `desktop.ui` is by its name: "presenter", "view" or neither ("")."""
    parts = module.split(".")
    if parts[:2] != ["desktop", "ui"] or len(parts) < 4:
        return ""
    name = parts[-1]
    if name == "presenter" or name.startswith("presenter_") or name.endswith("_presenter"):
        return "presenter"
    if name == "view" or name.startswith("view_") or name.endswith("_view"):
        return "view"
    return ""


def breaches(graph: grimp.ImportGraph) -> list[str]:
    """One sentence for each import that breaks a rule, sorted."""
    found = []
    for module in graph.modules:
        if kind(module) == "presenter":
            for qt in QT:
                if qt in graph.modules and (chain := graph.find_shortest_chain(module, qt)):
                    found.append(f"a presenter must work without Qt: {' -> '.join(chain)}")
        elif kind(module) == "view":
            for other in graph.find_modules_directly_imported_by(module):
                if other == "desktop.office" or other.startswith("desktop.office."):
                    found.append(f"a view must not import office: {module} -> {other}")
                elif kind(other) == "presenter":
                    found.append(f"a view must not import a presenter: {module} -> {other}")
                elif kind(other) == "view":
                    found.append(f"a view must not import another view: {module} -> {other}")
    return sorted(found)


def main() -> int:
    """Print the breaches; 1 if there are any."""
    found = breaches(grimp.build_graph("desktop", include_external_packages=True, cache_dir=None))
    for line in found:
        print(line)
    print(f"layers by name: {len(found)} breaches" if found else "layers by name: kept")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
