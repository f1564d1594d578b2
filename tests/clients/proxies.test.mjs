// Behind proxies: a whole server with one listener for everybody and one for proxies that speak
// the PROXY protocol; whom it believes, seen through the address that a key's owner is shown.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';

import { Program, eventually, freePort, startDemo } from './support/demo.mjs';
import { assertNothingLeft } from './support/guard.mjs';
import { Native } from './support/native.mjs';
import { connectTo } from './support/socket.mjs';
import { send } from './support/wire.mjs';

let demo;
let server;
let ports;
let alice;

// The demo's exchange, served as an operator would: by its own configuration.
before(async () => {
    demo = await startDemo();
    await demo.kill();
    ports = { plain: await freePort(), proxied: await freePort() };
    const file = path.join(demo.data, 'postern.toml');
    const settings = {
        listen: `["127.0.0.1:${ports.plain}", "127.0.0.1:${ports.proxied}"]`,
        proxy_protocol: '["off", "v2"]',
        trusted_proxies: '["127.0.0.0/8", "10.0.0.0/8"]',
    };
    let text = readFileSync(file, 'utf8');
    for (const [key, value] of Object.entries(settings)) {
        assert.match(text, new RegExp(`^${key} = `, 'm'));
        text = text.replace(new RegExp(`^${key} = .*$`, 'm'), `${key} = ${value}`);
    }
    writeFileSync(file, text);
    server = new Program(['serve', '--data', demo.data]);
    const baseUrl = `http://127.0.0.1:${ports.plain}`;
    await eventually('the server answers', () => send(baseUrl, 'GET', '/v1/time').then(({ status }) => status === 200, () => false));
    alice = new Native(baseUrl, demo.keyOf('alice', 'ed25519'));
});
after(async () => {
    server?.signal('SIGINT');
    assert.equal((await server?.end())?.code, 0, server?.output);
    await demo?.stop();
    assertNothingLeft();
});

const seen = async (forwarded) => {
    const headers = forwarded === undefined ? {} : { 'X-Forwarded-For': forwarded };
    const reply = await alice.get('/v1/key', { headers });
    return reply.json.seen_ip ?? reply.json.code;
};

describe('X-Forwarded-For of a trusted proxy', () => {
    test('its right-most address that is not trusted', async () => {
        assert.equal(await seen(undefined), '127.0.0.1');
        assert.equal(await seen('203.0.113.5'), '203.0.113.5');
        assert.equal(await seen('198.51.100.7, 203.0.113.5, 10.0.0.9'), '203.0.113.5');
        assert.equal(await seen('::ffff:203.0.113.5'), '203.0.113.5');
        assert.equal(await seen('2001:db8::7'), '2001:db8::7');
        assert.equal(await seen(['198.51.100.7', '203.0.113.5']), '203.0.113.5');
    });
    test('garbage where the chain has to be read', async () => {
        for (const bad of ['unknown', '203.0.113.5:80', '203.0.113.5, ', 'x, 10.0.0.9']) {
            assert.equal(await seen(bad), 'malformed_request', bad);
        }
        assert.equal(await seen('x, 203.0.113.5'), '203.0.113.5');
        const binance = await send(`http://127.0.0.1:${ports.plain}`, 'GET', '/api/v3/time', { headers: { 'X-Forwarded-For': 'x' } });
        assert.equal(binance.status, 400, binance.text);
    });
});

describe('the PROXY protocol', () => {
    const header = (source, command = 0x21) => {
        const addresses = Buffer.from([...source.split('.').map(Number), 127, 0, 0, 1, 0xd4, 0x31, 0x01, 0xbb]);
        const fixed = Buffer.from('0d0a0d0a000d0a515549540a', 'hex');
        return Buffer.concat([fixed, Buffer.from([command, 0x11, 0, addresses.length]), addresses]).toString('latin1');
    };
    const request = async (forwarded) => {
        const inner = new Native(`http://127.0.0.1:${ports.proxied}`, alice.key);
        const headers = inner.headersFor('GET', '/v1/key');
        if (forwarded) headers['X-Forwarded-For'] = forwarded;
        const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
        return `GET /v1/key HTTP/1.1\r\nHost: 127.0.0.1:${ports.proxied}\r\n${lines.join('')}\r\n`;
    };
    const seenBehind = async (bytes) => {
        const socket = await connectTo({ port: ports.proxied });
        const [reply] = await socket.send(bytes).replies(1);
        socket.destroy();
        return JSON.parse(reply.body).seen_ip;
    };
    test('names the caller, on the listener that is for it', async () => {
        assert.equal(await seenBehind(header('203.0.113.5') + (await request())), '203.0.113.5');
        assert.equal(await seenBehind(header('203.0.113.5', 0x20) + (await request())), '127.0.0.1');
        assert.equal(await seenBehind(header('203.0.113.5') + (await request('198.51.100.7'))), '203.0.113.5');
        assert.equal(await seenBehind(header('10.0.0.9') + (await request('198.51.100.7'))), '198.51.100.7');
    });
    test('is asked for there: without it the connection is closed and the operator told', async () => {
        const socket = await connectTo({ port: ports.proxied });
        assert.equal(await socket.send(await request()).hungUp(), true);
        assert.equal(socket.heard, '');
        await eventually('the log says so', () => server.output.includes('A connection from 127.0.0.1 was closed: it did not begin with a PROXY header'));
    });
    test('is a bad request on the other', async () => {
        const socket = await connectTo({ port: ports.plain });
        const [reply] = await socket.send(header('203.0.113.5')).replies(1);
        assert.equal(reply.status, 400);
    });
});
