// Evidence as a stranger meets it: trades, an export beside the running server and after its stop,
// `postern audit verify`, and the long way of the pack's README.txt with nothing of ours.
import assert from 'node:assert/strict';
import { createHash, createPublicKey, verify } from 'node:crypto';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { inflateRawSync } from 'node:zlib';

import { Program, startDemo } from './support/demo.mjs';
import { assertNothingLeft } from './support/guard.mjs';
import { Native } from './support/native.mjs';
import { Wire } from './support/wire.mjs';

let demo;
let publicKey;
before(async () => {
    demo = await startDemo();
    publicKey = (await postern('audit', 'key', '--data', demo.data)).output.trim();
});
after(async () => {
    await demo?.stop();
    assertNothingLeft();
});

async function postern(...words) {
    const program = new Program(words);
    const { code } = await program.end();
    return { code, output: program.output };
}

const exported = (out, ...words) => postern('audit', 'export', '--data', demo.data, '--out', out, ...words);
const packed = (name) => path.join(demo.folder, name);

async function trade() {
    const alice = new Native(demo.baseUrl, demo.keyOf('alice', 'hmac'));
    const bob = new Wire(demo.baseUrl, demo.keyOf('bob', 'hmac'));
    const order = { market: 'BTCUSDT', side: 'buy', type: 'limit', price: '30000', quantity: '0.01' };
    assert.equal((await alice.post('/v1/orders', order)).status, 201);
    assert.equal((await bob.limit('SELL', '30000', '0.01')).status, 200);
    const refused = await alice.post('/v1/orders', { ...order, quantity: '5000' });
    assert.equal(refused.status, 422);
}

// The members of a ZIP file by its directory at the end.
function members(file) {
    const zip = readFileSync(file);
    const end = zip.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'));
    let at = zip.readUInt32LE(end + 16);
    const all = {};
    for (let left = zip.readUInt16LE(end + 10); left > 0; --left) {
        const [size, name, extra, comment] = [zip.readUInt32LE(at + 20), ...[28, 30, 32].map((o) => zip.readUInt16LE(at + o))];
        const local = zip.readUInt32LE(at + 42);
        const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
        const bytes = zip.subarray(start, start + size);
        all[zip.toString('utf8', at + 46, at + 46 + name)] = {
            start,
            bytes: zip.readUInt16LE(at + 10) === 8 ? inflateRawSync(bytes) : bytes,
        };
        at += 46 + name + extra + comment;
    }
    return all;
}

const lines = (member) => member.bytes.toString().split('\n').slice(0, -1).map((line) => JSON.parse(line));
const sha256 = (...parts) => createHash('sha256').update(Buffer.concat(parts)).digest();

function isSigned(hex, bytes, signature) {
    const der = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), Buffer.from(hex, 'hex')]);
    const key = createPublicKey({ key: der, format: 'der', type: 'spki' });
    return verify(null, Buffer.from(bytes), key, Buffer.from(signature, 'hex'));
}

// RFC 6962, section 2.1.1, from the leaf up.
function rootOf(leaf, index, size, way) {
    let hash = leaf;
    const rest = way.map((hex) => Buffer.from(hex, 'hex'));
    for (let [at, width] = [index, size]; width > 1; at >>= 1, width = (width + 1) >> 1) {
        if ((at ^ 1) >= width) continue;
        const pair = at & 1 ? [rest.shift(), hash] : [hash, rest.shift()];
        hash = sha256(Buffer.from([1]), ...pair);
    }
    assert.equal(rest.length, 0);
    return hash;
}

test('the public key is told, and the secret one is for its owner only', () => {
    assert.match(publicKey, /^[0-9a-f]{64}$/);
    assert.equal(statSync(path.join(demo.data, 'audit.key')).mode & 0o777, 0o400);
});

test('beside the running server an export says what is not yet sealed', async () => {
    await trade();
    const out = packed('running.zip');
    const { code, output } = await exported(out, '--key', demo.keyOf('alice', 'hmac').api_key);
    assert.equal(code, 0, output);
    assert.match(output, /not yet sealed/);
    const verified = await postern('audit', 'verify', out, '--public-key', publicKey);
    assert.equal(verified.code, 0, verified.output);
    assert.match(verified.output, /of them nothing is proved/);
});

test('after a clean stop all is sealed; the pack proves it, and a damaged copy is refused by name', async () => {
    demo.program.signal('SIGINT');
    assert.equal((await demo.program.end()).code, 0);
    const key = demo.keyOf('alice', 'hmac').api_key;
    const out = packed('whole.zip');
    const { code, output } = await exported(out, '--key', key);
    assert.equal(code, 0, output);
    assert.doesNotMatch(output, /not yet sealed/);
    const verified = await postern('audit', 'verify', out, '--public-key', publicKey);
    assert.equal(verified.code, 0, verified.output);
    assert.match(verified.output, /^It is proved that the \d+ records of this pack .*\.\n$/);
    const nobody = await postern('audit', 'verify', out, '--public-key', '00'.repeat(32));
    assert.equal(nobody.code, 1);

    const zip = readFileSync(out);
    for (const [name, { start }] of Object.entries(members(out))) {
        if (name === 'policies.jsonl') continue; // nothing is in it
        const damaged = Buffer.from(zip);
        damaged[start + 5] ^= 4;
        writeFileSync(packed('damaged.zip'), damaged);
        const found = await postern('audit', 'verify', packed('damaged.zip'));
        assert.equal(found.code, 1, name);
        const place = name.startsWith('manifest') ? 'manifest' : name;
        assert.ok(found.output.includes(place), `${name}: ${found.output}`);
    }
    await demo.resume();
});

test('a stranger proves the same without any program of ours', () => {
    const all = members(packed('whole.zip'));
    const manifest = JSON.parse(all['manifest.json'].bytes);
    assert.equal(manifest.public_key, publicKey);
    assert.ok(isSigned(publicKey, all['manifest.json'].bytes, all['manifest.sig'].bytes.toString().trim()));
    for (const [name, { sha256: promised }] of Object.entries(manifest.files)) {
        assert.equal(sha256(all[name].bytes).toString('hex'), promised, name);
    }
    const checkpoints = new Map();
    let previous;
    for (const { number, text, signature } of lines(all['checkpoints.jsonl'])) {
        assert.ok(isSigned(publicKey, text, signature));
        const [, journal, , first, last, , , root, before] = text.split(' ');
        assert.equal(journal, manifest.journal);
        if (previous) assert.equal(before, previous);
        previous = sha256(Buffer.from(`${text} ${signature}`)).toString('hex');
        checkpoints.set(number, { first: Number(first), last: Number(last), root });
    }
    const proofs = new Map(lines(all['proofs.jsonl']).map((proof) => [proof.sequence, proof]));
    const records = ['records.jsonl', 'policies.jsonl', 'approvals.jsonl'].flatMap((name) => lines(all[name]));
    const commands = records.map(({ command }) => command);
    assert.ok(commands.includes('PlaceOrder') && commands.includes('CreateKey') && commands.includes('SetCustomerStatus'), commands);
    for (const { sequence, bytes } of records) {
        const { leaf, checkpoint, index, size, path: way } = proofs.get(sequence);
        const { first, last, root } = checkpoints.get(checkpoint);
        const hash = sha256(Buffer.from([0]), Buffer.from(bytes, 'base64'));
        assert.equal(hash.toString('hex'), leaf);
        assert.deepEqual([index, size], [sequence - first, last - first + 1]);
        assert.equal(rootOf(hash, index, size, way).toString('hex'), root);
    }
    const access = all['access.csv'].bytes.toString();
    assert.match(access, /orders\.place,422,\d+,insufficient_funds,insufficient_funds\n/);
});

test('the operator searches the access log and the commands of the running exchange', async () => {
    const key = demo.keyOf('alice', 'hmac').api_key;
    const log = await postern('access-log', 'list', '--data', demo.data, '--key', key);
    assert.equal(log.code, 0, log.output);
    assert.match(log.output, /"operation": "orders\.place"/);
    assert.match(log.output, /"ip": "127\.0\.0\.1"/);
    const audit = await postern('audit', 'list', '--data', demo.data, '--command', 'CreateKey', '--limit', '2');
    assert.equal(audit.code, 0, audit.output);
    assert.match(audit.output, /"command": "CreateKey"/);
});

test('what cannot be exported or verified is told in one sentence', async () => {
    for (const words of [
        ['export', '--data', demo.data, '--key', 'nobody', '--out', packed('none.zip')],
        ['export', '--data', demo.data, '--out', packed('none.zip')],
        ['export', '--data', '/nowhere/at/all', '--key', '1', '--out', packed('none.zip')],
        ['export', '--data', demo.data, '--key', '1', '--from', 'yesterday', '--out', packed('none.zip')],
        ['verify', packed('none.zip')],
        ['verify', demo.credentialsFile],
        ['verify', packed('whole.zip'), '--public-key', 'abc'],
        ['key', '--data', '/nowhere/at/all'],
    ]) {
        const { code, output } = await postern('audit', ...words);
        assert.equal(code, 1, words.join(' '));
        assert.equal(output.trim().split('\n').length, 1, output);
        assert.doesNotMatch(output, /terminate called|what\(\)/);
    }
});
