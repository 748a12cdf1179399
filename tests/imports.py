"""What a module really imports: full dotted names, the imported name included."""

import ast
from pathlib import Path

ROOT = Path(__file__).parent.parent


def of_source(source: str, package: str = "") -> set[str]:
    """Every name that this source imports; `package` resolves relative imports.

    `from a import b` counts as `a` and `a.b`: b may be a module.
    """
    names: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = _base(node, package)
            names |= {base} | {f"{base}.{alias.name}" for alias in node.names}
    return names


def of_file(path: Path) -> set[str]:
    package = ".".join(path.relative_to(ROOT).with_suffix("").parts[:-1])
    return of_source(path.read_text(), package)


def reaching(names: set[str], forbidden: set[str]) -> set[str]:
    """Those of the names that are, or lie below, one of the forbidden."""
    return {name for name in names if any(name == f or name.startswith(f"{f}.") for f in forbidden)}


def _base(node: ast.ImportFrom, package: str) -> str:
    if not node.level:
        return node.module or ""
    parts = package.split(".")[: len(package.split(".")) - node.level + 1]
    return ".".join([*parts, *([node.module] if node.module else [])])
