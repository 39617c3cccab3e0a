"""Checks the sources: prints each import and each link that the walls between the modules forbid, and each long file.

    swift package dump-package | python3 sources.py        in the repository's folder
"""

import json
import pathlib
import re
import sys

IMPORT = re.compile(r"^[^/\n]*\bimport +(?:(?:class|enum|func|struct|protocol|typealias|var|let) +)?(\w+)", re.M)
ADAPTERS = {
    "Sources/Transports": ["", "System", "Connection", "Broker", "HTTP"],
    "Sources/Sinks": ["", "System", "HostsFile", "DNS"],
}


def files(*folders):
    found = (file for folder in folders for file in sorted(pathlib.Path(folder).rglob("*.swift")))
    return [file for file in found if not any(part.startswith(".build") for part in file.parts)]


def imports(folder):
    return [(file, module) for file in files(folder) for module in IMPORT.findall(file.read_text())]


def import_faults():
    for file, module in imports("Sources"):
        # A library brings its embedder no Foundation. The host's program has FoundationEssentials by its argument parser.
        if module == "Foundation" or module == "FoundationEssentials" and file.parts[1] != "Tools":
            yield f"{file}: imports {module}, which must not reach the programs"
    for file, module in imports("Sources/Core"):
        # The core does no input and no output, and knows no adapter: an embedder chooses those. Only the files that
        # give it the system's clock may know the platform's C library.
        if re.match("DockerNetwork|C[A-Z]", module):
            yield f"{file}: imports {module}, but the core imports no module of ours and no C library"
        if module in ("Glibc", "Musl", "Darwin", "Android") and not re.match("System[A-Za-z]*$", file.stem):
            yield f"{file}: imports {module}, but the core does no input and no output"


def adapter_faults():
    """An adapter knows the core, what the adapters of its kind share, and one C library; only the tools know several."""
    for kind, shared in ADAPTERS.items():
        allowed = [f"DockerNetwork{name}" for name in shared]
        for folder in sorted(pathlib.Path(kind).iterdir()):
            modules = imports(folder)
            for file, module in modules:
                if re.match("DockerNetwork|ArgumentParser$", module) and module not in allowed:
                    yield f"{file}: imports {module}, but an adapter imports Core, System, and what its kind shares"
            libraries = sorted({module for _, module in modules if re.match("C[A-Z]", module)})
            if len(libraries) > 1:
                yield f"{folder}: imports several C libraries: {' '.join(libraries)}"


def linked_by(targets, name, *folders):
    """The modules below those folders that the target reaches."""
    seen, rest = set(), [name]
    while rest:
        target = targets.get(rest.pop())
        if target is None or target["name"] in seen:
            continue
        seen.add(target["name"])
        rest += [next(iter(dependency.values()))[0] for dependency in target["dependencies"]]
        if any((target.get("path", "") + "/").startswith(folder + "/") for folder in folders):
            yield target["name"]


def link_faults(targets):
    # A file of the emitter that imports Foundation makes the static binary four times as large.
    for name in linked_by(targets, "my-docker-network-emit", "Sources/Tools"):
        for file, module in imports(targets[name]["path"]):
            if module == "FoundationEssentials":
                yield f"{file}: imports {module}, which must not reach the emitter"
    # A program for containers carries no server and no editor of files.
    for module in linked_by(targets, "my-docker-network-emit", "Sources/Sinks", "Sources/Tools/Composition/Sinks"):
        yield f"{module}: must not reach the emitter"
    for module in linked_by(targets, "DockerNetworkConfiguration", "Sources/Transports", "Sources/Sinks"):
        yield f"{module}: must not reach what knows no adapter"


def musl_faults():
    """Musl stands in for glibc where the whole program is static: what names one of them names the other beside it."""
    for file in files("Sources"):
        text = file.read_text()
        for pattern in r"import {}$", r"{}\.":
            if re.search(pattern.format("Glibc"), text, re.M) and not re.search(pattern.format("Musl"), text, re.M):
                yield f"{file}: has '{pattern.format('Glibc')}' without the same of Musl beside it"


def length_faults():
    for file in files("Sources", "Tests", "Examples", "Benchmarks"):
        lines = file.read_text().count("\n")
        if lines > 500:
            yield f"{file}: has {lines} lines, at most 500, so split it"


all_targets = {target["name"]: target for target in json.load(sys.stdin)["targets"]}
for faults in import_faults(), adapter_faults(), link_faults(all_targets), musl_faults(), length_faults():
    for fault in faults:
        print(fault)
