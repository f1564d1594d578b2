// The guard itself: what it refuses, it counts; no packet has left by then.
import './support/guard.mjs';
import assert from 'node:assert/strict';
import dns from 'node:dns';
import http from 'node:http';
import https from 'node:https';
import net from 'node:net';
import { test } from 'node:test';
import binance from 'binance';
import ccxt from 'ccxt';

import { assertNothingLeft, refusedConnections } from './support/guard.mjs';

// 192.0.2.0/24 is reserved for documents: nobody is there.
const away = '192.0.2.1';

const failure = (start) =>
    new Promise((done) => start().on('error', done).on('connect', () => done(undefined)));

test('a connection that would leave this machine is refused and counted', async () => {
    assertNothingLeft();
    const ways = [
        () => net.connect(80, away),
        () => net.connect({ host: away, port: 80 }),
        () => http.get(`http://${away}/`),
        () => https.get(`https://${away}/`),
        () => https.get('https://api.binance.com/api/v3/ping'),
    ];
    for (const way of ways) assert.equal((await failure(way))?.code, 'EACCES', String(way));
    await assert.rejects(fetch(`http://${away}/`));
    await assert.rejects(dns.promises.lookup('api.binance.com'));
    assert.equal(refusedConnections().length, 7);
    assert.throws(assertNothingLeft, /tried to leave/);
});

test('the clients themselves are refused when nobody tells them where to go', async () => {
    const before = refusedConnections().length;
    await assert.rejects(new ccxt.binance().fetchTime());
    const between = refusedConnections().length;
    assert.ok(between > before, 'ccxt went past the guard');
    await assert.rejects(new binance.MainClient().testConnectivity());
    assert.ok(refusedConnections().length > between, 'binance went past the guard');
});

test('a connection on this machine is not touched', async () => {
    const server = net.createServer((socket) => socket.end('here'));
    await new Promise((done) => server.listen(0, '127.0.0.1', done));
    const before = refusedConnections().length;
    const socket = net.connect(server.address().port, 'localhost');
    let heard = '';
    for await (const piece of socket) heard += piece;
    assert.equal(heard, 'here');
    assert.equal(refusedConnections().length, before);
    server.close();
});
