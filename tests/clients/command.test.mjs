// The program and the scripts as a person meets them: one clear sentence where something is wrong.
import assert from 'node:assert/strict';
import { statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';

import { Program, freePort, repository, startDemo } from './support/demo.mjs';
import { assertNothingLeft } from './support/guard.mjs';
import { send } from './support/wire.mjs';

let demo;
before(async () => {
    demo = await startDemo();
});
after(async () => {
    await demo?.stop();
    assertNothingLeft();
});

// One sentence for a person: no stack, no dump, a few lines at most.
function saysOnce(output, words) {
    const lines = output.trim().split('\n').filter((line) => line.trim());
    assert.ok(lines.length >= 1 && lines.length <= 3, output);
    assert.match(output, words);
    assert.doesNotMatch(output, /terminate called|what\(\)|Assertion|core dumped|Exception/);
}

async function ends(words, options) {
    const program = new Program(words, options);
    const { code } = await program.end();
    return { code, output: program.output };
}

describe('postern demo beside a running one', () => {
    test('refuses the same port with one sentence', async () => {
        const other = path.join(demo.folder, 'other');
        const { code, output } = await ends(['demo', '--quiet', '--data', other, '--listen', `127.0.0.1:${demo.port}`]);
        assert.notEqual(code, 0);
        saysOnce(output, new RegExp(`${demo.port}.*(in use|taken|another)`, 'is'));
    });

    test('refuses the same folder with one sentence, and leaves the running one alone', async () => {
        const { code, output } = await ends(['demo', '--quiet', '--data', demo.data, '--listen', `127.0.0.1:${await freePort()}`]);
        assert.notEqual(code, 0);
        saysOnce(output, /in use|another|running|already/i);
        assert.equal((await send(demo.baseUrl, 'GET', '/api/v3/ping')).status, 200);
    });
});

describe('postern staff add', () => {
    const kim = ['staff', 'add', '--email', 'kim@example.org', '--name', 'Kim', '--roles', 'analyst'];
    const password = 'a password that only Kim knows';

    test('takes no password on the command line, which every process can read', async () => {
        const { code, output } = await ends([...kim, '--data', demo.data, '--password', password]);
        assert.notEqual(code, 0);
        assert.match(output, /--password/);
    });

    test('reads it from a file, and Kim signs in with it', async () => {
        const file = path.join(demo.folder, 'kim.password');
        writeFileSync(file, `${password}\n`, { mode: 0o600 });
        const { code, output } = await ends([...kim, '--data', demo.data, '--password-file', file]);
        assert.equal(code, 0, output);
        assert.ok(!output.includes(password));
        const body = JSON.stringify({ email: 'kim@example.org', password });
        const headers = { 'Content-Type': 'application/json' };
        const reply = await fetch(`${demo.baseUrl}/v1/sessions`, { method: 'POST', headers, body });
        assert.equal(reply.status, 201);
        await reply.text();
    });

    test('says which file cannot be read', async () => {
        const { code, output } = await ends([...kim, '--data', demo.data, '--password-file', '/no/such/file']);
        assert.notEqual(code, 0);
        assert.match(output, /no\/such\/file.*cannot be read/);
    });
});

describe('the credentials file', () => {
    test('is for its owner only and holds what the clients need', () => {
        assert.equal(statSync(demo.credentialsFile).mode & 0o777, 0o600);
        const { base_url, ws_url, markets, customers } = demo.credentials;
        assert.equal(base_url, `http://127.0.0.1:${demo.port}`);
        assert.equal(ws_url, null);
        assert.deepEqual([...markets].sort(), ['BTCUSDT', 'ETHBTC', 'ETHUSDT']);
        assert.deepEqual(Object.keys(customers).sort(), ['alice', 'bob', 'carol']);
        const { keys } = customers.alice;
        assert.deepEqual(Object.keys(keys).sort(), ['ed25519', 'hmac', 'read_only', 'rsa']);
        assert.ok(keys.hmac.api_secret && keys.read_only.api_secret);
        assert.match(keys.ed25519.private_key_pem, /^-----BEGIN PRIVATE KEY-----\n/);
        assert.match(keys.rsa.private_key_pem, /^-----BEGIN PRIVATE KEY-----\n/);
        for (const { api_key: name } of Object.values(keys)) assert.match(name, /^pk_test_[0-9A-Za-z]{28}$/);
        for (const { account_id: id } of Object.values(customers)) assert.ok(id);
    });

    test('nothing secret is in the output or in the arguments', () => {
        const { keys } = demo.credentials.customers.bob;
        assert.ok(!demo.program.output.includes(keys.hmac.api_secret));
        assert.ok(!demo.program.child.spawnargs.join(' ').includes(keys.hmac.api_secret));
    });
});

describe('the command line', () => {
    test('explains itself', async () => {
        for (const words of [['--help'], ['demo', '--help'], ['serve', '--help'], ['init', '--help'], ['journal', '--help'], ['keys', '--help']]) {
            const { code, output } = await ends(words);
            assert.equal(code, 0, words.join(' '));
            assert.match(output, /Usage|OPTIONS|Options|SUBCOMMAND/i, words.join(' '));
        }
    });

    test('refuses what it does not know', async () => {
        for (const words of [['dance'], ['demo', '--lisen', 'x'], ['demo', '--listen', 'nowhere'], ['serve'], ['journal', 'verify', '--data', '/nowhere/at/all']]) {
            const { code, output } = await ends(words);
            assert.notEqual(code, 0, words.join(' '));
            assert.ok(output.trim(), words.join(' '));
            assert.doesNotMatch(output, /terminate called|what\(\)/, words.join(' '));
        }
    });

    test('the operator asks a running exchange', async () => {
        for (const words of [['customers', 'list'], ['accounts', 'list'], ['keys', 'list']]) {
            const { code, output } = await ends([...words, '--data', demo.data]);
            assert.equal(code, 0, `${words.join(' ')}: ${output}`);
            assert.ok(output.trim(), words.join(' '));
        }
    });
});

describe('script/server', () => {
    const script = (...words) => ends(words, { command: path.join(repository, 'script/server') });
    test('says in one sentence that the port is taken, before it builds anything', async () => {
        const { code, output } = await script('--listen', `127.0.0.1:${demo.port}`);
        assert.equal(code, 1);
        saysOnce(output, /take another port: script\/server --listen 127\.0\.0\.1:\d+/);
        assert.equal(output.trim().split('\n').length, 1);
    });
    test('says in one sentence what --listen wants', async () => {
        const { code, output } = await script('--listen', 'everywhere');
        assert.equal(code, 1);
        saysOnce(output, /wants an address and a port/);
    });
});

test('Ctrl-C stops cleanly, and twice as well', async () => {
    const other = await startDemo();
    other.program.signal('SIGINT');
    other.program.signal('SIGINT');
    assert.equal((await other.program.end()).code, 0, other.program.output);
    await other.stop();
});
