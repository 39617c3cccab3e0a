# shellcheck shell=bash
# What the emitter costs a container.

benchmark_usage() {
    cat <<'USAGE'
Scripts/benchmark emitter [OPTION…]

    --runs N        how many times each program is started (40)
    --renewals N    how many renewals go by before memory is read again, three a second (360: an hour's, two minutes)
    --json FILE     the rows as lines of JSON too

The static emitter's size, stripped and gzipped; its start (`--version`) beside the usual build's and an empty process;
its memory in `run`.
USAGE
}

benchmark() { benchmark_programs emitter "$@"; }
