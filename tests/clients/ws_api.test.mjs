// The WebSocket API by hand: the frames as they are, over the npm package ws.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { after, before, describe, test } from 'node:test';

import WebSocket from 'ws';

import { eventually, startDemo } from './support/demo.mjs';
import { assertNothingLeft } from './support/guard.mjs';
import { signature, Wire } from './support/wire.mjs';

const symbol = 'BTCUSDT';
let demo;

// One connection: questions by id, and whatever else is heard, in order.
class Line {
    static async open(query = '') {
        const line = new Line();
        line.socket = new WebSocket(`${demo.baseUrl.replace('http', 'ws')}/ws-api/v3${query}`);
        line.waiting = new Map();
        line.heard = [];
        line.socket.on('message', (text) => {
            const said = JSON.parse(text);
            line.heard.push(said);
            line.waiting.get(said.id)?.(said);
        });
        await once(line.socket, 'open');
        return line;
    }
    ask(method, params = {}) {
        const id = `q${this.heard.length}-${this.waiting.size}`;
        return new Promise((done) => {
            this.waiting.set(id, done);
            this.socket.send(JSON.stringify({ id, method, params }));
        });
    }
    askSigned(key, method, params = {}) {
        const all = { ...params, apiKey: key.api_key, timestamp: Date.now() };
        const payload = Object.keys(all)
            .sort()
            .map((name) => `${name}=${all[name]}`)
            .join('&');
        return this.ask(method, { ...all, signature: signature(key, payload) });
    }
    events(type) {
        return this.heard.filter(({ event }) => event?.e === type);
    }
    async close() {
        this.socket.close();
        await once(this.socket, 'close');
    }
}

const limit = (side, price, id) => ({
    ...{ symbol, side, type: 'LIMIT', timeInForce: 'GTC', quantity: '0.01', price },
    newClientOrderId: id,
});

before(async () => {
    demo = await startDemo({ seed: 9 });
});
after(async () => {
    await demo?.stop();
    assertNothingLeft();
});

describe('the WebSocket API', () => {
    for (const kind of ['hmac', 'ed25519', 'rsa']) {
        test(`order.place is followed by its executionReport, with a key of kind ${kind}`, async () => {
            const line = await Line.open();
            const key = demo.keyOf('alice', kind);
            const subscribed = await line.askSigned(key, 'userDataStream.subscribe.signature');
            assert.deepEqual(subscribed.result, { subscriptionId: 0 });
            const placed = await line.askSigned(key, 'order.place', limit('BUY', '20000.00', `ws-${kind}`));
            assert.equal(placed.status, 200);
            assert.equal(placed.result.clientOrderId, `ws-${kind}`);
            assert.ok(placed.rateLimits.some(({ rateLimitType }) => rateLimitType === 'ORDERS'));
            await eventually('the report is heard', () => line.events('executionReport').length > 0);
            const [{ subscriptionId, event }] = line.events('executionReport');
            assert.equal(subscriptionId, 0);
            assert.deepEqual([event.c, event.x, event.X, event.i], [`ws-${kind}`, 'NEW', 'NEW', placed.result.orderId]);
            const gone = await line.askSigned(key, 'order.cancel', { symbol, orderId: placed.result.orderId });
            assert.equal(gone.result.status, 'CANCELED');
            await line.close();
        });
    }

    test('a session that logged on needs only the time', async () => {
        const line = await Line.open('?returnRateLimits=false');
        const refused = await line.ask('account.status', { timestamp: Date.now() });
        assert.deepEqual([refused.status, refused.error.code], [401, -2014]);
        const key = demo.keyOf('alice', 'ed25519');
        const on = await line.askSigned(key, 'session.logon');
        assert.equal(on.result.apiKey, key.api_key);
        assert.equal((await line.ask('account.status', { timestamp: Date.now() })).status, 200);
        assert.equal((await line.ask('session.logout')).result.apiKey, null);
        await line.close();
    });

    test('a cancelled order is named where clients look for it, whoever cancelled it', async () => {
        const line = await Line.open();
        const key = demo.keyOf('alice');
        await line.askSigned(key, 'userDataStream.subscribe.signature');
        for (const id of ['all-1', 'all-2']) await line.askSigned(key, 'order.place', limit('BUY', '20002', id));
        await line.askSigned(key, 'openOrders.cancelAll', { symbol });
        const cancelled = () => line.events('executionReport').filter(({ event }) => event.x === 'CANCELED');
        await eventually('both are told', () => cancelled().length === 2);
        assert.deepEqual(cancelled().map(({ event }) => event.C), ['all-1', 'all-2']);
        await line.close();
    });

    test('half a replacement says how many orders that makes', async () => {
        const alice = new Wire(demo.baseUrl, demo.keyOf('alice'));
        const replacing = { cancelReplaceMode: 'ALLOW_FAILURE', cancelOrderId: 987654321 };
        const half = await alice.post('/api/v3/order/cancelReplace', { ...limit('BUY', '20003', 'half'), ...replacing });
        assert.deepEqual([half.status, half.json.data.newOrderResult], [409, 'SUCCESS']);
        assert.match(half.headers['x-mbx-order-count-10s'], /^[1-9]/);
        assert.match(half.headers['x-mbx-order-count-1d'], /^[1-9]/);
        await alice.delete('/api/v3/openOrders', { symbol });
    });

    test('an order that met its owner goes on naming the match that was prevented', async () => {
        const alice = new Wire(demo.baseUrl, demo.keyOf('alice'));
        await alice.post('/api/v3/order', limit('BUY', '20004', 'met-maker'));
        const taker = { ...limit('SELL', '20004', 'met-taker'), selfTradePreventionMode: 'EXPIRE_TAKER' };
        const placed = (await alice.post('/api/v3/order', taker)).json;
        assert.equal(placed.status, 'EXPIRED_IN_MATCH');
        const shown = (await alice.get('/api/v3/order', { symbol, origClientOrderId: 'met-taker' })).json;
        const listed = (await alice.get('/api/v3/allOrders', { symbol, orderId: placed.orderId })).json;
        for (const row of [shown, listed[0]]) {
            assert.equal(row.preventedMatchId, placed.preventedMatchId);
            assert.equal(row.preventedQuantity, '0.01000000');
        }
        await alice.delete('/api/v3/openOrders', { symbol });
    });

    test('a listen key hears everything from the moment that its stream is connected', async () => {
        const alice = new Wire(demo.baseUrl, demo.keyOf('alice'));
        const { listenKey } = (await alice.unsigned('POST', '/api/v3/userDataStream')).json;
        for (let round = 0; round < 30; ++round) {
            const socket = new WebSocket(`${demo.baseUrl.replace('http', 'ws')}/ws/${listenKey}`);
            const heard = [];
            socket.on('message', (text) => heard.push(JSON.parse(text)));
            await once(socket, 'open');
            await alice.post('/api/v3/order', limit('BUY', '20005', `quick-${round}`));
            await eventually('the order is told', () => heard.some(({ c }) => c === `quick-${round}`), 5_000);
            socket.terminate();
            await alice.delete('/api/v3/openOrders', { symbol });
        }
    });

    test('a connection that is cut takes its orders along', async () => {
        const alice = new Wire(demo.baseUrl, demo.keyOf('alice'));
        const line = await Line.open('?cancelOnDisconnect=session');
        const placed = await line.askSigned(demo.keyOf('alice'), 'order.place', limit('BUY', '20001', 'bound'));
        assert.equal(placed.status, 200);
        line.socket.terminate();
        await eventually('the order is cancelled', async () => {
            const { json } = await alice.get('/api/v3/order', { symbol, origClientOrderId: 'bound' });
            return json.status === 'CANCELED';
        });
    });
});
