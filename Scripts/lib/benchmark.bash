# shellcheck shell=bash
# What several benchmarks prepare: the programs as they are shipped, a broker with room for those of 2014.
# Each Scripts/lib/benchmark-NAME.bash defines `benchmark`, which gets the options behind NAME, and `benchmark_usage`.

BENCHMARKS=$REPOSITORY/Benchmarks

# benchmark_asks_for_help OPTION…: whether --help is among them; nothing is built or started for it.
benchmark_asks_for_help() {
    local option
    for option in "$@"; do
        [[ $option != --help && $option != -h ]] || return 0
    done
    return 1
}

# benchmark_build PRODUCT: sets BENCHMARK_PROGRAM.
benchmark_build() {
    step "Building $1, optimised"
    attended swift build --package-path "$BENCHMARKS" -c release --product "$1" >&2
    BENCHMARK_PROGRAM=$BENCHMARKS/.build/release/$1
}

# benchmark_start_broker: a private one, ended with the script. Exports what Benchmarks' programs look for.
benchmark_start_broker() {
    local folder
    folder=$(mktemp -d "${TMPDIR:-/tmp}/my-docker-network-benchmark.XXXXXXXX")
    undo_begin "$folder"
    remember folder "$folder"
    install_for_broker
    step "Starting a private RabbitMQ in $folder"
    broker_start "$folder"
    broker_add_users "$folder"
    export LAB_DIRECTORY=$folder LAB_AMQP_PORT=$BROKER_PORT LAB_MANAGEMENT_PORT=$BROKER_MANAGEMENT_PORT
}

# benchmark_add_open_hosts: virtual hosts in which both users may do everything, as the programs of 2014 expect.
benchmark_add_open_hosts() {
    local kind virtual_host user
    for kind in open 2014 2014-signal; do
        virtual_host=my-docker-network-$kind
        "$BROKER_CONTROL" -q add_vhost "$virtual_host"
        for user in host emitter; do
            "$BROKER_CONTROL" -q set_permissions -p "$virtual_host" "$user" '.*' '.*' '.*'
        done
    done
}

# benchmark_programs NAME OPTION…: runs one of ProgramBenchmark's, with all that it needs.
benchmark_programs() {
    install_for_building
    install_packages amqp-tools dnsmasq-base
    build_shipped >&2
    benchmark_build ProgramBenchmark
    python_prepare
    benchmark_start_broker
    benchmark_add_open_hosts
    LAB_PYTHON=$PYTHON \
        BENCHMARK_FORMER=$BENCHMARKS/former.py \
        BENCHMARK_HOST_TOOL=$SHIPPED_SCRATCH_PATH/release/my-docker-network \
        BENCHMARK_EMITTER=$SHIPPED_SCRATCH_PATH/release/my-docker-network-emit \
        BENCHMARK_STATIC_EMITTER=$REPOSITORY/.build/static/my-docker-network-emit \
        attended "$BENCHMARK_PROGRAM" "$@"
}
