// Bytes that are no request, too much or too slow: a clear answer, never a crash, and the next
// caller is served as if nothing had been.
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';

import { startDemo } from './support/demo.mjs';
import { assertNothingLeft } from './support/guard.mjs';
import { connectTo } from './support/socket.mjs';
import { Wire, form, send, signature } from './support/wire.mjs';

let demo;
before(async () => {
    demo = await startDemo();
});
after(async () => {
    await demo?.stop();
    assertNothingLeft();
});
afterEach(async () => {
    assert.deepEqual((await send(demo.baseUrl, 'GET', '/api/v3/ping')).json, {}, 'still served');
    assert.ok(demo.program.running, demo.program.output);
});

const get = (target, more = '') => `GET ${target} HTTP/1.1\r\nHost: localhost\r\n${more}\r\n`;

describe('one connection, many requests', () => {
    test('pipelined requests are answered in order', async () => {
        const socket = await connectTo(demo);
        const targets = ['/api/v3/ping', '/api/v3/time', '/nothing', '/api/v3/depth', '/api/v3/ping'];
        socket.send(targets.map((target) => get(target)).join(''));
        const replies = await socket.replies(5);
        assert.deepEqual(replies.map(({ status }) => status), [200, 200, 404, 400, 200]);
        assert.match(replies[1].body, /serverTime/);
        socket.destroy();
    });

    test('two hundred requests in one write', async () => {
        const socket = await connectTo(demo);
        socket.send(get('/api/v3/ping').repeat(200));
        assert.equal((await socket.replies(200)).filter(({ status }) => status === 200).length, 200);
        socket.destroy();
    });

    test('pipelined orders and look-ups see each other', async () => {
        const key = demo.keyOf('alice');
        const signed = (params) => {
            const query = form({ ...params, timestamp: Date.now() });
            return `${query}&signature=${signature(key, query)}`;
        };
        const proof = `X-MBX-APIKEY: ${key.api_key}\r\n`;
        const named = { symbol: 'BTCUSDT', newClientOrderId: 'piped' };
        const order = { ...named, side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', quantity: '0.01', price: '20000' };
        const body = signed(order);
        const look = { symbol: 'BTCUSDT', origClientOrderId: 'piped' };
        const socket = await connectTo(demo);
        socket.send(
            `POST /api/v3/order HTTP/1.1\r\nHost: x\r\n${proof}Content-Type: application/x-www-form-urlencoded\r\nContent-Length: ${body.length}\r\n\r\n${body}` +
                get(`/api/v3/order?${signed(look)}`, proof) +
                `DELETE /api/v3/order?${signed(look)} HTTP/1.1\r\nHost: x\r\n${proof}\r\n` +
                get(`/api/v3/order?${signed(look)}`, proof),
        );
        const replies = (await socket.replies(4)).map(({ status, body: text }) => [status, JSON.parse(text).status]);
        assert.deepEqual(replies, [[200, 'NEW'], [200, 'NEW'], [200, 'CANCELED'], [200, 'CANCELED']]);
        socket.destroy();
    });

    test('a request that arrives letter by letter', async () => {
        const socket = await connectTo(demo);
        for (const letter of get('/api/v3/ping')) {
            socket.send(letter);
            await new Promise(setImmediate);
        }
        assert.equal((await socket.replies(1))[0].body, '{}');
        socket.destroy();
    });

    test('Connection: close and HTTP/1.0 end after the answer', async () => {
        for (const request of [get('/api/v3/ping', 'Connection: close\r\n'), 'GET /api/v3/ping HTTP/1.0\r\nHost: x\r\n\r\n']) {
            const socket = await connectTo(demo);
            socket.send(request);
            assert.equal((await socket.replies(1))[0].status, 200);
            assert.equal(await socket.hungUp(), true);
        }
    });
});

describe('bytes that are no request', () => {
    const cases = {
        'noise': '\x00\x01\x02\xff\xfe\r\n\r\n',
        'a TLS greeting': '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n',
        'HTTP/2': 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
        'no version': 'GET /api/v3/ping\r\n\r\n',
        'a header without a colon': get('/api/v3/ping', 'nonsense\r\n'),
        'a space before the colon': get('/api/v3/ping', 'X : y\r\n'),
        'a folded header': get('/api/v3/ping', 'X: y\r\n z\r\n'),
        'a bare line feed': 'GET /api/v3/ping HTTP/1.1\nHost: x\n\n',
        'a zero byte in a header': get('/api/v3/ping', 'X: a\x00b\r\n'),
        'two lengths': 'POST /api/v3/order HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab',
        'a length and chunks': 'POST /api/v3/order HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
        'a negative length': 'POST /api/v3/order HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n',
        'a length of letters': 'POST /api/v3/order HTTP/1.1\r\nHost: x\r\nContent-Length: 1x\r\n\r\n',
        'a chunk of no size': 'POST /api/v3/order HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n',
        'two hosts': 'GET /api/v3/ping HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n',
    };
    for (const [what, bytes] of Object.entries(cases)) {
        test(`${what} is answered 400 and hung up`, async () => {
            const socket = await connectTo(demo);
            socket.send(bytes);
            const [reply] = await socket.replies(1);
            assert.equal(reply.status, 400, reply.head);
            assert.equal(await socket.hungUp(), true);
        });
    }

    test('what follows a malformed request is not executed', async () => {
        const socket = await connectTo(demo);
        socket.send(get('/api/v3/ping', 'X : y\r\n') + get('/api/v3/time'));
        assert.equal(await socket.hungUp(), true);
        assert.doesNotMatch(socket.heard, /serverTime/);
    });

    test('a broken escape in the target is refused and disturbs nobody', async () => {
        for (const target of ['/api/v3/depth?symbol=%zz', '/api/v3/depth?symbol=%', '/api/v3/depth?symbol=%00', '/%2e%2e/']) {
            const reply = await send(demo.baseUrl, 'GET', target);
            assert.ok([400, 404].includes(reply.status), `${target}: ${reply.status}`);
        }
    });
});

describe('too much', () => {
    test('one megabyte of headers', async () => {
        const socket = await connectTo(demo);
        socket.send(get('/api/v3/ping', `X: ${'a'.repeat(1_000_000)}\r\n`));
        assert.equal((await socket.replies(1))[0].status, 431);
        assert.equal(await socket.hungUp(), true);
    });
    test('ten thousand small headers', async () => {
        const socket = await connectTo(demo);
        socket.send(get('/api/v3/ping', 'X: y\r\n'.repeat(10_000)));
        assert.equal((await socket.replies(1))[0].status, 431);
    });
    test('a target of one megabyte', async () => {
        const socket = await connectTo(demo);
        socket.send(get(`/api/v3/depth?symbol=${'A'.repeat(1_000_000)}`));
        assert.ok([400, 414, 431].includes((await socket.replies(1))[0].status));
    });
    test('a body that says it is a gigabyte', async () => {
        const socket = await connectTo(demo);
        socket.send('POST /api/v3/order HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000000\r\n\r\n');
        assert.equal((await socket.replies(1))[0].status, 413);
        assert.equal(await socket.hungUp(), true);
    });
    test('chunks without end', async () => {
        const socket = await connectTo(demo);
        socket.send('POST /api/v3/order HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n');
        const chunk = `10000\r\n${'a'.repeat(0x10000)}\r\n`;
        for (let i = 0; i < 64 && !socket.connection.destroyed; ++i) socket.send(chunk);
        assert.equal((await socket.replies(1))[0].status, 413);
    });
    test('three hundred connections at once', async () => {
        const sockets = await Promise.all(Array.from({ length: 300 }, () => connectTo(demo)));
        for (const socket of sockets) socket.send(get('/api/v3/ping'));
        const replies = await Promise.all(sockets.map((socket) => socket.replies(1)));
        assert.ok(replies.every(([{ status }]) => status === 200));
        for (const socket of sockets) socket.destroy();
    });
});

describe('clients that leave', () => {
    test('in the middle of a head, of a body, before the answer', async () => {
        const halves = [
            'GET /api/v3/pi',
            'POST /api/v3/order HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nsymbol=BTC',
            get('/api/v3/exchangeInfo'),
        ];
        for (const half of halves) {
            for (let i = 0; i < 20; ++i) (await connectTo(demo)).send(half).destroy();
        }
    });

    test('half a request is never executed', async () => {
        const alice = new Wire(demo.baseUrl, demo.keyOf('alice'));
        const query = form({ symbol: 'BTCUSDT', side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', quantity: '0.01', price: '20000', timestamp: Date.now() });
        const body = `${query}&signature=${signature(alice.key, query)}`;
        const socket = await connectTo(demo);
        const head = `POST /api/v3/order HTTP/1.1\r\nHost: x\r\nX-MBX-APIKEY: ${alice.key.api_key}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: ${body.length + 1}\r\n\r\n`;
        socket.send(head + body).end();
        await socket.hungUp();
        assert.deepEqual((await alice.get('/api/v3/openOrders')).json, []);
    });

    test('a slow client does not keep others waiting', async () => {
        const slow = await Promise.all(Array.from({ length: 50 }, () => connectTo(demo)));
        for (const socket of slow) socket.send('GET /api/v3/ping HTT');
        const started = Date.now();
        assert.equal((await send(demo.baseUrl, 'GET', '/api/v3/exchangeInfo')).status, 200);
        assert.ok(Date.now() - started < 2000);
        for (const socket of slow) socket.destroy();
    });

    test('a client that sends nothing more is told so and hung up', { timeout: 120_000 }, async () => {
        const socket = await connectTo(demo);
        socket.send('GET /api/v3/ping HTT');
        assert.equal(await socket.hungUp(90_000), true);
        assert.match(socket.heard, /^(HTTP\/1\.1 408 |$)/);
    });
});
