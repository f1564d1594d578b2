# shellcheck shell=bash
# What every script shares; sourced, never run. It moves to the root of the repository.
#
#     say "..."        one line for the person in front of the screen, on standard error
#     give_up "..."    the same, and the script ends: one sentence with the next step in it
#     need_disk 2      gives up unless 2 GB are free here
#     jobs             how many compilers this machine takes at once

set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# The compiler cache serves every clone of this repository alike, wherever it lies.
# It keeps what was compiled with precompiled headers only if told that their macros do not matter.
export CCACHE_BASEDIR=$PWD CCACHE_NOHASHDIR=1 CCACHE_SLOPPINESS=pch_defines,time_macros

say() { printf '%s\n' "$*" >&2; }

give_up() {
    say "$*"
    exit 1
}

need_disk() {
    local free_kb
    free_kb=$(df -Pk . | awk 'NR == 2 { print $4 }')
    if ((free_kb < $1 * 1024 * 1024)); then
        give_up "Less than $1 GB are free in $PWD; make room (build/ may be deleted) and try again."
    fi
}

# The largest files take 1.5 GB to compile, so memory counts as well as processors.
jobs() {
    local cores memory_kb by_memory
    cores=$(nproc)
    memory_kb=$(awk '/^MemAvailable:/ { print $2 }' /proc/meminfo)
    by_memory=$((memory_kb / 1500000))
    ((by_memory < 1)) && by_memory=1
    echo $((cores < by_memory ? cores : by_memory))
}
