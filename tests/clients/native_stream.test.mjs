// The native stream over a real line: the example that docs/api/stream.md shows loses its line and misses nothing; a client that
// is cut at random while others trade hears what one hears who is not; a book made of updates is the server's.
import assert from 'node:assert/strict';
import path from 'node:path';
import { describe, test } from 'node:test';
import WebSocket from 'ws';

import { Program, repository, startDemo } from './support/demo.mjs';
import { Native } from './support/native.mjs';

const script = path.join(repository, 'examples', 'native-stream.mjs');

async function run(environment) {
    const program = new Program([script], {
        command: process.execPath,
        spawn: { env: { PATH: process.env.PATH, ...environment } },
    });
    const { code } = await program.end(60_000);
    return { code, output: program.output };
}

describe('examples/native-stream.mjs', () => {
    test('hears each change of its orders exactly once, though its line is cut', async () => {
        const demo = await startDemo();
        try {
            const { code, output } = await run({ CREDENTIALS: demo.credentialsFile });
            assert.equal(code, 0, output);
            assert.match(output, /nothing was missed\n[^]*nothing was told twice/, output);
            assert.doesNotMatch(output, /too much was missed/, output);
        } finally {
            await demo.stop();
        }
    });

    test('says in a sentence what is missing', async () => {
        const { code, output } = await run({});
        assert.equal(code, 1);
        assert.match(output, /CREDENTIALS/);
    });
});

// One who follows all channels of BTCUSDT and of his account, as docs/api/stream.md says.
class Follower {
    constructor(demo, key) {
        this.url = demo.baseUrl.replace('http', 'ws') + '/v1/stream';
        this.native = new Native(demo.baseUrl, key);
        this.channels = ['trades', 'book', 'book_ticker', 'orders', 'balances'];
        this.seen = {};
        this.told = Object.fromEntries(this.channels.map((channel) => [channel, []]));
        this.book = { bids: new Map(), asks: new Map() };
        this.cuts = 0;
        this.news = () => {};
    }

    // Resolves when every channel has been joined.
    async connect() {
        const joined = new Set();
        const socket = (this.socket = new WebSocket(this.url));
        await new Promise((done, failed) => socket.once('open', done).once('error', failed));
        const ready = new Promise((done, failed) => {
            socket.on('close', () => failed(new Error('closed before everything was joined')));
            socket.on('message', (text) => {
                if (socket !== this.socket) return; // cut: what was on its way is lost
                this.hear(JSON.parse(text), joined);
                if (joined.size === this.channels.length) done();
            });
        });
        const say = (message) => socket.send(JSON.stringify(message));
        const signed = this.native.headersOf('GET', '/v1/stream');
        say({
            op: 'login',
            key: signed['Postern-Key'],
            timestamp: signed['Postern-Timestamp'],
            nonce: signed['Postern-Nonce'],
            signature: signed['Postern-Signature'],
        });
        for (const channel of this.channels) {
            const market = channel === 'orders' || channel === 'balances' ? {} : { market: 'BTCUSDT' };
            const from = this.seen[channel];
            say({ op: 'subscribe', channel, ...market, ...(from && { resume_from: from }) });
        }
        await ready;
    }

    hear(message, joined) {
        const { type, channel, seq } = message;
        assert.ok(!['refused', 'gap', 'ending'].includes(type), JSON.stringify(message));
        if (type === 'subscribed') {
            joined.add(channel);
            this.seen[channel] = seq;
        }
        if (type === 'heartbeat') for (const one of joined) this.seen[one] = seq;
        if (type !== 'snapshot' && type !== 'update') return;
        this.seen[channel] = seq;
        if (channel === 'book') this.change(message);
        if (type === 'update') this.told[channel].push(JSON.stringify(message));
        this.news();
    }

    change({ type, first, last, bids, asks }) {
        if (type === 'update') assert.equal(first, this.last + 1);
        this.last = last;
        for (const [side, levels] of [[this.book.bids, bids], [this.book.asks, asks]]) {
            for (const [price, quantity] of levels) {
                if (Number(quantity) === 0) side.delete(price);
                else side.set(price, quantity);
            }
        }
    }

    leave() {
        const socket = this.socket;
        this.socket = undefined;
        socket?.terminate();
    }
    async cut() {
        this.leave();
        this.cuts += 1;
        await this.connect();
    }

    // Until its book is that one.
    async until(last) {
        while (this.last < last) await new Promise((done) => (this.news = done));
    }
}

const whole = (side) => [...side].sort(([a], [b]) => Number(a) - Number(b));

describe('WS /v1/stream', () => {
    test('who is cut at random hears what one hears who is not, and both have the book', async () => {
        const demo = await startDemo();
        const followers = [];
        try {
            const [alice, bob] = ['alice', 'bob'].map((who) => new Native(demo.baseUrl, demo.keyOf(who)));
            followers.push(new Follower(demo, demo.keyOf('alice')), new Follower(demo, demo.keyOf('alice')));
            const [stays, cut] = followers;
            await stays.connect();
            await cut.connect();
            const trade = async (who, side, i) => {
                const price = String(50_000 + (i * 7) % 5);
                const order = { market: 'BTCUSDT', type: 'limit', side, price, quantity: '0.001' };
                const placed = await who.post('/v1/orders', order);
                assert.equal(placed.status, 201, placed.text);
                if (i % 3 === 0) await who.delete(`/v1/orders/${placed.json.order.order_id}`);
            };
            let trading = true;
            const cutting = (async () => {
                // No more of them than an address may open.
                for (let i = 3; trading && cut.cuts < 25; i = (i * 31 + 7) % 97) {
                    const trades = stays.told.trades.length + (i % 7);
                    while (trading && stays.told.trades.length < trades) await new Promise((done) => setImmediate(done));
                    await cut.cut();
                }
            })();
            for (let i = 0; i < 300; ++i) {
                await Promise.all([
                    trade(alice, i % 2 ? 'buy' : 'sell', i),
                    trade(bob, i % 2 ? 'sell' : 'buy', i + (i % 4)),
                ]);
            }
            trading = false;
            await cutting;
            const { bids, asks, updates } = (await alice.get('/v1/markets/BTCUSDT/book?limit=5000')).json;
            await Promise.all([stays.until(updates), cut.until(updates)]);
            for (const one of [stays, cut]) {
                assert.deepEqual(whole(one.book.bids), whole(bids));
                assert.deepEqual(whole(one.book.asks), whole(asks));
            }
            for (const channel of stays.channels) {
                const last = stays.told[channel].length;
                while (cut.told[channel].length < last) await new Promise((done) => (cut.news = done));
                assert.deepEqual(cut.told[channel], stays.told[channel], channel);
            }
            assert.ok(cut.cuts > 10, `${cut.cuts} cuts`);
            assert.ok(stays.told.trades.length > 50, `${stays.told.trades.length} trades`);
        } finally {
            for (const one of followers) one.leave();
            await demo.stop();
        }
    });
});
