# shellcheck shell=bash
# Many names that renew their leases, and nothing else.

benchmark_usage() {
    cat <<'USAGE'
Scripts/benchmark steady [OPTION…]

    --names N      how many names, each of an instance of its own (10000)
    --interval N   how many seconds lie between two renewals of one name (10)
    --seconds N    how many seconds are measured, after one interval without (20)
    --folder DIR   where the hosts files are made (/tmp)
    --json FILE    the rows as lines of JSON too

What the host service uses of a processor and of memory meanwhile. Renewals come one by one, evenly spread. Takes
interval and seconds, beyond building; as root (dnsmasq runs as nobody).
USAGE
}

benchmark() { benchmark_programs steady "$@"; }
