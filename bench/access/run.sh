#!/usr/bin/env bash
# Who may do what: the check alone, and the gate beside bare verification. Called by bench/run.
. "$(dirname "$0")/../lib.sh"

figure() { sed -E "s/.*\"$1\":([0-9.]+).*/\1/"; }

rm -f "$work"/access.*
for ((round = 0; round < rounds; ++round)); do
    "$bin/access_bench" check | figure ns >>"$work/access.check"
    for kind in hmac ed25519; do
        line=$("$bin/access_bench" $kind)
        figure ns <<<"$line" >>"$work/access.$kind"
        figure bare_ns <<<"$line" >>"$work/access.$kind.bare"
    done
done

echo 'title|Access, CPU on one core'
echo "note|100,000 keys with 20 allowed ranges and two caps each. The check: look-up, the holder's" \
    "standing, authorise() for an order, what the caps leave. The gate: a signed request from its" \
    "headers to the answer of that check; bare: OpenSSL's HMAC-SHA-256 and libsodium's Ed25519."
check=$(median <"$work/access.check")
row 'the check alone' "$check ns" '' 'none' ''
for kind in hmac ed25519; do
    ns=$(median <"$work/access.$kind") bare=$(median <"$work/access.$kind.bare")
    over=$(awk -v a="$ns" -v b="$bare" 'BEGIN { printf "%.0f", a - b }')
    rate=$(awk -v ns="$ns" 'BEGIN { printf "%.0f", 1e9 / ns }')
    bare_rate=$(awk -v ns="$bare" 'BEGIN { printf "%.0f", 1e9 / ns }')
    row "$kind, verified requests/s" "$rate" "bare $bare_rate" \
        'at most 3 µs over bare' "$(at_most "$over" 3000 1)"
    row "$kind, over bare verification" "$over ns" "bare $bare ns" '≤ 3,000 ns' "$(at_most "$over" 3000 1)"
done
