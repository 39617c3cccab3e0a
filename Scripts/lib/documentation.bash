# The documentation's pages, and what is in them. Paths are relative to the repository.

documentation_pages() { printf '%s\n' README.md CONTRIBUTING.md CHANGELOG.md docs/*.md Examples/*/README.md; }

# code_blocks LANGUAGE PAGE [excerpts]: prints each block of code in that language, with a NUL behind it; of excerpts alone,
# which stand behind a comment with the path of their source, that path is the first line.
code_blocks() {
    awk -v start="\`\`\`$1" -v excerpts="${3:-}" '
        /^<!-- Examples\/.* -->$/ { source = $2; next }
        $0 == start { inside = 1; block = ""; next }
        /^```/ { if (inside && (!excerpts || source)) printf "%s%s%c", excerpts ? source "\n" : "", block, 0; inside = 0; source = "" }
        inside { block = block $0 "\n" }
    ' "$2"
}

without_code() { sed '/^```/,/^```$/d' "$1"; }

# links PAGE: prints the target of each link into this repository.
links() { without_code "$1" | grep -oE '\]\([^)]+\)' | sed 's/^](//; s/)$//' | grep -v '^https\?:' || true; }

# anchors PAGE: prints its headings as links name them.
anchors() { without_code "$1" | sed -n 's/^##* //p' | tr '[:upper:]' '[:lower:]' | sed 's/[^a-z0-9 _-]//g; s/ /-/g'; }

# link_works PAGE TARGET
link_works() {
    local file=${2%%#*}
    file=$(dirname "$1")/${file:-$(basename "$1")}
    [[ -e $file ]] && { [[ $2 != *'#'* ]] || anchors "$file" | grep -qx -- "${2#*#}"; }
}
