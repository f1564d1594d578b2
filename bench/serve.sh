# A real server for benchmarks, sourced after lib.sh: the demo's exchange without its limits.
#
#     serve DIR PORT      starts it; $server is its process, $key and $secret are Alice's
#     cpu_us PID ...      CPU time that processes have used, in microseconds
#     stop_all            ends what was started here

started=()
stop_all() {
    local pid
    for pid in "${started[@]}"; do kill -INT "$pid" 2>/dev/null && wait "$pid" || true; done
    started=()
}
trap stop_all EXIT

await_port() {
    for ((i = 0; i < 400; ++i)); do
        (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null && return
        sleep 0.05
    done
    give_up "Nothing answers on port $1."
}

# serve DIR PORT
serve() {
    local dir=$1 port=$2
    rm -rf "$dir"
    "$bin/postern" demo --quiet --data "$dir" --listen "127.0.0.1:$port" >"$dir.log" 2>&1 &
    server=$!
    started+=("$server")
    await_port "$port"
    stop_all
    sed -i -E "s/^(weight_per_minute|orders_per_day) = .*/\1 = 100000000/
        s/^orders_per_10_seconds = .*/orders_per_10_seconds = 10000000/
        s/^listen = .*/listen = [\"127.0.0.1:$port\"]/" "$dir/postern.toml"
    start_again "$dir" "$port"
    key=$(field api_key "$dir") secret=$(field api_secret "$dir")
}
start_again() {
    "$bin/postern" serve --data "$1" >"$1.log" 2>&1 &
    server=$!
    started+=("$server")
    await_port "$2"
}

# The first value of that name in the credentials: those of Alice's HMAC key.
field() { grep -o "\"$1\":\"[^\"]*\"" "$2/credentials.json" | head -1 | cut -d'"' -f4; }

signed() { # signed QUERY -> the query with its time and signature
    local query="$1&recvWindow=60000&timestamp=$(date +%s%3N)"
    printf '%s&signature=%s' "$query" \
        "$(printf %s "$query" | openssl dgst -sha256 -hmac "$secret" -r | cut -d' ' -f1)"
}

cpu_us() {
    local pid sum=0
    for pid in "$@"; do
        sum=$((sum + $(awk '{ print $14 + $15 }' "/proc/$pid/stat")))
    done
    echo $((sum * 1000000 / $(getconf CLK_TCK)))
}
