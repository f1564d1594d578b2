// RFC 9421 and RFC 9530 on /v1: an independent implementation signs, the server verifies; and it
// verifies what we publish.
import assert from 'node:assert/strict';
import { createPublicKey, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';

import signatures from 'http-message-signatures';

import { repository, startDemo } from './support/demo.mjs';
import { assertNothingLeft } from './support/guard.mjs';
import { MessageSigned, components, contentDigest, sha256 } from './support/message_signature.mjs';
import { Native } from './support/native.mjs';
import { send } from './support/wire.mjs';

const { createVerifier, httpbis } = signatures;

let demo;
let alice;
const callerOf = (kind, customer = 'alice') => new MessageSigned(demo.baseUrl, demo.keyOf(customer, kind));

before(async () => {
    demo = await startDemo();
    alice = callerOf('ed25519');
});
after(async () => {
    await demo?.stop();
    assertNothingLeft();
});

const orders = '/v1/orders';
const buy = { market: 'BTCUSDT', side: 'buy', type: 'limit', price: '20000', quantity: '0.01' };
const hour = 3_600_000;

function isRefused(reply, status, code, field) {
    assert.deepEqual([reply.status, reply.json?.code], [status, code], reply.text);
    if (field !== undefined) assert.equal(reply.json.field, field);
    return reply.json;
}
const isStranger = (reply) => assert.match(isRefused(reply, 401, 'unauthorized').canonical_sha256, /^[0-9a-f]{64}$/);

describe('the published vectors', () => {
    const file = path.join(repository, 'docs/api/vectors/message_signatures.json');
    const { keys, vectors } = JSON.parse(readFileSync(file, 'utf8'));
    const spki = (hex) => createPublicKey({ format: 'der', type: 'spki', key: Buffer.from(`302a300506032b6570032100${hex}`, 'hex') });
    const verifiers = {
        ed25519: createVerifier(spki(keys.ed25519.public_key_hex), 'ed25519'),
        'hmac-sha256': createVerifier(keys['hmac-sha256'].secret, 'hmac-sha256'),
        'rsa-pss-sha512': createVerifier(keys['rsa-pss-sha512'].public_key_pem, 'rsa-pss-sha512'),
    };
    const messageOf = (vector) => {
        const headers = { 'Signature-Input': vector.signature_input, Signature: vector.signature };
        for (const [name, value] of vector.headers) headers[name] = name in headers ? [headers[name], value].flat() : value;
        const scheme = vector.host.endsWith(':443') ? 'https' : 'http';
        return { method: vector.method, url: `${scheme}://${vector.host}${vector.target}`, headers };
    };
    const verified = async (vector, message) => {
        let seen;
        const verify = (base, signature, params) => ((seen = base.toString()), verifiers[vector.key](base, signature, params));
        const valid = await httpbis.verifyMessage({ keyLookup: async () => ({ algs: [vector.key], verify }) }, message);
        return { valid, base: seen };
    };
    assert.equal(vectors.length, 12);
    for (const vector of vectors) {
        test(`${vector.key}: ${vector.name}`, async () => {
            const message = messageOf(vector);
            assert.deepEqual(await verified(vector, message), { valid: true, base: vector.signature_base });
            if (vector.body) assert.equal(message.headers['Content-Digest'], contentDigest(vector.body));
            const bent = { ...message, method: 'PUT' };
            assert.equal((await verified(vector, bent)).valid, false);
        });
    }
});

describe('requests signed by the package', () => {
    for (const kind of ['hmac', 'ed25519', 'rsa']) {
        test(`a read and an order with a key of kind ${kind}`, async () => {
            const caller = callerOf(kind);
            const { status, json, text } = await caller.get('/v1/key');
            assert.equal(status, 200, text);
            assert.equal(json.key.key, caller.key.api_key);
            assert.equal((await caller.get('/v1/ledger?asset=BTC&limit=1')).status, 200);
            const placed = await caller.post(orders, buy);
            assert.equal(placed.status, 201, placed.text);
            const gone = await caller.delete(`${orders}/${placed.json.order.order_id}`);
            assert.equal(gone.json.order?.status, 'cancelled', gone.text);
        });
    }
    test('with the parameters that the package sends unasked', async () => {
        const params = ['keyid', 'alg', 'created', 'expires', 'nonce', 'tag'];
        assert.equal((await alice.get('/v1/balances', { params })).status, 200);
    });
    test('with both digests, and more fields covered', async () => {
        const body = JSON.stringify(buy);
        const digest = `${contentDigest(body)}, ${contentDigest(body, 'sha-512')}, md5=:AAAA:`;
        const headers = { 'Idempotency-Key': randomUUID(), 'Content-Type': 'application/json' };
        const cover = ['content-type', 'idempotency-key', 'content-digest', ...components];
        const placed = await alice.post(orders, body, { cover, headers, digest });
        assert.equal(placed.status, 201, placed.text);
        assert.equal((await alice.delete(orders)).json.orders.length, 1);
    });
});

describe('what is refused', () => {
    test('a body that was tampered with', async () => {
        const other = JSON.stringify({ ...buy, quantity: '1' });
        isRefused(await alice.post(orders, buy, { sent: { body: other } }), 401, 'digest_mismatch');
        // With the digest put right as well, the signature is wrong.
        const headers = { 'Content-Digest': contentDigest(other) };
        isStranger(await alice.post(orders, buy, { sent: { body: other, headers } }));
        const body = JSON.stringify(buy);
        const digest = `${contentDigest(body)}, ${contentDigest(other, 'sha-512')}`;
        isRefused(await alice.post(orders, body, { digest }), 401, 'digest_mismatch');
        isRefused(await alice.post(orders, body, { digest: 'md5=:AAAA:' }), 400, 'malformed_field', 'Content-Digest');
    });
    test('a target that was tampered with', async () => {
        isStranger(await alice.get('/v1/ledger?asset=BTC', { sent: { target: '/v1/ledger?asset=ETH' } }));
        isStranger(await alice.get('/v1/ledger?asset=BTC', { sent: { target: '/v1/ledger' } }));
    });
    for (const missing of [...components, 'content-digest']) {
        test(`a signature that does not cover ${missing}`, async () => {
            const cover = [...components, 'content-digest'].filter((name) => name !== missing);
            isRefused(await alice.post(orders, buy, { cover }), 401, 'signature_missing_component', missing);
        });
    }
    for (const missing of ['created', 'nonce']) {
        test(`a signature that does not say ${missing}`, async () => {
            const params = ['created', 'keyid', 'nonce', 'tag'].filter((name) => name !== missing);
            isRefused(await alice.get('/v1/balances', { params }), 401, 'signature_missing_component', missing);
        });
    }
    test('another tag, or none: then it is not meant for us', async () => {
        isStranger(await alice.get('/v1/balances', { tag: 'someone-else' }));
        isStranger(await alice.get('/v1/balances', { params: ['created', 'keyid', 'nonce'] }));
    });
    test('an algorithm that is not the key\'s', async () => {
        isStranger(await alice.get('/v1/balances', { alg: 'hmac-sha256' }));
    });
    test('a nonce used on another connection', async () => {
        const headers = await alice.signed('GET', '/v1/balances');
        const once = () => asked(headers, new http.Agent());
        assert.equal((await once()).status, 200);
        isRefused(await once(), 401, 'nonce_reused');
        const at_once = await alice.signed('GET', '/v1/balances');
        const replies = await Promise.all(Array.from({ length: 8 }, () => asked(at_once, new http.Agent())));
        assert.deepEqual(replies.map(({ status }) => status).sort(), [200, ...Array(7).fill(401)]);
        const nonce = randomUUID();
        assert.equal((await alice.post(orders, buy, { nonce })).status, 201);
        isRefused(await alice.post(orders, buy, { nonce }), 401, 'nonce_reused');
        assert.equal((await alice.delete(orders)).json.orders.length, 1);
    });
    test('a clock an hour off, either way', async () => {
        for (const off of [-hour, hour]) {
            const refused = isRefused(await alice.get('/v1/balances', { created: new Date(Date.now() + off) }), 401, 'timestamp_skew');
            assert.ok(Math.abs(Number(refused.skew_ms) + off) < 60_000 && refused.server_time, JSON.stringify(refused));
        }
        const params = ['created', 'expires', 'keyid', 'nonce', 'tag'];
        const times = { created: new Date(Date.now() - 3_000), expires: new Date(Date.now() - 2_000) };
        isRefused(await alice.get('/v1/balances', { params, ...times }), 401, 'timestamp_skew');
    });
    test('keys that are not there, and fields that cannot be read', async () => {
        isStranger(await alice.get('/v1/balances', { keyid: `pk_test_${'A'.repeat(28)}` }));
        isStranger(await alice.get('/v1/balances', { keyid: 'nonsense' }));
        for (const headers of [{ Signature: 'sig=nothing' }, { Signature: 'other=:AAAA:' }, { 'Signature-Input': 'sig=(' }]) {
            isStranger(await alice.get('/v1/balances', { sent: { headers } }));
        }
    });
    test('both schemes at once', async () => {
        isRefused(await alice.get('/v1/balances', { sent: { headers: { 'Postern-Nonce': 'n-0123456789' } } }), 400, 'malformed_request');
    });
    test('a nonce of the ten-line scheme', async () => {
        const nonce = randomUUID();
        const ten_lines = new Native(demo.baseUrl, alice.key);
        assert.equal((await ten_lines.get('/v1/balances', { signed: { nonce } })).status, 200);
        isRefused(await alice.get('/v1/balances', { nonce }), 401, 'nonce_reused');
    });
});

test('echo shows the base, and its hash is what a stranger is told', async () => {
    const echo = '/v1/auth/echo';
    const { json } = await alice.post(echo, '{"a": 1}', { nonce: 'echo-0001' });
    assert.match(json.canonical, /^"@method": POST\n"@authority": 127\.0\.0\.1:\d+\n"@path": \/v1\/auth\/echo\n"@query": \?\n"content-digest": sha-256=:/);
    assert.match(json.canonical, /\n"@signature-params": \("@method" .*;nonce="echo-0001".*;tag="postern"$/);
    assert.equal(json.canonical_sha256, sha256(json.canonical));
    const headers = await alice.signed('GET', '/v1/balances');
    const bad = { ...headers, Signature: `sig=:${Buffer.alloc(64).toString('base64')}:` };
    const refused = isRefused(await send(demo.baseUrl, 'GET', '/v1/balances', { headers: bad }), 401, 'unauthorized');
    const base = ['"@method": GET', `"@authority": ${new URL(demo.baseUrl).host}`, '"@path": /v1/balances', '"@query": ?'];
    base.push(`"@signature-params": ${headers['Signature-Input'].slice('sig='.length)}`);
    assert.equal(refused.canonical_sha256, sha256(base.join('\n')));
    isRefused(await send(demo.baseUrl, 'POST', echo, { headers: { 'Signature-Input': 'sig=("@scheme")' } }), 400, 'malformed_field', '@scheme');
});

function asked(headers, agent) {
    const { hostname, port } = new URL(demo.baseUrl);
    return new Promise((done, failed) => {
        const request = http.request({ agent, hostname, port, path: '/v1/balances', headers }, (response) => {
            let text = '';
            response.on('data', (piece) => (text += piece));
            response.on('end', () => done({ status: response.statusCode, text, json: JSON.parse(text), headers: response.headers }));
        });
        request.on('error', failed);
        request.end();
    });
}
