# shellcheck shell=bash
# One-shot emitters, in turns.

benchmark_usage() {
    cat <<'USAGE'
Scripts/benchmark emit [OPTION…]

    --runs N       how many turns (40)
    --json FILE    the rows as lines of JSON too

One announcement by a program of its own, from the start of its process to its end: `my-docker-network-emit up` in both
builds, which ends when the broker has confirmed and a host is bound; rabbitmq-c's amqp-publish, which asks for neither;
Python with pika, as in 2014. Ratios are taken turn by turn. Takes a quarter of a minute beyond building.
USAGE
}

benchmark() { benchmark_programs emit "$@"; }
