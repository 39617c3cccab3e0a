# shellcheck shell=bash
# AMQP beside the management API.

benchmark_usage() {
    cat <<'USAGE'
Scripts/benchmark transports [OPTION…]

    --rounds N     how many rounds, each with a turn for either (3)
    --json FILE    the rows as lines of JSON too

AMQP beside the management API, in turns, on one private broker: how long an announcement takes, how many go through in a
second, and what a host that waits costs. Prints a table. Takes about a minute, and the first build some more.
USAGE
}

benchmark() {
    install_for_building
    benchmark_build TransportsBenchmark
    benchmark_start_broker
    broker_admit_over_http
    attended "$BENCHMARK_PROGRAM" "$@"
}
