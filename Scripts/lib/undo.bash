# shellcheck disable=SC2034
# One list of what was started or changed, kept in the lab's folder, so that the same code cleans up at the end, after Ctrl-C,
# and long afterwards (`Scripts/lab stop DIR`, `Scripts/quickstart --stop DIR`).
# A line: kind, then what undo_KIND needs, separated by tabs. Undone from the last line to the first.

# undo_begin FOLDER: from now on things are written down in this folder.
UNDO_LIST=
undo_begin() {
    UNDO_LIST=$1/undo
    (umask 077 && : >"$UNDO_LIST")
}

# make_folder NAME: a temporary folder of this run, which others can look into; sets FOLDER, and LOG in it.
make_folder() {
    FOLDER=$(mktemp -d "${TMPDIR:-/tmp}/my-docker-network-$1.XXXXXXXX")
    LOG=$FOLDER/log
    # A dnsmasq that is started as root reads its files as nobody; what is secret in there has mode 600 or 700.
    chmod 755 "$FOLDER"
    undo_begin "$FOLDER"
    remember folder "$FOLDER"
}

# Undo when this script ends, however it ends. A signal becomes an exit, which is then tidied up.
undo_on_exit() {
    trap undo_at_exit EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM
    trap 'exit 129' HUP
}

# What runs goes on after the script: the caller says how to stop it.
undo_not_on_exit() { trap - EXIT INT TERM HUP; }
undo_at_exit() {
    local status=$?
    # A second Ctrl-C must not leave half of it running.
    trap '' INT TERM HUP
    trap - EXIT
    end_attended
    undo_all "$UNDO_LIST"
    [[ $status == 0 || -z $PART ]] || printf '%s: failed: %s\n' "$(basename "$0")" "$PART" >&2
    exit "$status"
}

remember() {
    local IFS=$'\t'
    printf '%s\n' "$*" >>"$UNDO_LIST"
}

# undo_all LIST: each line once; one that fails is said and does not stop the others.
undo_all() {
    local line fields
    [[ -f $1 ]] || return 0
    while IFS= read -r line; do
        IFS=$'\t' read -ra fields <<<"$line"
        "undo_${fields[0]}" "${fields[@]:1}" </dev/null || say "could not undo: $line"
    done < <(tac "$1")
    rm -f "$1"
}

# undo_folder_checked FOLDER: undoes what an earlier run of the same person left in that folder.
undo_folder_checked() {
    local list=$1/undo
    [[ -f $list ]] || fail "$1: no lab is running there (it has no undo list)"
    # The list names processes and folders to end: one that somebody else could write is not followed.
    [[ -O $list && $(stat -c %a "$list") == 600 ]] ||
        fail "$list: it must be yours and of mode 600; stop it as the user who started it"
    undo_all "$list"
}

# Kinds that several parts share, or the tests (Tests/EndToEnd/Faults/FaultBroker.swift) use.
# A killed process may write one more file while its folder goes.
undo_folder() { wait_until 5 rm -rf -- "$1"; }
undo_file() { rm -f -- "$1"; }
undo_namespace() { [[ ! -e /run/netns/$1 ]] || ip netns delete "$1"; }
# undo_setting FILE VALUE: a kernel setting, put back as it was.
undo_setting() { [[ $(<"$1") == "$2" ]] || printf '%s' "$2" >"$1"; }

# Processes are known by number and start time together: a number alone may be somebody else's by now.
process_start() {
    local line
    { line=$(<"/proc/$1/stat"); } 2>/dev/null || return 1
    # The name, in parentheses, may hold spaces: count the fields behind it.
    read -ra line <<<"${line##*) }"
    [[ ${line[0]} != Z ]] && printf '%s' "${line[19]}"
}
process_gone() { [[ $(process_start "$1") != "$2" ]]; }

# wait_until_or_ended SECONDS PROCESS COMMAND…: as wait_until, but false too once the process has ended.
wait_until_or_ended() { wait_until "$1" succeeds_or_ended "${@:2}" && process_start "$2" >/dev/null; }
succeeds_or_ended() { ! process_start "$1" >/dev/null || "${@:2}"; }

# start_daemon WHAT LOG GRACE COMMAND…: in a session of its own, so that Ctrl-C reaches it only through the undo list.
# GRACE: seconds between TERM and KILL; 0: KILL at once. Sets STARTED_PROCESS.
start_daemon() {
    setsid -- "${@:4}" </dev/null >>"$2" 2>&1 &
    STARTED_PROCESS=$!
    # Else bash says "Killed" at the end of what was meant to be killed.
    disown "$STARTED_PROCESS"
    remember daemon "$STARTED_PROCESS" "$(process_start "$STARTED_PROCESS" || printf 0)" "$3" "$1"
}

undo_daemon() { # NUMBER START GRACE WHAT
    process_gone "$1" "$2" && return 0
    if (($3 > 0)); then
        kill -TERM -- "-$1" 2>/dev/null || kill -TERM "$1" 2>/dev/null || true
        wait_until "$3" process_gone "$1" "$2" && return 0
        say "$4 did not end within $3 s; killed"
    fi
    kill -KILL -- "-$1" 2>/dev/null || kill -KILL "$1" 2>/dev/null || true
    wait_until 5 process_gone "$1" "$2"
}

# attended COMMAND…: a long command in the foreground, which a signal to the script ends too (bash alone would wait for it).
# It has a session of its own: what it leaves running there ends with it.
ATTENDED=
attended() {
    local status=0
    setsid -- "$@" </dev/null &
    ATTENDED=$!
    wait "$ATTENDED" || status=$?
    end_session "$ATTENDED"
    ATTENDED=
    return "$status"
}
end_attended() { [[ -z $ATTENDED ]] || end_session "$ATTENDED"; }

# end_session NUMBER: a crashed test's dnsmasq, say.
end_session() {
    local signal
    for signal in TERM KILL; do
        session_processes "$1" | xargs -r kill "-$signal" 2>/dev/null || true
        wait_until 10 session_empty "$1" && return
    done || true
}
session_empty() { [[ -z $(session_processes "$1") ]]; }
session_processes() {
    { cat /proc/[0-9]*/stat 2>/dev/null || true; } |
        awk -v session="$1" '{ number = $1; sub(/.*\) /, ""); if ($1 != "Z" && $4 == session) print number }'
}
