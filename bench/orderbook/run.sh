#!/usr/bin/env bash
# Matching alone on the order streams, beside the two reference books. Called by bench/run.
. "$(dirname "$0")/../lib.sh"

operations=1000000
seed=1
books=(flat flat_prefetch stdmap postern)

# stream FILE-NAME PROFILE SYMBOLS: made once, the same bytes on every machine
stream() {
    local file=$work/$1.stream
    [[ -s $file ]] || "$bin/orderstream" gen "$2" $operations $seed "$file" "$3" >/dev/null
    "$bin/orderstream" check "$file" >/dev/null || give_up "$file is not what it says; delete it."
}

# One run of each book after the other, so that whatever disturbs the machine disturbs all.
measure() {
    local stream=$1 book line
    for ((round = 0; round < rounds; ++round)); do
        for book in "${books[@]}"; do
            line=$("$bin/drive_$book" "$work/$stream.stream" thr) ||
                give_up "drive_$book made other trades than expected on $stream: $line"
            sed -E 's/.*"cpu_ns_op":([0-9.]+).*/\1/' <<<"$line" >>"$work/$stream.$book"
        done
    done
}

report() {
    local stream=$1 flat prefetch stdmap postern peers
    flat=$(median <"$work/$stream.flat")
    prefetch=$(median <"$work/$stream.flat_prefetch")
    stdmap=$(median <"$work/$stream.stdmap")
    postern=$(median <"$work/$stream.postern")
    peers="flat $flat, flat with prefetch $prefetch, std::map $stdmap"
    row "$stream" "$postern" "$peers" "≤ 0.5 × std::map" \
        "$(at_most "$postern" "$stdmap" 0.5), $(times "$postern" "$stdmap") ×"
    row "$stream" "" "" "≤ 1.5 × flat" \
        "$(at_most "$postern" "$flat" 1.5), $(times "$postern" "$flat") ×"
}

echo 'title|Matching alone: CPU ns per operation'
echo "note|One million operations of each order stream (\`bench/orderbook\`), after its prefill, in" \
    "one process and thread. Every run makes exactly the expected trades (count, quantity and" \
    "digest). All books are built with the same flags, those of the house: -O2 and the hardening" \
    "of \`cmake/compile.cmake\`."
for profile in l3 l3x64 mix sweep flick deep; do
    rm -f "$work/$profile".{flat,flat_prefetch,stdmap,postern}
    symbols=1
    [[ $profile == l3x64 ]] && symbols=64
    stream "$profile" "${profile%x64}" $symbols
    measure "$profile"
    report "$profile"
done
