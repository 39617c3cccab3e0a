"""Compares what an embedder sees of a library with a baseline, and reports what is not documented.

    python3 public-api.py BASELINE UPDATE GRAPH…

UPDATE: empty, or a word to write the baseline. The format of the graphs is SymbolKit's:
https://github.com/swiftlang/swift-docc-symbolkit
"""

import difflib
import json
import pathlib
import sys


def describe(symbol):
    words = "".join(part["spelling"] for part in symbol.get("declarationFragments", []))
    return f"{'.'.join(symbol['pathComponents'])} | {' '.join(words.split())}"


def main(baseline, update, *graphs):
    lines, undocumented = set(), set()
    for graph in (json.loads(pathlib.Path(path).read_text(encoding="utf-8")) for path in graphs):
        names = {}
        for symbol in graph["symbols"]:
            names[symbol["identifier"]["precise"]] = ".".join(symbol["pathComponents"])
            lines.add(describe(symbol))
            # What the compiler made has no place in a file.
            if "docComment" not in symbol and "location" in symbol:
                undocumented.add(describe(symbol))
        for relation in graph["relationships"]:
            # A conformance is a promise too; those of other modules' types have no name here.
            if relation["kind"] == "conformsTo" and relation["source"] in names:
                target = names.get(relation["target"]) or relation.get("targetFallback", "?")
                lines.add(f"{names[relation['source']]} : {target}")
    file = pathlib.Path(baseline)
    text = [line + "\n" for line in sorted(lines)]
    if update:
        file.write_text("".join(text), encoding="utf-8")
    agreed = file.read_text(encoding="utf-8").splitlines(keepends=True) if file.exists() else []
    difference = list(difflib.unified_diff(agreed, text, baseline, "these sources"))
    sys.stderr.writelines(difference)
    sys.stderr.writelines(f"without documentation: {line}\n" for line in sorted(undocumented))
    return bool(difference or undocumented)


sys.exit(main(*sys.argv[1:]))
