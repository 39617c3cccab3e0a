# shellcheck shell=bash
# Many new names at once, until every one of them resolves.

benchmark_usage() {
    cat <<'USAGE'
Scripts/benchmark burst [OPTION…]

    --names N          how many new names are published at once (10000)
    --former-names N   how many of them the receivers of 2014 get (300)
    --runs N           how many rounds, each with programs that start without names (3)
    --folder DIR       where the hosts files are made (/tmp)
    --json FILE        the rows as lines of JSON too

From the first publish until every name resolves; asking for all of them is part of it. Another name is asked for all
the while. Takes about half a minute beyond building; as root (dnsmasq runs as nobody).
USAGE
}

benchmark() { benchmark_programs burst "$@"; }
