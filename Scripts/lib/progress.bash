# What a person reads while a script works, and the clock.

# Lines go to this descriptor; a script whose standard output is read by `eval` sets it to 2.
SAY_DESCRIPTOR=${SAY_DESCRIPTOR:-1}

# Colours only for a person: on a terminal, and not where NO_COLOR is set (no-color.org).
colour() {
    if [[ -z ${NO_COLOR:-} && ${TERM:-dumb} != dumb && -t $SAY_DESCRIPTOR ]]; then
        printf '\033[%sm' "$1"
    fi
}

say() { printf '%s\n' "$*" >&"$SAY_DESCRIPTOR"; }

# One step, before it is taken.
step() { printf '%s==>%s %s\n' "$(colour '1;34')" "$(colour 0)" "$*" >&"$SAY_DESCRIPTOR"; }

# A command as a person would type it.
shown() { printf '    %s$ %s%s\n' "$(colour 2)" "$*" "$(colour 0)" >&"$SAY_DESCRIPTOR"; }

# Something that was really seen; it may be several lines.
seen() { printf '%s%s%s\n' "$(colour 32)" "    ${*//$'\n'/$'\n'    }" "$(colour 0)" >&"$SAY_DESCRIPTOR"; }

# What, where, what to do: one line on standard error; the exit ends everything that was started.
fail() {
    printf '%s: %s\n' "$(basename "$0")" "$*" >&2
    exit 1
}

# usage_error [TEXT]: says what is wrong, or all that is right.
usage_error() {
    if (($# > 0)); then printf '%s: %s; see --help\n' "$(basename "$0")" "$*" >&2; else usage >&2; fi
    exit 64
}

# number OPTION VALUE LEAST: prints the value; at most nine digits, so that no arithmetic overflows.
number() {
    [[ $2 =~ ^(0|[1-9][0-9]{0,8})$ && $2 -ge $3 ]] || usage_error "$1: '$2' is no whole number from $3 to 999999999"
    printf '%s' "$2"
}

# only_help ARGUMENT…: for a script that takes no arguments but --help.
only_help() {
    [[ ${1:-} != --help && ${1:-} != -h ]] || { usage && exit; }
    (($# == 0)) || usage_error
}

# fail_showing FILE TEXT: the same, with the file's last lines above it.
fail_showing() {
    tail -n 20 "$1" >&2
    fail "$2 (the last lines of $1 are above)"
}

# The clock, in milliseconds.
now() {
    local microseconds=${EPOCHREALTIME/[.,]/}
    printf '%s' "$((microseconds / 1000))"
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

# timed WHAT COMMAND…: runs it and keeps how long it took, for `say_times`. Where it fails, the script ends
# (errexit), and undo_at_exit says in which part.
TIMES=()
PART=
timed() {
    local what=$1 started
    started=$(now)
    PART=$what
    shift
    "$@"
    # shellcheck disable=SC2034  # undo_at_exit reads it
    PART=
    TIMES+=("$(printf '%7.1f s  %s' "$(tenths $(($(now) - started)))" "$what")")
    say "${TIMES[-1]}"
}

tenths() { printf '%d.%d' "$(($1 / 1000))" "$(($1 % 1000 / 100))"; }

say_times() { say "How long each part took:$(printf '\n%s' "${TIMES[@]}")"; }
