# shellcheck shell=bash
# Single operations, in time and in allocations.

benchmark_usage() {
    cat <<'USAGE'
Scripts/benchmark micro [OPTION…]

    --runs N       how many rounds (7)
    --json FILE    the rows as lines of JSON too

An announcement printed and parsed, the registry at 100,000 names, a hosts file of 10,000 lines: how long one takes, and
how many blocks and bytes it asks the allocator for.
USAGE
}

benchmark() {
    benchmark_build MicroBenchmark
    SWIFT_DETERMINISTIC_HASHING=1 attended "$BENCHMARK_PROGRAM" measure "$@"
}
