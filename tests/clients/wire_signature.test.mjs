// Binance signatures in every shape that clients send them, and the order in which they are judged.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { startDemo } from './support/demo.mjs';
import { assertNothingLeft } from './support/guard.mjs';
import { Wire, form, send, signature } from './support/wire.mjs';

const account = '/api/v3/account';
const order = '/api/v3/order';

let demo;
let alice;

before(async () => {
    demo = await startDemo();
    alice = new Wire(demo.baseUrl, demo.keyOf('alice'));
});
after(async () => {
    await demo?.stop();
    assertNothingLeft();
});

const is = ({ status, json }, expectedStatus, code, msg) =>
    assert.deepEqual([status, json?.code, json?.msg], [expectedStatus, code, msg]);
const isBadSignature = (reply) => is(reply, 400, -1022, 'Signature for this request is not valid.');
const isNoRight = (reply) => is(reply, 401, -2015, 'Invalid API-key, IP, or permissions for action.');
const isNoKey = (reply) => is(reply, 401, -2014, 'API-key format invalid.');
const isGood = (reply) => assert.equal(reply.status, 200, reply.text);

describe('the published vectors', () => {
    const key = { api_secret: 'NhqPtmdSJYdKjVHjA7PZj4Mge3R5YNiP1e3UZjInClVN65XAbvqqM6A7H5fATj0j' };
    const head = 'symbol=LTCBTC&side=BUY&type=LIMIT&timeInForce=GTC';
    const tail = 'quantity=1&price=0.1&recvWindow=5000&timestamp=1499827319559';
    test('all in one place', () => {
        const expected = 'c8db56825ae71d6d79447849e617115f4a920fa2acdcab2b053c4b2838bd6b71';
        assert.equal(signature(key, `${head}&${tail}`), expected);
    });
    test('part in the query, part in the body, nothing at the seam', () => {
        const expected = '0fd168b8ddb4876a0358a8d14d0c9f3da0e9b20c5d52b2a00fcf7d1c602f9a77';
        assert.equal(signature(key, head + tail), expected);
    });
});

describe('the same order in every shape', () => {
    const params = { symbol: 'BTCUSDT', side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', quantity: '0.01', price: '20000' };
    for (const kind of ['hmac', 'ed25519', 'rsa']) {
        for (const place of ['query', 'body', 1, 4, 6]) {
            test(`${kind}, ${typeof place === 'number' ? `${place} in the query, the rest in the body` : `all in the ${place}`}`, async () => {
                const wire = new Wire(demo.baseUrl, demo.keyOf('alice', kind));
                isGood(await wire.post(order, params, { place }));
            });
        }
    }
    test('a DELETE with everything in the body', async () => {
        const placed = await alice.post(order, params);
        const { symbol, orderId } = placed.json;
        isGood(await alice.delete(order, { symbol, orderId }, { place: 'body' }));
    });
    test('an empty body under any content type', async () => {
        const query = form({ ...params, timestamp: Date.now() });
        const target = `${order}?${query}&signature=${signature(alice.key, query)}`;
        for (const type of ['application/json', 'text/plain', 'application/x-www-form-urlencoded; charset=utf-8']) {
            const headers = { ...alice.headers(), 'Content-Type': type };
            isGood(await send(demo.baseUrl, 'POST', target, { headers, body: '' }));
        }
    });
    test('the same name above and below: the query wins', async () => {
        const query = form({ ...params, newClientOrderId: 'above', timestamp: Date.now() });
        const { json } = await alice.raw('POST', order, query, 'newClientOrderId=below');
        assert.equal(json.clientOrderId, 'above', JSON.stringify(json));
    });
});

describe('where the signature stands and how it is written', () => {
    const query = () => `recvWindow=5000&timestamp=${Date.now()}`;
    test('first, in the middle and last', async () => {
        const payload = query();
        const proof = `signature=${signature(alice.key, payload)}`;
        const [window, time] = payload.split('&');
        for (const shape of [`${proof}&${payload}`, `${window}&${proof}&${time}`, `${payload}&${proof}`]) {
            isGood(await alice.unsigned('GET', account, shape));
        }
    });
    test('hexadecimal in capitals', async () => {
        const payload = query();
        isGood(await alice.unsigned('GET', account, `${payload}&signature=${signature(alice.key, payload).toUpperCase()}`));
    });
    test('base64 whose plus signs nobody encoded', async () => {
        const wire = new Wire(demo.baseUrl, demo.keyOf('alice', 'ed25519'));
        let payload;
        let proof = '';
        for (let i = 0; !proof.includes('+'); ++i) {
            payload = `nothing=${i}&${query()}`;
            proof = signature(wire.key, payload);
        }
        isGood(await wire.unsigned('GET', account, `${payload}&signature=${proof}`));
    });
    test('over the bytes as sent: escapes are neither added nor taken away', async () => {
        for (const odd of ['x=%41', 'x=A', 'x=%2f', 'x=%2F', 'x=a+b', 'x=["a"]', 'x=', 'x']) {
            isGood(await alice.raw('GET', account, `${odd}&timestamp=${Date.now()}`));
        }
        const payload = `x=%41&timestamp=${Date.now()}`;
        const other = signature(alice.key, payload.replace('%41', 'A'));
        const reply = await alice.unsigned('GET', account, `${payload}&signature=${other}`);
        assert.ok([200, 400].includes(reply.status)); // the decoded form is a tolerance, not a duty
    });
    test('any single changed byte is refused', async () => {
        const payload = query();
        const proof = signature(alice.key, payload);
        const flipped = (proof[0] === '0' ? '1' : '0') + proof.slice(1);
        isBadSignature(await alice.unsigned('GET', account, `${payload}&signature=${flipped}`));
        isBadSignature(await alice.unsigned('GET', account, `${payload}&x=1&signature=${proof}`));
        isBadSignature(await alice.unsigned('GET', account, `${payload}&signature=${proof.slice(1)}`));
        isBadSignature(await alice.unsigned('GET', account, `${payload}&signature=${proof}00`));
        isBadSignature(await alice.unsigned('GET', account, `${payload}&signature=zz`));
    });
    test('a body that nobody signed is refused', async () => {
        const payload = query();
        const proof = signature(alice.key, payload);
        isBadSignature(await alice.unsigned('POST', order, `${payload}&signature=${proof}`, 'symbol=BTCUSDT'));
    });
});

describe('time', () => {
    const at = (timestamp, more = '') => alice.raw('GET', account, `timestamp=${timestamp}${more}`);
    test('milliseconds and microseconds', async () => {
        isGood(await at(Date.now()));
        isGood(await at(`${Date.now()}000`));
    });
    test('too old', async () => {
        const old = 'Timestamp for this request is outside of the recvWindow.';
        is(await at(Date.now() - 6000), 400, -1021, old);
        is(await at(Date.now() - 2000, '&recvWindow=1000'), 400, -1021, old);
        isGood(await at(Date.now() - 6000, '&recvWindow=60000'));
        isGood(await at(Date.now() - 500, '&recvWindow=5000.5'));
    });
    test('too far ahead', async () => {
        const ahead = "Timestamp for this request was 1000ms ahead of the server's time.";
        is(await at(Date.now() + 5000), 400, -1021, ahead);
    });
    test('a window that is too wide', async () => {
        is(await at(Date.now(), '&recvWindow=60001'), 400, -1131, 'recvWindow must be less than 60000.');
    });
    test('no number', async () => {
        const illegal = (name) => `Illegal characters found in parameter '${name}'; legal range is '^[0-9]{1,20}$'.`;
        for (const time of ['now', '-1', '1e13', '9'.repeat(21), '0x10']) {
            is(await at(time), 400, -1100, illegal('timestamp'));
        }
        const window = await at(Date.now(), '&recvWindow=wide');
        assert.deepEqual([window.status, window.json.code], [400, -1100]);
        assert.match(window.json.msg, /^Illegal characters found in parameter 'recvWindow'; legal range is '/);
    });
    test('none, and no signature', async () => {
        const missing = (name) => `Mandatory parameter '${name}' was not sent, was empty/null, or malformed.`;
        is(await alice.raw('GET', account, 'x=1'), 400, -1102, missing('timestamp'));
        is(await alice.unsigned('GET', account, `timestamp=${Date.now()}`), 400, -1102, missing('signature'));
        is(await alice.unsigned('GET', account, `timestamp=${Date.now()}&signature=`), 400, -1102, missing('signature'));
    });
});

describe('keys', () => {
    const withKey = (headers) => send(demo.baseUrl, 'GET', `${account}?timestamp=${Date.now()}&signature=00`, { headers });
    test('missing, empty or of impossible form', async () => {
        isNoKey(await withKey({}));
        for (const name of ['', 'short', 'with space'.repeat(5), 'A'.repeat(129), 'ü'.repeat(20)]) {
            isNoKey(await withKey({ 'X-MBX-APIKEY': Buffer.from(name).toString('latin1') }));
        }
    });
    test('unknown', async () => {
        const mine = alice.key.api_key;
        for (const name of ['A'.repeat(64), 'a'.repeat(16), 'Z_'.repeat(64)]) {
            isNoRight(await withKey({ 'X-MBX-APIKEY': name }));
        }
        // One letter off: its checksum does not hold, so nothing is even looked up.
        const last = mine.at(-1) === 'a' ? 'b' : 'a';
        isNoRight(await withKey({ 'X-MBX-APIKEY': mine.slice(0, -1) + last }));
    });
    test('whatever its case, the header is the header', async () => {
        const payload = `timestamp=${Date.now()}`;
        const target = `${account}?${payload}&signature=${signature(alice.key, payload)}`;
        for (const name of ['x-mbx-apikey', 'X-Mbx-ApiKey']) {
            isGood(await send(demo.baseUrl, 'GET', target, { headers: { [name]: alice.key.api_key } }));
        }
    });
    test('do not disturb what is public', async () => {
        for (const name of ['', 'nonsense', 'A'.repeat(64)]) {
            isGood(await send(demo.baseUrl, 'GET', '/api/v3/time', { headers: { 'X-MBX-APIKEY': name } }));
        }
        isGood(await send(demo.baseUrl, 'GET', '/api/v3/time?timestamp=1&recvWindow=x&signature=no'));
    });
    test('one customer\'s secret does not open another\'s key', async () => {
        const mixed = { ...demo.keyOf('alice'), api_secret: demo.keyOf('bob').api_secret };
        isBadSignature(await new Wire(demo.baseUrl, mixed).get(account));
    });
    test('a key of one kind does not take signatures of another', async () => {
        const names = ['hmac', 'ed25519', 'rsa'];
        for (const claimed of names) {
            for (const used of names) {
                if (claimed === used) continue;
                const mixed = { ...demo.keyOf('alice', used), api_key: demo.keyOf('alice', claimed).api_key };
                isBadSignature(await new Wire(demo.baseUrl, mixed).get(account));
            }
        }
    });
});

describe('the order of the checks', () => {
    const reader = () => new Wire(demo.baseUrl, demo.keyOf('alice', 'read_only'));
    test('key before time, time before signature', async () => {
        const stranger = new Wire(demo.baseUrl, { api_key: 'A'.repeat(64), api_secret: 'x' });
        isNoRight(await stranger.raw('GET', account, 'timestamp=1'));
        const old = await alice.unsigned('GET', account, 'timestamp=1&signature=00');
        assert.equal(old.json.code, -1021);
    });
    test('signature before rights, rights before parameters', async () => {
        isBadSignature(await reader().unsigned('POST', order, `timestamp=${Date.now()}&signature=00`));
        isNoRight(await reader().post(order, { nonsense: '1' }));
    });
    test('parameters before the market, the market before its filters', async () => {
        const good = { symbol: 'NOPEUSDT', side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', quantity: '0.000001', price: '1' };
        const { side, ...noSide } = good;
        assert.equal((await alice.post(order, noSide)).json.code, -1102, side);
        is(await alice.post(order, good), 400, -1121, 'Invalid symbol.');
        const filtered = await alice.post(order, { ...good, symbol: 'BTCUSDT' });
        assert.equal(filtered.json.code, -1013);
    });
    test('a read-only key may read and nothing else', async () => {
        isGood(await reader().get(account));
        isGood(await reader().get('/api/v3/openOrders'));
        const trade = { symbol: 'BTCUSDT', side: 'BUY', type: 'MARKET', quantity: '1' };
        isNoRight(await reader().post(order, trade));
        isNoRight(await reader().post('/api/v3/order/test', trade));
        isNoRight(await reader().delete(order, { symbol: 'BTCUSDT', orderId: '1' }));
        isNoRight(await reader().delete('/api/v3/openOrders', { symbol: 'BTCUSDT' }));
    });
});
