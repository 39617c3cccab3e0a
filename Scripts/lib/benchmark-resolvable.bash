# shellcheck shell=bash
# From the emitter's start until the name resolves.

benchmark_usage() {
    cat <<'USAGE'
Scripts/benchmark resolvable [OPTION…]

    --sizes 10,10000   how many names there are
    --runs N           how many turns (20)
    --folder DIR       where the hosts files are made (/tmp)
    --json FILE        the rows as lines of JSON too

From the start of the emitter's process until dnsmasq answers with the name, in turns: the host service, fed by our emitter
and by amqp-publish; the receiver of 2014 (Benchmarks/former.py), fed by pika; the same receiver with SIGHUP instead of
a new dnsmasq, fed by amqp-publish. amqp-publish alone stands beside them, and another name is asked for all the while.
Takes about a minute beyond building; as root (dnsmasq runs as nobody).
USAGE
}

benchmark() { benchmark_programs resolvable "$@"; }
