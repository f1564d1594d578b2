// The npm package `binance`, unmodified: its stream client and its WebSocket API client.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import './support/own_timers.mjs';
import './support/web_crypto.mjs';
import binance from 'binance';

import { eventually, startDemo } from './support/demo.mjs';
import { assertNothingLeft } from './support/guard.mjs';

const symbol = 'BTCUSDT';
const limit = (side, quantity, price, more = {}) => ({
    ...{ symbol, side, type: 'LIMIT', timeInForce: 'GTC', quantity, price },
    ...more,
});
const quiet = { trace() {}, info() {}, error() {} };

let demo;
let rest;
let bob;

const secrets = (customer, name = 'hmac') => {
    const key = demo.keyOf(customer, name);
    return { api_key: key.api_key, api_secret: key.api_secret ?? key.private_key_pem };
};
const sockets = () => demo.baseUrl.replace('http', 'ws');

before(async () => {
    demo = await startDemo({ seed: 5 });
    rest = new binance.MainClient({ ...secrets('alice'), baseUrl: demo.baseUrl });
    bob = new binance.MainClient({ ...secrets('bob'), baseUrl: demo.baseUrl });
});
after(async () => {
    await demo?.stop();
    assertNothingLeft();
});

describe('binance: streams', () => {
    test('market streams and the user stream by listen key', async () => {
        const client = new binance.WebsocketClient(
            {
                ...secrets('alice'),
                wsUrl: sockets(),
                restOptions: { baseUrl: demo.baseUrl },
                disableHeartbeat: false,
            },
            quiet,
        );
        const heard = [];
        client.on('message', (message) => heard.push(message));
        client.on('exception', () => {});
        client.subscribe([`${symbol.toLowerCase()}@trade`, `${symbol.toLowerCase()}@depth@100ms`], 'main');
        client.subscribeSpotUserDataStream();
        const event = (name) => heard.map((m) => m.data ?? m).find(({ e }) => e === name);
        await eventually('all streams speak', async () => {
            await rest.submitNewOrder(limit('SELL', '0.01', '30000'));
            await bob.submitNewOrder(limit('BUY', '0.01', '30000'));
            return ['trade', 'depthUpdate', 'executionReport', 'outboundAccountPosition'].every(event);
        });
        assert.equal(event('trade').p, '30000.00000000');
        assert.equal(event('trade').q, '0.01000000');
        const report = await eventually('an order is new', async () => {
            await rest.submitNewOrder(limit('SELL', '0.01', '30000'));
            return heard.map((m) => m.data ?? m).find(({ x }) => x === 'NEW');
        });
        assert.deepEqual([report.s, report.S, report.o, report.x], [symbol, 'SELL', 'LIMIT', 'NEW']);
        assert.equal(report.q, '0.01000000');
        client.closeAll(true);
    });
});

describe('binance: the WebSocket API', () => {
    for (const kind of ['hmac', 'ed25519']) {
        test(`an order's life with a key of kind ${kind}`, async () => {
            const client = new binance.WebsocketAPIClient(
                { ...secrets('alice', kind), wsUrl: sockets(), attachEventListeners: false },
                quiet,
            );
            const now = () => ({ timestamp: Date.now() });
            assert.ok((await client.testSpotConnectivity()).status === 200);
            const placed = await client.submitNewSpotOrder({ ...limit('BUY', '0.01', '20000'), ...now() });
            assert.equal(placed.status, 200);
            assert.equal(placed.result.status, 'NEW');
            const { orderId } = placed.result;
            const found = await client.getSpotOrderStatus({ symbol, orderId, ...now() });
            assert.equal(found.result.orderId, orderId);
            const gone = await client.cancelSpotOrder({ symbol, orderId, ...now() });
            assert.equal(gone.result.status, 'CANCELED');
            const refused = await client
                .cancelSpotOrder({ symbol, orderId, ...now() })
                .then(() => undefined, (error) => error);
            assert.equal(refused?.error?.code ?? refused?.code, -2011);
            client.getWSClient().closeAll(true);
        });
    }
});
