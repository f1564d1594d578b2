// The native API: the ten-line signature, its refusals, JSON as it must not be, and an order's life.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, test } from 'node:test';

import { startDemo } from './support/demo.mjs';
import { same, units } from './support/exact.mjs';
import { assertNothingLeft } from './support/guard.mjs';
import { Native, canonical, canonicalSha256 } from './support/native.mjs';
import { Wire, send } from './support/wire.mjs';

let demo;
let alice;
let bob;
const nativeOf = (customer, kind) => new Native(demo.baseUrl, demo.keyOf(customer, kind));

before(async () => {
    demo = await startDemo();
    alice = nativeOf('alice', 'ed25519');
    bob = nativeOf('bob');
});
after(async () => {
    await demo?.stop();
    assertNothingLeft();
});

const orders = '/v1/orders';
const buy = { market: 'BTCUSDT', side: 'buy', type: 'limit', price: '20000', quantity: '0.01' };

// A refusal: problem+json with its own code and everything a program needs to go on.
function isRefused(reply, status, code) {
    assert.deepEqual([reply.status, reply.json?.code], [status, code], reply.text);
    assert.match(reply.headers['content-type'], /^application\/problem\+json/);
    assert.ok(reply.json.detail && reply.json.docs, reply.text);
    assert.equal(typeof reply.json.retryable, 'boolean');
    assert.equal(reply.json.request_id, reply.headers['postern-request-id']);
    return reply.json;
}

const balance = async (who, asset) =>
    (await who.get('/v1/balances')).json.balances.find((row) => row.asset === asset);

describe('what needs no key', () => {
    const open = (target) => send(demo.baseUrl, 'GET', target);
    test('time, markets, book, trades, candles', async () => {
        const { json: time } = await open('/v1/time');
        assert.match(time.time, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
        const { json: markets } = await open('/v1/markets');
        const btc = markets.markets.find(({ market }) => market === 'BTCUSDT');
        assert.ok(same(btc.tick_size, '0.01') && same(btc.lot_size, '0.00001'));
        assert.ok(same(btc.maker_fee, '0.001') && same(btc.notional_min, '5'));
        const { json: book } = await open('/v1/markets/BTCUSDT/book');
        assert.deepEqual([book.bids, book.asks], [[], []]);
        assert.deepEqual((await open('/v1/markets/BTCUSDT/trades')).json.trades, []);
        assert.deepEqual((await open('/v1/markets/BTCUSDT/candles?interval=1m')).json.candles, []);
        assert.equal((await open('/v1/assets')).json.assets.length, 3);
        assert.equal((await open('/v1/status')).json.environment, 'test');
    });
    test('every reply names itself and the sequence it stands at', async () => {
        const { headers } = await open('/v1/time');
        assert.match(headers['postern-seq'], /^\d+$/);
        assert.ok(headers['postern-request-id'] && headers['postern-time']);
    });
    test('refusals name the field', async () => {
        assert.equal(isRefused(await open('/v1/markets/NOPE'), 404, 'not_found').field, 'market');
        isRefused(await open('/v1/nothing'), 404, 'not_found');
        isRefused(await send(demo.baseUrl, 'DELETE', '/v1/time'), 405, 'method_not_allowed');
        assert.equal(isRefused(await open('/v1/time?colour=red'), 400, 'unknown_field').field, 'colour');
        const candles = await open('/v1/markets/BTCUSDT/candles');
        assert.equal(isRefused(candles, 400, 'missing_field').field, 'interval');
    });
});

describe('the ten-line signature', () => {
    for (const kind of ['hmac', 'ed25519', 'rsa']) {
        test(`with a key of kind ${kind}`, async () => {
            const caller = nativeOf('alice', kind);
            const { status, json, text } = await caller.get('/v1/key');
            assert.equal(status, 200, text);
            assert.equal(json.key.key, caller.key.api_key);
            assert.equal(json.seen_ip, '127.0.0.1');
        });
    }

    test('covers method, host, target, body, time and nonce', async () => {
        const bent = [
            { method: 'POST' },
            { host: 'elsewhere:1' },
            { target: '/v1/balances?asset=BTC' },
            { body: ' ' },
            { timestamp: String(Date.now() - 1) },
            { nonce: randomUUID() },
            { key: demo.keyOf('alice', 'hmac').api_key },
        ];
        for (const signed of bent) {
            // What is sent is right; what was signed differs in one part.
            const parts = alice.parts('GET', '/v1/balances');
            const reply = await alice.get('/v1/balances', { signed: { ...parts, ...signed }, sent: { ...parts } });
            const refused = isRefused(reply, 401, 'unauthorized');
            assert.equal(refused.canonical_sha256, canonicalSha256(parts), Object.keys(signed)[0]);
        }
    });

    test('echo shows what the server would have signed', async () => {
        const body = '{"a": 1}';
        const parts = alice.parts('POST', '/v1/auth/echo', body);
        const { json } = await alice.post('/v1/auth/echo', body, { signed: parts });
        assert.equal(json.canonical, canonical(parts));
        assert.equal(json.canonical_sha256, canonicalSha256(parts));
    });

    test('strangers learn nothing but the hash', async () => {
        for (const key of ['pk_test_' + 'A'.repeat(28), 'nonsense', '']) {
            const reply = await alice.get('/v1/balances', { sent: { key } });
            isRefused(reply, 401, 'unauthorized');
        }
        isRefused(await send(demo.baseUrl, 'GET', '/v1/balances'), 401, 'unauthorized');
    });

    test('a nonce is used once', async () => {
        const nonce = randomUUID();
        assert.equal((await alice.get('/v1/balances', { signed: { nonce } })).status, 200);
        isRefused(await alice.get('/v1/balances', { signed: { nonce } }), 401, 'nonce_reused');
        const again = { signed: { nonce: randomUUID() } };
        assert.equal((await alice.post(orders, buy, again)).status, 201);
        isRefused(await alice.post(orders, buy, again), 401, 'nonce_reused');
        assert.equal((await alice.delete(orders)).json.orders.length, 1);
    });

    test('a clock that is wrong is told by how much', async () => {
        const late = await alice.get('/v1/balances', { signed: { timestamp: String(Date.now() - 70_000) } });
        const { skew_ms: skew, server_time: time } = isRefused(late, 401, 'timestamp_skew');
        assert.ok(Math.abs(Number(skew)) > 60_000 && time);
        const ahead = await alice.get('/v1/balances', { signed: { timestamp: String(Date.now() + 60_000) } });
        isRefused(ahead, 401, 'timestamp_skew');
    });

    test('rights', async () => {
        const reader = nativeOf('alice', 'read_only');
        assert.equal((await reader.get('/v1/balances')).status, 200);
        isRefused(await reader.post(orders, buy), 403, 'read_only_key');
        isRefused(await reader.delete(orders), 403, 'read_only_key');
        for (const name of Object.keys(demo.credentials.customers.carol.keys)) {
            isRefused(await nativeOf('carol', name).get('/v1/balances'), 403, 'customer_not_verified');
        }
        const refused = await alice.get('/v1/operator/customers');
        assert.ok([401, 403, 404].includes(refused.status), refused.text);
    });
});

describe('JSON as it must not be', () => {
    const bodies = {
        'nothing': '',
        'no JSON': 'hello',
        'half of it': '{"market": "BTCUSDT"',
        'a list': '[1]',
        'a text': '"order"',
        'two documents': '{} {}',
        'a trailing comma': '{"market": "BTCUSDT",}',
        'a comment': '{/* */}',
        'single quotes': "{'market': 'BTCUSDT'}",
        'letters that are no UTF-8': Buffer.from('{"market": "\xff"}', 'latin1'),
        'a lone surrogate': '{"market": "\\ud800"}',
        'ten thousand brackets': '['.repeat(10_000),
        'ten thousand objects': '{"a":'.repeat(10_000),
    };
    for (const [what, body] of Object.entries(bodies)) {
        test(what, async () => {
            const reply = await alice.post(orders, body);
            assert.equal(reply.status, 400, reply.text);
            assert.ok(['malformed_json', 'missing_field', 'malformed_field'].includes(reply.json.code), reply.text);
        });
    }

    test('a field twice, a field that nobody knows, a field of the wrong kind', async () => {
        const twice = JSON.stringify(buy).replace('{', '{"side": "sell", ');
        assert.equal(isRefused(await alice.post(orders, twice), 400, 'duplicate_field').field, 'side');
        const unknown = await alice.post(orders, { ...buy, colour: 'red' });
        assert.equal(isRefused(unknown, 400, 'unknown_field').field, 'colour');
        const kinds = { price: [20000, 2e4, null, true, ['1'], { a: 1 }], side: [1, null, 'hold', 'BUY'], quantity: [0.01] };
        for (const [field, values] of Object.entries(kinds)) {
            for (const value of values) {
                const reply = await alice.post(orders, { ...buy, [field]: value });
                const code = reply.json?.code;
                assert.ok(reply.status === 400 && ['malformed_field', 'missing_field'].includes(code), `${field}=${value}: ${reply.text}`);
                assert.equal(reply.json.field, field);
            }
        }
    });

    test('numbers that are none', async () => {
        for (const number of ['1e9999', 'NaN', 'Infinity', '-1', '+1', '', ' 1', '1.', '.5', '01', '1,5', '1'.repeat(40), `1.${'0'.repeat(40)}1`]) {
            for (const field of ['price', 'quantity']) {
                const reply = await alice.post(orders, { ...buy, [field]: number });
                assert.ok([400, 422].includes(reply.status), `${field}=${number}: ${reply.text}`);
                assert.ok(['malformed_field', 'missing_field', 'price_filter', 'lot_filter'].includes(reply.json.code), reply.text);
            }
        }
        const raw = JSON.stringify(buy).replace('"20000"', '1e9999');
        isRefused(await alice.post(orders, raw), 400, (await alice.post(orders, raw)).json.code);
    });

    test('fields that are missing', async () => {
        for (const field of Object.keys(buy)) {
            const { [field]: _, ...rest } = buy;
            assert.equal(isRefused(await alice.post(orders, rest), 400, 'missing_field').field, field);
        }
    });

    test('none of it has placed an order', async () => {
        assert.deepEqual((await alice.get(orders)).json.orders, []);
    });
});

describe('the life of an order', () => {
    test('placed, shown, listed, cancelled', async () => {
        const placed = await alice.post(orders, { ...buy, client_order_id: 'native-1' });
        assert.equal(placed.status, 201, placed.text);
        const { order } = placed.json;
        assert.deepEqual([order.status, order.client_order_id, placed.json.fills], ['open', 'native-1', []]);
        assert.equal(typeof order.order_id, 'string');
        assert.ok(same((await balance(alice, 'USDT')).held, '200'));
        for (const target of [`${orders}/${order.order_id}`, `${orders}/by_client_order_id/native-1`]) {
            assert.equal((await alice.get(target)).json.order.order_id, order.order_id);
            isRefused(await bob.get(target), 404, 'order_unknown');
            isRefused(await bob.delete(target), 404, 'order_unknown');
        }
        assert.equal((await alice.get(orders)).json.orders.length, 1);
        const gone = await alice.delete(`${orders}/${order.order_id}`);
        assert.equal(gone.json.order.status, 'cancelled');
        isRefused(await alice.delete(`${orders}/${order.order_id}`), 404, 'order_unknown');
        assert.ok(same((await balance(alice, 'USDT')).held, '0'));
    });

    test('traded, with fills, fees and ledger entries', async () => {
        const before = await balance(bob, 'BTC');
        await alice.post(orders, { ...buy, side: 'sell', quantity: '0.3', price: '30000.01' });
        const { json } = await bob.post(orders, { ...buy, quantity: '0.3', price: '30001' });
        assert.equal(json.order.status, 'filled');
        assert.equal(json.fills.length, 1);
        assert.ok(same(json.fills[0].price, '30000.01') && same(json.fills[0].fee, '0.0003'));
        const now = await balance(bob, 'BTC');
        assert.equal(units(now.total) - units(before.total), units('0.2997'));
        const { json: fills } = await alice.get('/v1/fills?market=BTCUSDT');
        assert.equal(fills.fills[0].liquidity, 'maker');
        const { json: ledger } = await alice.get('/v1/ledger?asset=BTC');
        assert.ok(ledger.entries?.length ?? Object.values(ledger)[0].length);
        assert.ok(json.order.order_id);
    });

    test('both dialects see the same order', async () => {
        const { json } = await alice.post(orders, { ...buy, client_order_id: 'seen-by-both' });
        const wire = new Wire(demo.baseUrl, demo.keyOf('alice'));
        const params = { symbol: 'BTCUSDT', origClientOrderId: 'seen-by-both' };
        const other = await wire.get('/api/v3/order', params);
        assert.equal(String(other.json.orderId), json.order.order_id);
        assert.equal((await wire.delete('/api/v3/order', params)).status, 200);
        const shown = await alice.get(`${orders}/${json.order.order_id}`);
        assert.equal(shown.json.order.status, 'cancelled');
    });

    test('a dry run gives the verdict and changes nothing', async () => {
        const { status, json } = await alice.post(`${orders}?validate_only=true`, buy);
        assert.deepEqual([status, json.valid], [200, true]);
        const poor = await alice.post(`${orders}?validate_only=true`, { ...buy, quantity: '900' });
        isRefused(poor, 422, 'insufficient_funds');
        assert.deepEqual((await alice.get(orders)).json.orders, []);
    });

    test('refusals bring their facts', async () => {
        const poor = isRefused(await alice.post(orders, { ...buy, quantity: '900' }), 422, 'insufficient_funds');
        assert.ok(poor.available && same(poor.needed, '18000000'), JSON.stringify(poor));
        isRefused(await alice.post(orders, { ...buy, price: '20000.001' }), 422, 'price_filter');
        isRefused(await alice.post(orders, { ...buy, quantity: '0.000015', price: '200000' }), 422, 'lot_filter');
        isRefused(await alice.post(orders, { ...buy, quantity: '0.0001' }), 422, 'notional_filter');
    });
});

describe('exactly once, by Idempotency-Key', () => {
    const keyed = (key) => ({ headers: { 'Idempotency-Key': key } });
    test('the same key and body: the first outcome again', async () => {
        const key = randomUUID();
        const first = await alice.post(orders, buy, keyed(key));
        const second = await alice.post(orders, buy, keyed(key));
        assert.deepEqual([first.status, second.status], [201, 201], second.text);
        assert.equal(second.json.order.order_id, first.json.order.order_id);
        assert.equal(second.headers['idempotent-replayed'], 'true');
        assert.equal(first.headers['idempotent-replayed'], undefined);
        assert.equal((await alice.delete(orders)).json.orders.length, 1);
    });
    test('the same key, another body: refused', async () => {
        const key = randomUUID();
        assert.equal((await alice.post(orders, buy, keyed(key))).status, 201);
        isRefused(await alice.post(orders, { ...buy, price: '20001' }, keyed(key)), 422, 'idempotency_conflict');
        assert.equal((await alice.delete(orders)).json.orders.length, 1);
    });
    test('twenty at once: one order', async () => {
        const key = randomUUID();
        const replies = await Promise.all(Array.from({ length: 20 }, () => alice.post(orders, buy, keyed(key))));
        const done = replies.filter(({ status }) => status === 201);
        assert.ok(done.length >= 1);
        assert.equal(new Set(done.map(({ json }) => json.order.order_id)).size, 1);
        for (const reply of replies) assert.ok([201, 409].includes(reply.status), reply.text);
        assert.equal((await alice.delete(orders)).json.orders.length, 1);
    });
    test('another customer may use the same key', async () => {
        const key = randomUUID();
        assert.equal((await alice.post(orders, buy, keyed(key))).status, 201);
        assert.equal((await bob.post(orders, buy, keyed(key))).status, 201);
        for (const who of [alice, bob]) assert.equal((await who.delete(orders)).status, 200);
    });
    test('after kill -9 the same key still gives the first outcome', async () => {
        const key = randomUUID();
        const first = await alice.post(orders, buy, keyed(key));
        await demo.kill();
        await demo.resume();
        const second = await alice.post(orders, buy, keyed(key));
        assert.equal(second.json.order?.order_id, first.json.order.order_id, second.text);
        assert.equal((await alice.delete(orders)).json.orders.length, 1);
    });
});
