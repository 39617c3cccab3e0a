# shellcheck disable=SC2034
# A script's arguments, what a person reads while it works, and the clock.

# usage: the comment with which the script begins.
usage() { sed -n '2,/^[^#]/s/^# \?//p' "$0"; }

# usage_error [TEXT]: says what is wrong, or all that is right.
usage_error() {
    if (($# > 0)); then printf '%s: %s; see --help\n' "$(basename "$0")" "$*" >&2; else usage >&2; fi
    exit 64
}

# At most nine digits, so that no arithmetic overflows.
NUMBER='0|[1-9][0-9]{0,8}' POSITIVE='[1-9][0-9]{0,8}'

# read_options OPTION… -- ARGUMENT…: sets a variable for each option that is among the arguments, and WORDS to the others. An
# OPTION is `keep`, for --keep, which sets keep to yes; or `keep-root=A|B`, for --keep-root, whose value must match A|B, and
# which sets keep_root to it.
read_options() {
    local -A patterns=()
    local option name
    WORDS=()
    while [[ $1 != -- ]]; do
        name=${1%%=*}
        patterns["$name"]=${1#"$name"}
        shift
    done
    shift
    while (($# > 0)); do
        option=$1 && shift
        [[ $option == -* ]] || { WORDS+=("$option") && continue; }
        name=${option#--}
        [[ -v patterns[$name] ]] || usage_error "there is no option '$option'"
        declare -g "${name//-/_}=yes"
        [[ -n ${patterns[$name]} ]] || continue
        [[ ${1:-} =~ ^(${patterns[$name]#=})$ ]] || usage_error "$option: '${1:-}' is not valid"
        declare -g "${name//-/_}=$1" && shift
    done
}

# no_arguments ARGUMENT…: for a script that takes none but --help.
no_arguments() { (($# == 0)) || usage_error "unknown argument '$1'"; }

# Lines go to this descriptor; a script whose standard output is read by `eval` sets it to 2.
SAY_DESCRIPTOR=${SAY_DESCRIPTOR:-1}
say() { printf '%s\n' "$*" >&"$SAY_DESCRIPTOR"; }
# One step, before it is taken.
step() { say "==> $*"; }
# A command as a person would type it.
shown() { say "    \$ ${*//$'\n'/$'\n'      }"; }
# Something that was really seen; it may be several lines.
seen() { say "    ${*//$'\n'/$'\n'    }"; }

# What, where, what to do: one line on standard error; the exit ends everything that was started.
fail() {
    printf '%s: %s\n' "$(basename "$0")" "$*" >&2
    exit 1
}

# fail_showing FILE TEXT: the same, with the file's last lines above it.
fail_showing() {
    tail -n 20 "$1" >&2
    fail "$2 (the last lines of $1 are above)"
}

# quietly TEXT COMMAND…: its words go to the file LOG; where it fails they are shown, with the text.
quietly() { "${@:2}" >>"$LOG" 2>&1 || fail_showing "$LOG" "$1"; }

# The clock, in milliseconds.
now() { printf '%s' "$((${EPOCHREALTIME/[.,]/} / 1000))"; }

# since START: the seconds that have passed.
since() {
    local passed=$(($(now) - $1))
    printf '%d.%d s' "$((passed / 1000))" "$((passed % 1000 / 100))"
}

# wait_until SECONDS COMMAND…: asks again and again until the command succeeds; false at the deadline.
wait_until() {
    local deadline=$(($(now) + $1 * 1000))
    shift
    until "$@"; do
        (($(now) < deadline)) || return 1
        sleep 0.05
    done
}

# timed WHAT COMMAND…: runs it and keeps how long it took, for `say_times`. Where it fails, the script ends (errexit), and
# undo_at_exit says in which part.
TIMES=()
PART=
timed() {
    local started
    started=$(now)
    PART=$1
    "${@:2}"
    # shellcheck disable=SC2034  # undo_at_exit reads it
    PART=
    TIMES+=("$(printf '%9s  %s' "$(since "$started")" "$1")")
    say "${TIMES[-1]}"
}
say_times() { say "How long each part took:$(printf '\n%s' "${TIMES[@]}")"; }
