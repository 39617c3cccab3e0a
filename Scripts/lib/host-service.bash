# The host service, as the lab runs it: its transports in order of preference, one dnsmasq sink.

# host_service_start FOLDER TOOL NAME PASSWORD-FILE URL…: writes FOLDER/config.toml, and returns once the
# service says that it is ready. Expects the name server of nameserver_start in the same folder.
host_service_start() {
    local folder=$1 tool=$2
    host_service_settings "$@" >"$folder/config.toml"
    start_daemon "the host service" "$folder/serve.log" 10 "$tool" serve --config "$folder/config.toml"
    wait_until 30 host_service_ready_or_ended "$STARTED_PROCESS" "$folder" ||
        fail "the host service was not ready within 30 s; see $folder/serve.log"
    if ! process_start "$STARTED_PROCESS" >/dev/null; then
        tail -n 5 "$folder/serve.log" >&2
        fail "the host service ended (its last lines are above)"
    fi
}

host_service_settings() { # FOLDER TOOL NAME PASSWORD-FILE URL…
    local folder=$1 name=$3 password=$4 url
    shift 4
    printf 'host-name = "%s"\n' "$name"
    for url in "$@"; do
        printf '\n[[transports]]\nurl = "%s"\n' "$url"
        # Over a Unix socket the kernel says who it is.
        [[ $url == unix:* ]] || printf 'password-file = "%s"\n' "$password"
    done
    printf '\n[[sinks]]\nkind = "dnsmasq"\npath = "%s"\npid-file = "%s"\n' "$folder/hosts.d" "$folder/dnsmasq.pid"
}

host_service_ready_or_ended() {
    process_start "$1" >/dev/null || return 0
    grep -qw ready "$2/serve.log"
}
