# What bench/run and the benchmarks' run.sh share; sourced, never run.
set -euo pipefail

say() { printf '%s\n' "$*" >&2; }

give_up() {
    say "$*"
    exit 1
}

# median < numbers, one per line
median() { sort -n | awk '{ v[NR] = $1 } END { print NR ? v[int((NR + 1) / 2)] : "none" }'; }

# figure, value, peers, target, yes or no
row() { printf 'row|%s|%s|%s|%s|%s\n' "$1" "$2" "$3" "$4" "$5"; }

# at_most 20.5 73.8 0.5: whether the first is at most the third of the second
at_most() { awk -v a="$1" -v b="$2" -v f="$3" 'BEGIN { print a + 0 <= b * f ? "yes" : "no" }'; }

# times 20.5 16.6 -> 1.23
times() { awk -v a="$1" -v b="$2" 'BEGIN { printf "%.2f", a / b }'; }
