// The npm package node-binance-api, unmodified.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import './support/own_timers.mjs';
import NodeBinance from 'node-binance-api';

import { eventually, startDemo } from './support/demo.mjs';
import { assertNothingLeft } from './support/guard.mjs';

const symbol = 'BTCUSDT';
let demo;
let alice;
let bob;

const clientOf = (customer, name = 'hmac') => {
    const key = demo.keyOf(customer, name);
    const web = demo.baseUrl;
    const sockets = web.replace('http', 'ws');
    const options = {
        APIKEY: key.api_key,
        urls: {
            base: `${web}/api/`,
            sapi: `${web}/sapi/`,
            stream: `${sockets}/ws/`,
            combineStream: `${sockets}/stream?streams=`,
        },
        log() {},
    };
    if (key.api_secret) options.APISECRET = key.api_secret;
    else options.PRIVATEKEY = key.private_key_pem;
    const client = new NodeBinance().options(options);
    client.wsApi = `${sockets}/ws-api/v3`;
    return client;
};

before(async () => {
    demo = await startDemo({ seed: 7 });
    alice = clientOf('alice');
    bob = clientOf('bob');
});
after(async () => {
    await demo?.stop();
    assertNothingLeft();
});

describe('node-binance-api', () => {
    for (const kind of ['hmac', 'ed25519']) {
        test(`an order's life with a key of kind ${kind}`, async () => {
            const client = clientOf('alice', kind);
            const placed = await client.buy(symbol, 0.01, 20000);
            assert.equal(placed.status, 'NEW');
            const found = await client.orderStatus(symbol, placed.orderId);
            assert.equal(found.clientOrderId, placed.clientOrderId);
            const gone = await client.cancel(symbol, placed.orderId);
            assert.equal(gone.status, 'CANCELED');
            const again = await client.cancel(symbol, placed.orderId).catch((error) => error);
            assert.match(String(again.message ?? again.body), /-2011/);
        });
    }

    test('amounts, balances and the list of trades', async () => {
        const before = await alice.balance();
        await alice.sell(symbol, 0.1, 30000);
        const bought = await bob.buy(symbol, 0.1, 30000);
        assert.equal(bought.status, 'FILLED');
        assert.equal(bought.cummulativeQuoteQty, '3000.00000000');
        const after_ = await alice.balance();
        const change = (asset) => Number(after_[asset].available) - Number(before[asset].available);
        assert.ok(Math.abs(change('BTC') + 0.1) < 1e-9);
        assert.ok(Math.abs(change('USDT') - 2997) < 1e-6);
        const [trade] = (await alice.trades(symbol)).slice(-1);
        assert.deepEqual([trade.price, trade.qty, trade.commission], ['30000.00000000', '0.10000000', '3.00000000']);
    });

    test('the depth cache joins its snapshot and its stream without a gap', async () => {
        await bob.buy(symbol, 0.5, 19000);
        let book;
        const endpoint = alice.websockets.depthCache([symbol], (_, depth) => (book = depth), 100);
        await eventually('the cache has the newest order', async () => {
            await bob.buy(symbol, 0.01, 19001);
            return book && Object.keys(book.bids).some((price) => Number(price) === 19001);
        });
        alice.websockets.terminate?.(endpoint);
        const asked = await alice.depth(symbol);
        assert.ok(Object.keys(asked.bids).length >= 2);
        await bob.cancelAll(symbol);
    });
});
