# The host service, as the lab runs it: one transport, one dnsmasq sink.

# host_service_start FOLDER TOOL NAME PORT PASSWORD-FILE: writes FOLDER/config.toml, and returns once the
# service says that it is ready. Expects the name server of nameserver_start in the same folder.
host_service_start() {
    local folder=$1 tool=$2
    cat >"$folder/config.toml" <<TOML
host-name = "$3"

[[transports]]
url = "amqp://host@127.0.0.1:$4/$VIRTUAL_HOST"
password-file = "$5"

[[sinks]]
kind = "dnsmasq"
path = "$folder/hosts.d"
pid-file = "$folder/dnsmasq.pid"
TOML
    start_daemon "the host service" "$folder/serve.log" 10 "$tool" serve --config "$folder/config.toml"
    wait_until 30 host_service_ready_or_ended "$STARTED_PROCESS" "$folder" ||
        fail "the host service was not ready within 30 s; see $folder/serve.log"
    if ! process_start "$STARTED_PROCESS" >/dev/null; then
        tail -n 5 "$folder/serve.log" >&2
        fail "the host service ended (its last lines are above)"
    fi
}

host_service_ready_or_ended() {
    process_start "$1" >/dev/null || return 0
    grep -qw ready "$2/serve.log"
}
