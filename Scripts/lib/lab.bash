# shellcheck disable=SC2034
# The parts that the scripts are made of, to be sourced by bash. Nothing starts by sourcing it. Whatever a function starts or
# changes, it writes down in the folder's undo list (undo.bash) before it goes on: the script's end undoes all of it.

set -euo pipefail
SCRIPTS=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
REPOSITORY=$(dirname "$SCRIPTS")
# Where `swift build` works. Another folder lets two people, or two programs, build side by side.
SCRATCH_PATH=${MY_DOCKER_NETWORK_SCRATCH_PATH:-$REPOSITORY/.build}
# The broker's words, the same everywhere (the documentation uses them too).
VIRTUAL_HOST=my-docker-network
source "$SCRIPTS/lib/progress.bash"
source "$SCRIPTS/lib/undo.bash"
source "$SCRIPTS/lib/install.bash"
source "$SCRIPTS/lib/broker.bash"
source "$SCRIPTS/lib/nameserver.bash"
source "$SCRIPTS/lib/containers.bash"
source "$SCRIPTS/lib/tests.bash"

undo_on_exit
[[ " $* " != *' --help '* && ${1:-} != -h ]] || { usage && exit; }
