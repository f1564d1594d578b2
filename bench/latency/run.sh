#!/usr/bin/env bash
# How long a durable order takes at 1,000 a second, beside one bare write and fdatasync on the same
# disk. Called by bench/run.
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/../serve.sh"

port=18430 seconds=5 rate=1000
serve "$work/latency" $port

rm -f "$work"/latency.{sync,orders}.*
for ((round = 0; round < rounds; ++round)); do
    read -r p50 p99 < <("$bin/latency_bench" sync "$work/latency.sync-file" 2000)
    echo "$p50" >>"$work/latency.sync.p50"
    echo "$p99" >>"$work/latency.sync.p99"
    read -r p50 p99 < <("$bin/latency_bench" orders $port "$key" "$secret" $rate $seconds)
    echo "$p50" >>"$work/latency.orders.p50"
    echo "$p99" >>"$work/latency.orders.p99"
done
value() { median <"$work/latency.$1"; }

echo 'title|Latency of a durable order at 1,000 a second, µs'
echo "note|Open loop: each order has its moment, and its latency counts from there, however late" \
    "the one before was. Four connections on the same two cores as the server."
row 'p50' "$(value orders.p50)" "bare write + fdatasync of 4 KiB $(value sync.p50)" '≤ 3 × fdatasync' \
    "$(at_most "$(value orders.p50)" "$(value sync.p50)" 3), $(times "$(value orders.p50)" "$(value sync.p50)") ×"
row 'p99' "$(value orders.p99)" "bare write + fdatasync $(value sync.p99)" '—' '—'
