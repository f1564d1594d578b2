// Somebody new gets a key by the API alone and trades with it through an unmodified ccxt. The key is
// made once, however often it is asked for, and a kill -9 in between changes nothing of that.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { ccxtAt } from './support/ccxt.mjs';
import { startDemo } from './support/demo.mjs';
import { assertNothingLeft } from './support/guard.mjs';
import { arrive, register } from './support/newcomer.mjs';

// A code of the telephone is taken once, and the fourth one has to be waited for.
const waits_ms = process.env.POSTERN_LONG ? [0, 1, 2, 5, 10] : [2];

let demo;
let dora;
let key;
before(async () => {
    demo = await startDemo();
    dora = await arrive(demo, 'dora');
});
after(async () => {
    await demo?.stop();
    assertNothingLeft();
});

const ccxtWith = ({ api_key, api_secret }) => ccxtAt(demo.baseUrl, { apiKey: api_key, secret: api_secret });
const keys = async (person) => (await person.get('/v1/keys')).json.keys;

describe('a newcomer', () => {
    test('trades through ccxt with the key that he made', async () => {
        const funds = { asset: 'USDT', amount: '1000' };
        assert.equal((await dora.post('/v1/test-funds', funds)).status, 200);
        key = await dora.makeKey({ scopes: ['all'], markets: ['BTCUSDT'] });
        const exchange = ccxtWith(key);
        assert.equal((await exchange.fetchBalance()).free.USDT, 1000);
        const order = await exchange.createOrder('BTC/USDT', 'limit', 'buy', 0.01, 20000);
        assert.equal(order.status, 'open');
        const seen = (await dora.get('/v1/orders?status=open')).json.orders;
        assert.deepEqual(seen.map(({ order_id }) => order_id), [order.id]);
        assert.equal((await exchange.cancelOrder(order.id, 'BTC/USDT')).status, 'canceled');
        await assert.rejects(exchange.createOrder('ETH/USDT', 'limit', 'buy', 0.01, 1000), /not permitted/);
    });

    test('stops his key, and ccxt hears it at the next call', async () => {
        const exchange = ccxtWith(key);
        await exchange.fetchBalance();
        assert.equal((await dora.post(`/v1/keys/${key.api_key}/freeze`)).status, 200);
        await assert.rejects(exchange.fetchBalance(), /-2015/);
    });

    test('gets no key before he is let in', async () => {
        const erin = await register(demo, 'erin');
        const body = { name: 'bot', algorithm: 'hmac-sha256', any_ip: true, scopes: ['all'] };
        const { json } = await erin.confirmed('POST', '/v1/keys', body);
        assert.equal(json.code, 'factor_not_enrolled');
        await erin.enrol();
        const { json: then } = await erin.confirmed('POST', '/v1/keys', body);
        assert.equal(then.code, 'customer_not_verified');
    });
});

describe('a key under an Idempotency-Key', () => {
    // The very bytes of one request, to be sent again and again.
    async function prepared(once) {
        const body = { name: once, algorithm: 'hmac-sha256', any_ip: true, scopes: ['balance'] };
        const headers = { 'Idempotency-Key': once };
        const asked = await dora.call('POST', '/v1/keys', body, headers);
        assert.equal(asked.json.code, 'step_up_required', asked.text);
        headers['Postern-Step-Up'] =
            `totp;id=${asked.json.challenge_id};code=${await dora.codes.next()}`;
        return () => dora.call('POST', '/v1/keys', body, headers);
    }

    test('is made once, also where the server was killed before it could say so', async () => {
        const before = (await keys(dora)).length;
        const ask = await prepared('before-the-crash');
        const first = await ask();
        assert.equal(first.status, 201, first.text);
        await demo.kill();
        await demo.resume();
        const again = await ask();
        assert.equal(again.status, 201, again.text);
        assert.equal(again.headers['idempotent-replayed'], 'true');
        assert.equal(again.json.key.key, first.json.key.key);
        assert.equal(again.json.secret, undefined, 'it is told once');
        assert.equal((await keys(dora)).length, before + 1);
        const made = { api_key: first.json.key.key, api_secret: first.json.secret };
        await ccxtWith(made).fetchBalance();
    });

    test('is made once or not at all where the kill comes while it is asked for', async () => {
        for (const wait_ms of waits_ms) {
            const before = (await keys(dora)).length;
            const ask = await prepared(`in-the-crash-${wait_ms}`);
            const lost = ask().then(({ status }) => status, () => 'lost');
            await new Promise((done) => setTimeout(done, wait_ms));
            await demo.kill();
            await demo.resume();
            const told = await lost;
            const again = await ask();
            // Not made before the kill: then its challenge may have died with the server.
            const made = again.status === 201;
            assert.ok(made || told === 'lost', `${told}, then ${again.text}`);
            if (told === 201) assert.equal(again.headers['idempotent-replayed'], 'true');
            assert.equal((await keys(dora)).length, before + (made ? 1 : 0));
        }
    });
});
