"""Reads symbol graphs and prints what an embedder sees, one sorted line for each declaration.

    python3 public-api.py declarations GRAPH…
    python3 public-api.py undocumented GRAPH…

The format is SymbolKit's: https://github.com/swiftlang/swift-docc-symbolkit
"""

import json
import sys


def graphs(paths):
    for path in paths:
        with open(path, encoding="utf-8") as file:
            yield json.load(file)


def path_of(symbol):
    return ".".join(symbol["pathComponents"])


def declaration_of(symbol):
    words = "".join(part["spelling"] for part in symbol.get("declarationFragments", []))
    return " ".join(words.split())


def declarations(paths):
    lines = set()
    for graph in graphs(paths):
        names = {}
        for symbol in graph["symbols"]:
            names[symbol["identifier"]["precise"]] = path_of(symbol)
            lines.add(f"{path_of(symbol)} | {declaration_of(symbol)}")
        for relation in graph["relationships"]:
            # A conformance is a promise too; those of other modules' types have no name here.
            if relation["kind"] == "conformsTo" and relation["source"] in names:
                target = names.get(relation["target"]) or relation.get("targetFallback", "?")
                lines.add(f"{names[relation['source']]} : {target}")
    return sorted(lines)


def undocumented(paths):
    lines = set()
    for graph in graphs(paths):
        for symbol in graph["symbols"]:
            # What the compiler made has no place in a file.
            if "docComment" in symbol or "location" not in symbol:
                continue
            lines.add(f"{graph['module']['name']}: {path_of(symbol)} | {declaration_of(symbol)}")
    return sorted(lines)


def main():
    work = {"declarations": declarations, "undocumented": undocumented}[sys.argv[1]]
    for line in work(sys.argv[2:]):
        print(line)


main()
