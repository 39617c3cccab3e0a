# A RabbitMQ of the lab's own: its node, ports, folder and epmd are nobody else's, and it reads no settings in /etc/rabbitmq.
BROKER_PROGRAMS=/usr/lib/rabbitmq/bin

# broker_start FOLDER [ADDRESS…]: listens on 127.0.0.1 and on each ADDRESS given (which must exist by now), management on
# 127.0.0.1 alone. Sets BROKER_PORT, BROKER_MANAGEMENT_PORT and BROKER_CONTROL (a rabbitmqctl that speaks to it), and returns
# once it answers.
broker_start() {
    local folder=$1/broker
    BROKER_PORT=$(free_port)
    BROKER_MANAGEMENT_PORT=$(free_port)
    BROKER_CONTROL=$folder/rabbitmqctl
    remember folder "$folder"
    mkdir -p "$folder/data" "$folder/log"
    chmod 700 "$folder"
    broker_write_settings "$folder" 127.0.0.1 "${@:2}"
    broker_run "$folder"
    broker_wait "$folder" "$STARTED_PROCESS"
}

broker_write_settings() { # FOLDER ADDRESS…
    local folder=$1 number
    for ((number = 1; number < $#; number++)); do
        printf 'listeners.tcp.%s = %s:%s\n' "$number" "${@:number+1:1}" "$BROKER_PORT"
    done >"$folder/rabbitmq.conf"
    # Users other than guest may come from containers; a small disk must not raise an alarm.
    printf '%s\n' 'management.tcp.ip = 127.0.0.1' "management.tcp.port = $BROKER_MANAGEMENT_PORT" 'loopback_users = none' \
        'disk_free_limit.absolute = 50MB' 'log.console = false' >>"$folder/rabbitmq.conf"
    printf '[rabbitmq_management].\n' >"$folder/enabled_plugins"
    # Idle schedulers sleep at once: the tests share few cores with it.
    cat >"$folder/environment" <<ENVIRONMENT
export HOME='$folder'
export ERL_EPMD_PORT=$(free_port)
export ERL_EPMD_ADDRESS=127.0.0.1
export RABBITMQ_NODENAME=lab-$(random_word)@localhost
export RABBITMQ_DIST_PORT=$(free_port)
export RABBITMQ_MNESIA_BASE='$folder/data'
export RABBITMQ_LOG_BASE='$folder/log'
export RABBITMQ_ENABLED_PLUGINS_FILE='$folder/enabled_plugins'
export RABBITMQ_CONFIG_FILE='$folder/rabbitmq.conf'
export RABBITMQ_CONFIG_FILES='$folder/conf.d'
export RABBITMQ_ADVANCED_CONFIG_FILE='$folder/advanced.config'
export RABBITMQ_CONF_ENV_FILE=/dev/null
export RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS='+sbwt none +sbwtdcpu none +sbwtdio none -kernel inet_dist_use_interface {127,0,0,1}'
ENVIRONMENT
    # rabbitmqctl for the broker in this folder, and for no other.
    printf '%s\n' '#!/bin/bash' "source '$folder/environment'" "exec $BROKER_PROGRAMS/rabbitmqctl \"\$@\"" >"$BROKER_CONTROL"
    chmod 700 "$BROKER_CONTROL"
}

# broker_run FOLDER: also starts it again on the same folder, after it was killed. epmd runs in the
# foreground and first: the one that the broker would start by itself nobody could end by number.
broker_run() {
    start_daemon "epmd" "$1/epmd.log" 0 bash -c 'source "$0/environment"; exec epmd -port "$ERL_EPMD_PORT" -address "$ERL_EPMD_ADDRESS"' "$1"
    # Its clean stop takes 6 s, and nothing it holds is worth keeping.
    start_daemon "the broker" "$1/broker.log" 0 bash -c 'source "$0/environment"; exec "$1/rabbitmq-server"' "$1" "$BROKER_PROGRAMS"
    printf '%s\n' "$STARTED_PROCESS" >"$1/process"
}

broker_wait() { # FOLDER PROCESS
    wait_until_or_ended 90 "$2" broker_listens || fail_showing "$1/broker.log" "the broker did not start within 90 s"
    "$BROKER_CONTROL" -q await_startup --timeout 60 >&2 || fail "the broker did not become ready; see $1/log"
}
broker_listens() { [[ -n $(ss -Hltn "sport = :$BROKER_PORT") ]]; }

# broker_add_user NAME PASSWORD-FILE CONFIGURE WRITE READ
broker_add_user() {
    remember file "$2"
    write_secret "$2"
    "$BROKER_CONTROL" -q add_user "$1" <"$2" >/dev/null
    "$BROKER_CONTROL" -q set_permissions -p "$VIRTUAL_HOST" "$1" "$3" "$4" "$5"
}

# broker_add_users FOLDER: the virtual host, and the two users with the least that each needs. Leaves
# FOLDER/host.password and FOLDER/emitter.password.
broker_add_users() {
    "$BROKER_CONTROL" -q add_vhost "$VIRTUAL_HOST"
    # guest has a password that everybody knows, and other users than on 127.0.0.1 can reach this broker.
    "$BROKER_CONTROL" -q delete_user guest
    broker_add_user host "$1/host.password" '^my-docker-network(\.resync|\.host\..*)?$' \
        '^(my-docker-network(\.resync|\.host\..*)?|amq\.default)$' '^my-docker-network(\.host\..*)?$'
    broker_add_user emitter "$1/emitter.password" '^my-docker-network\.emit\.' \
        '^my-docker-network(\.emit\..*)?$' '^my-docker-network\.(resync|emit\..*)$'
}

# broker_add_administrator FOLDER: for tests only, which make virtual hosts and users of their own.
broker_add_administrator() {
    broker_add_user administrator "$1/administrator.password" '.*' '.*' '.*'
    "$BROKER_CONTROL" -q set_user_tags administrator administrator
}
