// Listens to one's own orders on the native stream, places and cancels an order by REST, loses the
// line in between and misses nothing.
//
//     build/release/bin/postern demo --credentials credentials.json &
//     CREDENTIALS=credentials.json node examples/native-stream.mjs
//
// Node 18 or newer, no packages; the WebSocket is forty lines at the end. docs/api/stream.md has
// the messages, docs/api/signing.md the signature.
import { createHash, createHmac, randomBytes, randomUUID } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import { readFileSync } from 'node:fs';
import http from 'node:http';

const { CREDENTIALS, MARKET = 'BTCUSDT', PRICE = '10000', QUANTITY = '0.001' } = process.env;
if (!CREDENTIALS) {
    console.error('CREDENTIALS must name the file that `postern demo --credentials FILE` wrote');
    process.exit(1);
}
const { base_url: baseUrl, customers } = JSON.parse(readFileSync(CREDENTIALS, 'utf8'));
const key = customers.alice.keys.hmac;
const say = (text) => console.log(text);

// --- the ten lines

function proof(method, target, body = '') {
    const timestamp = String(Date.now());
    const nonce = randomUUID();
    const digest = createHash('sha256').update(body).digest('hex');
    const host = new URL(baseUrl).host;
    const text = ['v1', key.api_key, timestamp, nonce, method, host, target, digest].join('\n');
    const signature = createHmac('sha256', key.api_secret).update(text).digest('hex');
    return { key: key.api_key, timestamp, nonce, signature };
}

async function rest(method, target, value) {
    const body = value ? JSON.stringify(value) : '';
    const { key: name, timestamp, nonce, signature } = proof(method, target, body);
    const response = await fetch(baseUrl + target, {
        method,
        headers: {
            'Content-Type': 'application/json',
            'Postern-Key': name,
            'Postern-Timestamp': timestamp,
            'Postern-Nonce': nonce,
            'Postern-Signature': signature,
        },
        body: body || undefined,
    });
    const json = await response.json();
    if (!response.ok) throw new Error(`${method} ${target}: ${JSON.stringify(json)}`);
    return json;
}

// --- a subscription that outlives its connection

class Stream extends EventEmitter {
    constructor(channels) {
        super();
        this.channels = channels;
        this.seen = {}; // by channel: the last sequence heard
        this.stopped = false;
    }

    async connect() {
        this.joined = new Set(); // channels that this connection has
        this.socket = await openSocket(new URL('/v1/stream', baseUrl));
        this.socket.on('message', (text) => this.hear(JSON.parse(text)));
        this.socket.on('close', () => this.lost());
        this.send({ op: 'login', ...proof('GET', '/v1/stream') });
        for (const channel of this.channels) {
            const from = this.seen[channel];
            this.send({ op: 'subscribe', channel, ...(from && { resume_from: from }) });
        }
    }

    send(message) {
        this.socket.send(JSON.stringify(message));
    }

    hear(message) {
        const { type, channel, seq } = message;
        if (type === 'refused') throw new Error(JSON.stringify(message.problem));
        if (type === 'subscribed') this.joined.add(channel);
        if (type === 'snapshot' || type === 'update') this.seen[channel] = seq;
        // Everything up to here has been told: none of it needs to be told again.
        if (type === 'heartbeat') {
            for (const one of this.joined) {
                if (BigInt(seq) > BigInt(this.seen[one])) this.seen[one] = seq;
            }
        }
        this.emit(type, message);
    }

    // At once, then ever more slowly.
    async lost(wait_ms = 50) {
        if (this.stopped) return;
        try {
            await this.connect();
        } catch {
            setTimeout(() => this.lost(Math.min(wait_ms * 2, 5_000)), wait_ms);
        }
    }

    close() {
        this.stopped = true;
        this.socket.end();
    }
}

// --- what it is for

function describe({ change, order, fill }) {
    const what = fill ? `${fill.quantity} at ${fill.price}` : `${order.quantity} at ${order.price}`;
    const why = order.close_reason ? ` (${order.close_reason})` : '';
    return `${change}: ${order.side} ${what} ${order.market}, order ${order.order_id}${why}`;
}

const stream = new Stream(['orders', 'balances']);
const heard = [];
stream.on('snapshot', ({ channel, seq, orders, balances }) => {
    say(`${channel} as they stand at ${seq}: ${(orders ?? balances).length}`);
});
stream.on('gap', ({ channel }) => say(`${channel}: too much was missed; a snapshot follows`));
stream.on('update', ({ channel, seq, changes, balances }) => {
    if (channel === 'balances') {
        return balances.forEach((one) => say(`${seq} ${one.asset}: ${one.available} + ${one.held}`));
    }
    for (const change of changes) {
        heard.push(change);
        say(`${seq} ${describe(change)}`);
        stream.emit('order', change);
    }
});
const until = async (change, order) => {
    const is_it = (one) => one.change === change && one.order.order_id === order.order_id;
    while (!heard.some(is_it)) await once(stream, 'order');
};

await stream.connect();
await once(stream, 'snapshot');
const wish = { market: MARKET, side: 'buy', type: 'limit', price: PRICE, quantity: QUANTITY };

const first = (await rest('POST', '/v1/orders', wish)).order;
await until('accepted', first);

say('the line is cut');
stream.socket.destroy();
const second = (await rest('POST', '/v1/orders', wish)).order;
await rest('DELETE', `/v1/orders/${first.order_id}`);
await until('closed', first);
await until('accepted', second);
say('nothing was missed');

await rest('DELETE', `/v1/orders/${second.order_id}`);
await until('closed', second);
stream.close();

const times = heard.filter(({ order }) => order.order_id === first.order_id).length;
if (times !== 2) throw new Error(`the first order was told ${times} times instead of twice`);
say('nothing was told twice');

// --- a WebSocket: text out, text in, pings answered (RFC 6455)

async function openSocket(url) {
    const request = http.request(url, {
        headers: {
            Connection: 'Upgrade',
            Upgrade: 'websocket',
            'Sec-WebSocket-Version': '13',
            'Sec-WebSocket-Key': randomBytes(16).toString('base64'),
        },
    });
    request.end();
    const socket = await new Promise((done, failed) => {
        request.on('upgrade', (_, line, head) => (line.unshift(head), done(line)));
        request.on('response', ({ statusCode }) => failed(new Error(`status ${statusCode}`)));
        request.on('error', failed);
    });
    const frame = (opcode, payload) => {
        const mask = randomBytes(4);
        const length = Buffer.from(
            payload.length < 126
                ? [0x80 | payload.length]
                : [0xfe, payload.length >> 8, payload.length & 255],
        );
        const masked = payload.map((byte, i) => byte ^ mask[i % 4]);
        socket.write(Buffer.concat([Buffer.from([0x80 | opcode]), length, mask, masked]));
    };
    socket.send = (text) => frame(1, Buffer.from(text));
    let waiting = Buffer.alloc(0);
    socket.on('data', (bytes) => {
        waiting = Buffer.concat([waiting, bytes]);
        for (;;) {
            if (waiting.length < 2) return;
            const short = waiting[1] & 127;
            const start = short === 126 ? 4 : short === 127 ? 10 : 2;
            if (waiting.length < start) return;
            const size =
                short === 126
                    ? waiting.readUInt16BE(2)
                    : short === 127
                      ? Number(waiting.readBigUInt64BE(2))
                      : short;
            if (waiting.length < start + size) return;
            const payload = Buffer.from(waiting.subarray(start, start + size));
            const opcode = waiting[0] & 15;
            waiting = waiting.subarray(start + size);
            if (opcode === 1) socket.emit('message', payload.toString());
            if (opcode === 8) socket.end();
            if (opcode === 9) frame(10, payload);
        }
    });
    socket.on('error', () => {}); // 'close' follows
    return socket;
}
