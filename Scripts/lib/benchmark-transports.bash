# shellcheck shell=bash
# AMQP beside the management API: starts a private broker, builds Benchmarks and runs TransportsBenchmark.

benchmark_usage() {
    cat <<'USAGE'
Scripts/benchmark transports

AMQP beside the management API, in turns, on one private broker: how long an announcement takes, how many go through in a
second, and what a host that waits costs. Prints a table. Takes about a minute, and the first build some more.
USAGE
}

benchmark() {
    local folder
    case ${1:-} in
    '') ;;
    --help | -h) benchmark_usage && return ;;
    *) benchmark_usage >&2 && exit 64 ;;
    esac
    undo_on_exit
    install_for_building
    step "Building the benchmark, optimised"
    attended swift build --package-path "$REPOSITORY/Benchmarks" -c release --product TransportsBenchmark
    folder=$(mktemp -d "${TMPDIR:-/tmp}/my-docker-network-benchmark.XXXXXXXX")
    undo_begin "$folder"
    remember folder "$folder"
    install_for_broker
    step "Starting a private RabbitMQ in $folder"
    broker_start "$folder"
    broker_add_users "$folder"
    broker_admit_over_http
    LAB_DIRECTORY=$folder LAB_AMQP_PORT=$BROKER_PORT LAB_MANAGEMENT_PORT=$BROKER_MANAGEMENT_PORT \
        attended "$REPOSITORY/Benchmarks/.build/release/TransportsBenchmark"
}
