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
