"""Checks the documentation's pages. Runs in the repository's folder.

    documentation.py check           prints each fault: a link that leads nowhere, a command that bash cannot parse, a script
                                     or test that does not exist, an excerpt that is not its example's text
    documentation.py try PROGRAMS    asks the programs in that folder for each subcommand and option that a page shows, and has
                                     them print and accept each configuration
    documentation.py block PAGE LANGUAGE TEXT    prints the page's first block of code in that language which holds the text
"""

import os
import pathlib
import re
import subprocess
import sys
import tempfile

# A block of code, and the path of its source if a comment before it names one.
BLOCK = re.compile(r"(?:^<!-- (Examples/\S+) -->\s*)?^```(\S*)\n(.*?)^```$", re.M | re.S)


def pages(*patterns):
    names = ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "docs/*.md", "Examples/*/README.md", *patterns]
    return [page for name in names for page in sorted(pathlib.Path().glob(name))]


def blocks(page, language):
    return [(source, text) for source, kind, text in BLOCK.findall(page.read_text()) if kind == language]


def prose(page):
    return BLOCK.sub("", page.read_text())


def anchors(page):
    headings = re.findall(r"^#+ (.*)$", prose(page), re.M)
    return {re.sub(r"[^a-z0-9 _-]", "", heading.lower()).replace(" ", "-") for heading in headings}


def link_works(page, target):
    name, _, anchor = target.partition("#")
    file = page.parent / name if name else page
    return file.exists() and (not anchor or anchor in anchors(file))


def page_faults(page):
    for target in re.findall(r"\]\(([^)]+)\)", prose(page)):
        if not re.match("https?:", target) and not link_works(page, target):
            yield f"{page}: links to {target}, which does not exist"
    for _, text in blocks(page, "sh"):
        if subprocess.run(["bash", "-n"], input=text, text=True, check=False).returncode:
            yield f"{page}: bash cannot parse: {text.splitlines()[0]}"
    for name in sorted(set(re.findall(r"\bScripts/[a-z][a-z-]*", page.read_text()))):
        if not pathlib.Path(name).exists():
            yield f"{page}: there is no {name}"


def without_indentation(text):
    return re.sub("^ *", "", text, flags=re.M)


def excerpt_faults():
    excerpts = [
        (page, source, text) for page in pages("Sources/*/*.docc/*.md") for source, text in blocks(page, "swift") if source
    ]
    if not excerpts:
        yield "README.md: shows no example"
    for page, source, text in excerpts:
        if not pathlib.Path(source).is_file():
            yield f"{page}: there is no {source} to show"
        elif without_indentation(text) not in without_indentation(pathlib.Path(source).read_text()):
            yield f"{page}: shows other lines than those of {source}, beginning with: {text.splitlines()[0]}"


def check():
    for page in pages():
        yield from page_faults(page)
    yield from excerpt_faults()
    for name in sorted(set(re.findall(r"([A-Za-z]+Tests)`", pathlib.Path("docs/failure.md").read_text()))):
        if not list(pathlib.Path("Tests").rglob(f"{name}.swift")):
            yield f"docs/failure.md: there is no {name}"


def commands(page):
    """The words of each command of our programs: of those in blocks for a shell, and of those in the text."""
    for _, text in blocks(page, "sh"):
        text = re.sub(r"(^| )#.*", "", text.replace("\\\n", ""), flags=re.M)
        yield from (line.split() for line in re.split(r"&&|[|;>\n]", text) if re.match(" *my-docker-network", line))
    for text in re.findall(r"`(my-docker-network[a-z-]* [a-z][^`\n]*)`", prose(page)):
        yield text.split()


def command_fault(program, subcommand, words, empty):
    result = subprocess.run([program, subcommand, "--help"], capture_output=True, text=True, check=False)
    if result.returncode:
        return f"there is no '{subcommand}'"
    known = set(re.findall(r"--[\w-]+", result.stdout))
    for word in words[: words.index("--")] if "--" in words else words:
        if word.startswith("--") and word.partition("=")[0] not in known:
            return f"'{subcommand}' knows no '{word}'"
    if subcommand == "print-config" and words[:1] != ["KIND"]:
        # A machine without an engine has no bridge that could be found.
        command = [program, subcommand, *words[:1], "--config", empty]
        for option in [], ["--listen", "172.17.0.1"]:
            result = subprocess.run([*command, *option], capture_output=True, text=True, check=False)
            if not result.returncode:
                return None
        return f"print-config {words[:1]} fails: {result.stderr}"
    return None


def configuration_fault(programs, text, folder):
    # The file with the password need not be on this machine.
    password, file = folder / "password", folder / "config.toml"
    password.write_text("not-used")
    password.chmod(0o600)
    file.write_text(text.replace("/etc/my-docker-network/password", str(password)))
    environment = {**os.environ, "MY_DOCKER_NETWORK_PASSWORD_FILE": str(password)}
    command = [programs / "my-docker-network", "check-config", "--config", file]
    result = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    return f"check-config refuses the configuration: {result.stderr}" if result.returncode else None


def try_programs(programs):
    count = 0
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        empty = folder / "empty.toml"
        empty.touch()
        for page in pages():
            faults = [command_fault(programs / words[0], words[1], words[2:], empty) for words in commands(page)]
            faults += [configuration_fault(programs, text, folder) for _, text in blocks(page, "toml")]
            count += len(faults)
            yield from (f"{page}: {fault}" for fault in faults if fault)
    if count <= 12:
        yield f"only {count} commands and configurations found"
    print(f"documentation: {count} commands and configurations", file=sys.stderr)


def main(verb, *words):
    if verb == "block":
        page, language, part = words
        found = [text for _, text in blocks(pathlib.Path(page), language) if part in text]
        print(found[0] if found else sys.exit(f"{page}: no block of {language} holds '{part}'"), end="")
        return
    faults = list(check() if verb == "check" else try_programs(pathlib.Path(words[0])))
    print("".join(f"{fault}\n" for fault in faults), end="")
    sys.exit(1 if faults else 0)


main(*sys.argv[1:])
