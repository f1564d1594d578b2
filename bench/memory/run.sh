#!/usr/bin/env bash
# Memory of a whole server with many customers, keys and resting orders, and how long its start
# takes. Called by bench/run.
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/../serve.sh"

customers=100000 orders=1000000 port=18440
folder=$work/memory

rm -rf "$folder"
"$bin/postern" init "$folder" --test >/dev/null
sed -i -E "s/^listen = .*/listen = [\"127.0.0.1:$port\"]/" "$folder/postern.toml"
per_order=$("$bin/fill_exchange" "$folder" $customers $orders | tr -dc '0-9.')
rm -f "$work"/memory.{rss,start}
for ((round = 0; round < (rounds < 2 ? rounds : 3); ++round)); do
    started_at=$(date +%s%N)
    start_again "$folder" $port
    awk -v ns=$(($(date +%s%N) - started_at)) 'BEGIN { printf "%.1f\n", ns / 1e9 }' >>"$work/memory.start"
    for ((i = 0; i < 3; ++i)); do curl -s "http://127.0.0.1:$port/api/v3/depth?symbol=BTCUSDT" >/dev/null; done
    awk '/^VmRSS:/ { printf "%.0f\n", $2 / 1024 }' "/proc/$server/status" >>"$work/memory.rss"
    stop_all
done
journal=$(du -sm "$folder/journal" | cut -f1)
rm -rf "$folder"

rss=$(median <"$work/memory.rss")
echo 'title|Memory of the whole process'
echo "note|100,000 customers, each with an Ed25519 key and an address list, and 1,000,000 resting" \
    "orders with client order ids in three markets; the engine's state, the live view's and the" \
    "market view. After a start that replayed the journal ($journal MiB)."
row 'resident, MiB' "$rss" "" '≤ 1,024' "$(at_most "$rss" 1024 1)"
row 'the engine, bytes per resting order' "$per_order" "" '≤ 200' "$(at_most "$per_order" 200 1)"
row 'start until callers get through, s' "$(median <"$work/memory.start")" "" '—' '—'
