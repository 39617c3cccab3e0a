# shellcheck shell=bash
# What each sink costs: builds Benchmarks and runs SinkBenchmark.

benchmark_usage() {
    cat <<'USAGE'
Scripts/benchmark sinks [OPTION…]

    --sizes 10,1000,10000,100000   how many names there are
    --sinks NAME,…                 which: raw-c, dnsmasq-directory, dnsmasq-file, system-hosts; all if not given
    --runs N                       how many single changes are timed (50)
    --burst N                      how many new names a burst brings (10000); 0: none
    --slice N                      how many changes a burst in slices hands over at once (400)
    --folder DIR                   where the places are made (/tmp): pick the file system with it
    --json FILE                    the rows as lines of JSON too

Each row: subject, number of names, figure, then median, 95th percentile, smallest and largest value. A sink is timed until
dnsmasq answers with what was written (system-hosts: until it stands in the file); a query loop runs beside each burst. `raw-c` writes one name a file in a few lines of C;
it is left out above 10,000 names, where dnsmasq would take minutes. All of it takes some minutes; as root (dnsmasq runs as nobody).
USAGE
}

benchmark() {
    install_packages dnsmasq-base
    benchmark_build SinkBenchmark
    attended "$BENCHMARK_PROGRAM" "$@"
}
