#!/usr/bin/env bash
# What one message costs that goes to a thousand subscribers, beside a bare write(); and orders
# over the WebSocket API. Called by bench/run.
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/../serve.sh"

port=18440 bare_port=18441 seconds=5 subscribers=1000 stream=btcusdt@depth@100ms
ulimit -n "$(ulimit -Hn)"
serve "$work/streams" $port

rm -f "$work"/streams.{message,bare,rate,p50,p99}
for ((round = 0; round < rounds; ++round)); do
    # The same orders without anybody who listens, to be taken off.
    before=$(cpu_us "$server")
    "$bin/streams_bench" move $port "$key" "$secret" $seconds
    alone=$(($(cpu_us "$server") - before))

    "$bin/streams_bench" listen $port $subscribers $stream $((seconds + 3)) >"$work/streams.heard" &
    listener=$!
    sleep 2 # until all are connected
    before=$(cpu_us "$server")
    "$bin/streams_bench" move $port "$key" "$secret" $seconds
    spent=$(($(cpu_us "$server") - before - alone))
    wait "$listener"
    read -r frames bytes <"$work/streams.heard"
    ((frames > subscribers * seconds * 5)) || give_up "Only $frames messages were heard."
    awk -v us="$spent" -v n="$frames" 'BEGIN { print us * 1000 / n }' >>"$work/streams.message"

    "$bin/streams_bench" bare $bare_port $subscribers $((bytes / frames)) $seconds >"$work/streams.wrote" &
    writer=$!
    "$bin/streams_bench" drain $bare_port $subscribers $((seconds + 1)) >/dev/null
    wait "$writer"
    cut -d' ' -f2 "$work/streams.wrote" >>"$work/streams.bare"

    read -r rate p50 p99 < <("$bin/streams_bench" place $port "$key" "$secret" 8 32 $seconds)
    echo "$rate" >>"$work/streams.rate"
    echo "$p50" >>"$work/streams.p50"
    echo "$p99" >>"$work/streams.p99"
done
value() { median <"$work/streams.$1"; }

echo 'title|Streams'
echo "note|$subscribers subscribers of $stream, a book that changes 20 times a second: the server's" \
    "CPU time for each message delivered, less that of the same orders without subscribers. Beside" \
    "it a loop of write() of as many bytes to as many connections. order.place: 8 connections with" \
    "32 orders under way each, HMAC, durable before the answer."
row 'CPU ns per delivered message' "$(value message)" "bare write $(value bare)" '≤ 1.5 × write' \
    "$(at_most "$(value message)" "$(value bare)" 1.5), $(times "$(value message)" "$(value bare)") ×"
row 'WebSocket order.place, durable, per second' "$(value rate)" '' '—' '—'
row 'order.place p50, µs' "$(value p50)" '' '—' '—'
row 'order.place p99, µs' "$(value p99)" '' '—' '—'
