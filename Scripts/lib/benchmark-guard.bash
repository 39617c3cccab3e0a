# shellcheck shell=bash
# Fails where an operation allocates more than the baseline says.

benchmark_usage() {
    cat <<'USAGE'
Scripts/benchmark guard [OPTION…]

    --tolerance N   by how many hundredths a count may grow (5)
    --update        write the baseline instead of comparing with it
    --json FILE     the rows as lines of JSON too

Compares the allocations of `micro` with Benchmarks/Baselines/allocations.tsv and fails, naming each row that grew by more
than that. Never times: the counts are the same on a slow machine and on a busy one. A new compiler may change them; then
look at what changed, and --update. Takes a few seconds beyond building.
USAGE
}

benchmark() {
    benchmark_build MicroBenchmark
    # Else each process hashes otherwise, and so allocates otherwise.
    SWIFT_DETERMINISTIC_HASHING=1 attended "$BENCHMARK_PROGRAM" guard \
        --baseline "$BENCHMARKS/Baselines/allocations.tsv" "$@"
}
