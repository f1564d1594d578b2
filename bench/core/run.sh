#!/usr/bin/env bash
# The core alone on the order streams: decide, apply and encode; and replay. Called by bench/run.
. "$(dirname "$0")/../lib.sh"

operations=1000000 seed=1
profiles=(l3 mix sweep flick deep)

figure() { sed -E "s/.*\"$1\":([0-9.]+).*/\1/"; }
run() { # run PROFILE decide|replay FIGURE FILE
    local line
    line=$("$bin/core_bench" "$work/$1.stream" "$2")
    grep -q '"ok":true' <<<"$line" || give_up "core_bench made other trades than expected: $line"
    figure "$3" <<<"$line" >>"$4"
}

for profile in "${profiles[@]}"; do
    [[ -s $work/$profile.stream ]] ||
        "$bin/orderstream" gen "$profile" $operations $seed "$work/$profile.stream" 1 >/dev/null
    rm -f "$work/core.$profile" "$work/core.replay"
done
for ((round = 0; round < rounds; ++round)); do
    for profile in "${profiles[@]}"; do
        run "$profile" decide ns_per_command "$work/core.$profile"
    done
    run l3 replay ns_per_event "$work/core.replay"
done

per_second() { awk -v ns="$1" 'BEGIN { printf "%.0f", 1e9 / ns }'; }
echo 'title|The core alone, on one core'
echo "note|Commands decided, applied and encoded for the journal, with ledger, holds, fees and" \
    "self-trade prevention; 2,000 customers. CPU time. The trades are those that the stream expects."
for profile in "${profiles[@]}"; do
    ns=$(median <"$work/core.$profile")
    row "$profile, commands/s" "$(per_second "$ns")" "$ns ns each" '≥ 2,000,000/s' "$(at_most "$ns" 500 1)"
done
ns=$(median <"$work/core.replay")
row 'replay of l3, events/s' "$(per_second "$ns")" "$ns ns each" '≥ 1,000,000/s' "$(at_most "$ns" 1000 1)"
