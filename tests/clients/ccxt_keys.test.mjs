// Who may do what with which key, through an unmodified ccxt.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { ccxtAt, ccxtOf, exact } from './support/ccxt.mjs';
import { startDemo } from './support/demo.mjs';
import { assertNothingLeft } from './support/guard.mjs';

const btc = 'BTC/USDT';
let demo;

before(async () => {
    demo = await startDemo();
});
after(async () => {
    await demo?.stop();
    assertNothingLeft();
});

const buyOne = (exchange) => exchange.createOrder(btc, 'limit', 'buy', '0.01', '20000');

describe('ccxt: every kind of key trades', () => {
    for (const kind of ['hmac', 'ed25519', 'rsa']) {
        test(kind, async () => {
            const alice = ccxtOf(demo, 'alice', kind, exact);
            const order = await buyOne(alice);
            assert.equal(order.status, 'open');
            assert.equal((await alice.fetchOrder(order.id, btc)).id, order.id);
            assert.equal((await alice.cancelOrder(order.id, btc)).status, 'canceled');
            const { free } = await alice.fetchBalance();
            assert.equal(Number(free.USDT), 10_000_000);
        });
    }

    test('and says what it may', async () => {
        for (const [kind, may] of Object.entries({ hmac: true, ed25519: true, rsa: true, read_only: false })) {
            const rights = await ccxtOf(demo, 'alice', kind).sapiGetAccountApiRestrictions();
            assert.equal(rights.enableReading, true, kind);
            assert.equal(rights.enableSpotAndMarginTrading, may, kind);
            assert.equal(rights.enableWithdrawals, may, kind);
            assert.equal(rights.ipRestrict, false, kind);
            assert.ok(Math.abs(rights.createTime - Date.now()) < 600_000, kind);
        }
    });
});

describe('ccxt: a key that may only read', () => {
    test('reads', async () => {
        const reader = ccxtOf(demo, 'alice', 'read_only');
        assert.equal((await reader.fetchBalance()).free.BTC, 100);
        assert.deepEqual(await reader.fetchOpenOrders(btc), []);
        assert.deepEqual(await reader.fetchMyTrades(btc), []);
    });

    test('does not place, test or cancel an order', async () => {
        const owner = ccxtOf(demo, 'alice', 'hmac', exact);
        const { id } = await buyOne(owner);
        const attempts = [
            buyOne,
            (reader) => reader.createOrder(btc, 'limit', 'buy', 0.01, 20000, { test: true }),
            (reader) => reader.cancelOrder(id, btc),
            (reader) => reader.cancelAllOrders(btc),
        ];
        for (const attempt of attempts) {
            const reader = ccxtOf(demo, 'alice', 'read_only');
            await reader.loadMarkets();
            reader.options.hasAlreadyAuthenticatedSuccessfully = false;
            await assert.rejects(attempt(reader), { name: 'AuthenticationError', message: /-2015/ });
        }
        assert.deepEqual((await owner.fetchOpenOrders(btc)).map((order) => order.id), [id]);
        await owner.cancelOrder(id, btc);
    });
});

describe('ccxt: a caller who is not who it says', () => {
    const strangers = {
        'an unknown key': [{ apiKey: 'A'.repeat(64), secret: 'B'.repeat(64) }, /-2015/],
        'a key that is none': [{ apiKey: 'no key at all!', secret: 'B'.repeat(64) }, /-2014/],
    };
    for (const [what, [options, message]] of Object.entries(strangers)) {
        test(`${what} is AuthenticationError`, async () => {
            const stranger = ccxtAt(demo.baseUrl, options);
            await assert.rejects(stranger.privateGetAccount(), { name: 'AuthenticationError', message });
        });
    }

    test('a wrong secret is AuthenticationError', async () => {
        const liar = ccxtOf(demo, 'alice');
        liar.secret = demo.keyOf('bob').api_secret;
        await assert.rejects(liar.privateGetAccount(), { name: 'AuthenticationError', message: /-1022/ });
    });

    test('another customer\'s key file with this key\'s name is AuthenticationError', async () => {
        const liar = ccxtOf(demo, 'alice', 'ed25519');
        liar.apiKey = demo.keyOf('alice', 'rsa').api_key;
        await assert.rejects(liar.privateGetAccount(), { name: 'AuthenticationError', message: /-1022/ });
    });

    test('a clock that is wrong is InvalidNonce, slow or fast', async () => {
        for (const off_ms of [-120_000, 60_000]) {
            const late = ccxtOf(demo, 'alice');
            late.nonce = () => Date.now() + off_ms;
            await assert.rejects(late.privateGetAccount(), { name: 'InvalidNonce', message: /-1021/ });
        }
    });
});

describe('ccxt: carol, who is not verified', () => {
    test('is refused by name of her rights, and owns nothing', async () => {
        const { keys } = demo.credentials.customers.carol;
        for (const name of Object.keys(keys)) {
            const carol = ccxtOf(demo, 'carol', name);
            await assert.rejects(carol.privateGetAccount(), { name: 'AuthenticationError', message: /-2015/ });
            const order = { symbol: 'BTCUSDT', side: 'BUY', type: 'MARKET', quantity: '1' };
            await assert.rejects(carol.privatePostOrder(order), { name: 'AuthenticationError', message: /-2015/ });
        }
    });
});
