#!/usr/bin/env bash
# Server CPU per request, beside nginx under the same load. Called by bench/run.
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/../serve.sh"

seconds=3 connections=32
port=18420 plain_port=18421 lua_port=18422

command -v wrk >/dev/null && command -v nginx >/dev/null ||
    give_up "This benchmark needs wrk and nginx: script/bootstrap --bench"
serve "$work/http" $port

# One worker, as the server has one thread for connections.
nginx_folder=$work/nginx
mkdir -p "$nginx_folder"
cat >"$nginx_folder/nginx.conf" <<END
daemon off; worker_processes 1; pid $nginx_folder/nginx.pid; error_log $nginx_folder/error.log;
load_module /usr/lib/nginx/modules/ndk_http_module.so;
load_module /usr/lib/nginx/modules/ngx_http_lua_module.so;
events { worker_connections 1024; }
http {
    access_log off; keepalive_requests 1000000000;
    server { listen 127.0.0.1:$plain_port;
        location / { default_type application/json; return 200 '{"code":0,"balances":[]}'; } }
    server { listen 127.0.0.1:$lua_port;
        location / { default_type application/json; content_by_lua_block {
            local hmac = require "ngx.hmac_check"; hmac() } } }
    lua_package_path "$nginx_folder/?.lua;;";
}
END
# The least that an API behind nginx would do: HMAC-SHA256 of the query, compared in hex. libcrypto
# through LuaJIT's FFI, as lua-resty-hmac does it.
mkdir -p "$nginx_folder/ngx"
cat >"$nginx_folder/ngx/hmac_check.lua" <<END
local ffi = require "ffi"
ffi.cdef [[ void *EVP_sha256(void);
unsigned char *HMAC(const void *, const void *, int, const unsigned char *, size_t, unsigned char *, unsigned int *); ]]
local crypto = ffi.load "libcrypto.so.3"
local secret, digest, size = "$secret", ffi.new "unsigned char[32]", ffi.new "unsigned int[1]"
local sha256, byte = crypto.EVP_sha256(), string.byte
return function()
    local query = ngx.var.args or ""
    local payload, signature = query:match "^(.*)&signature=(%x+)$"
    crypto.HMAC(sha256, secret, #secret, payload or "", #(payload or ""), digest, size)
    local hex = {}
    for i = 0, 31 do hex[i + 1] = string.format("%02x", digest[i]) end
    if table.concat(hex) ~= signature then ngx.status = 401 return ngx.say '{"code":-1022}' end
    ngx.say '{"code":0,"balances":[]}'
end
END
nginx -p "$nginx_folder" -c "$nginx_folder/nginx.conf" >"$nginx_folder/out.log" 2>&1 &
nginx=$!
started+=("$nginx")
await_port $lua_port
worker=$(pgrep -P "$nginx" | tail -1)

# load FILE PID URL [METHOD]: requests for some seconds; CPU µs per request of PID into the file
load() {
    local file=$1 pid=$2 url=$3 method=${4:-GET} before after count said
    echo "wrk.method = '$method'" >"$work/wrk.lua"
    before=$(cpu_us "$pid")
    said=$(wrk -t1 -c$connections -d${seconds}s -H "X-MBX-APIKEY: $key" -s "$work/wrk.lua" "$url")
    after=$(cpu_us "$pid")
    if grep -q 'Non-2xx' <<<"$said"; then give_up "$url was refused: $said"; fi
    count=$(awk '/requests in/ { print $1 }' <<<"$said")
    awk -v c=$((after - before)) -v n="$count" 'BEGIN { printf "%.2f\n", c / n }' >>"$work/http.$file"
    awk -v n="$count" -v s=$seconds 'BEGIN { printf "%.0f\n", n / s }' >>"$work/http.$file.rate"
}

rm -f "$work"/http.{account,order,plain,lua}*
order="symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=IOC&quantity=0.001&price=50000"
for ((round = 0; round < rounds; ++round)); do
    load plain "$worker" "http://127.0.0.1:$plain_port/"
    load account "$server" "http://127.0.0.1:$port/api/v3/account?$(signed omitZeroBalances=true)"
    load lua "$worker" "http://127.0.0.1:$lua_port/?$(signed omitZeroBalances=true)"
    load order "$server" "http://127.0.0.1:$port/api/v3/order?$(signed "$order")" POST
done
value() { median <"$work/http.$1"; }

echo 'title|HTTP: server CPU µs per request'
echo "note|\`wrk\`, $connections connections kept alive, on the same two cores. The order is signed," \
    "accepted, expires at once (IOC, empty book), and its reply waits for the disk."
row 'signed GET /api/v3/account' "$(value account)" \
    "nginx \`return 200\` $(value plain), nginx with HMAC in Lua $(value lua)" \
    '≤ 1.5 × nginx' "$(at_most "$(value account)" "$(value plain)" 1.5), $(times "$(value account)" "$(value plain)") ×"
row 'signed, durable POST /api/v3/order' "$(value order)" "$(value order.rate) orders/s" '—' '—'
