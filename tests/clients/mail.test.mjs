// Notices by mail, between a whole server and a real SMTP server that is slow, away or choosy.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';

import { eventually, freePort, startDemo } from './support/demo.mjs';
import { assertNothingLeft } from './support/guard.mjs';
import { Codes, signIn } from './support/people.mjs';
import { PostOffice } from './support/post_office.mjs';
import { send } from './support/wire.mjs';

const from = 'no-reply@postern.example';
let demo;
let office;
let codes;

// Writes the section [mail] of postern.toml anew, and starts the server with it.
async function restartWith(settings) {
    await demo.kill();
    const file = path.join(demo.data, 'postern.toml');
    const [above] = readFileSync(file, 'utf8').split('\n[mail]');
    const lines = Object.entries(settings).map(([key, value]) => `${key} = ${JSON.stringify(value)}`);
    writeFileSync(file, `${above}\n[mail]\n${lines.join('\n')}\n`);
    await demo.resume();
}

const plain = () => ({ server: `127.0.0.1:${office.port}`, tls: 'none', from });

before(async () => {
    demo = await startDemo();
    office = new PostOffice(await freePort());
    codes = new Codes(demo.credentials.customers.alice.totp_secret);
    await restartWith(plain());
});
after(async () => {
    await demo?.stop();
    await office?.close();
    assertNothingLeft();
});

let newcomers = 0;
async function register(name = 'Dora') {
    const email = `newcomer${++newcomers}@example.org`;
    const body = JSON.stringify({ email, password: `a walk of ${newcomers} miles`, name, kind: 'person' });
    const { status, text } = await send(demo.baseUrl, 'POST', '/v1/registrations', {
        body,
        headers: { 'Content-Type': 'application/json' },
    });
    return { email, status, text };
}

async function registered(count) {
    const emails = [];
    for (let i = 0; i < count; ++i) {
        const { email, status, text } = await register();
        assert.equal(status, 202, text);
        emails.push(email);
    }
    return emails;
}

const arrived = (emails) =>
    eventually('every newcomer is welcomed', () => emails.every((email) => office.to(email).length > 0), 60_000);
const alice = () => signIn(demo.baseUrl, demo.credentials.customers.alice, codes);

async function makeKey(person, name) {
    return person.confirmed('POST', '/v1/keys', {
        name,
        public_key: 'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a',
        scopes: ['balance:read'],
        any_ip: true,
    });
}

describe('notices by mail', () => {
    test('wait for a mail server that is down, and none is lost', async () => {
        const emails = await registered(3);
        await office.open();
        await arrived(emails);
        assert.equal(new Set(office.letters.map(({ parsed }) => parsed.messageId)).size, 3);
        for (const email of emails) assert.equal(office.to(email).length, 1);
        const [letter] = office.letters;
        assert.equal(letter.parsed.from.value[0].address, from);
        assert.equal(letter.parsed.subject, 'Welcome');
        assert.match(letter.parsed.text, /^Hello Dora,\n\nyour account was opened/);
        assert.match(letter.parsed.messageId, /^<\d+\.\d+\.\d+\.[0-9a-f]{16}@postern\.example>$/);
    });

    test('survive kill -9: none is missing, and what comes twice says so', async () => {
        office.delay_ms = 300;
        const emails = await registered(4);
        await eventually('the first of them is under way', () => office.to(emails[0]).length > 0);
        await demo.kill();
        await demo.resume();
        await arrived(emails);
        office.delay_ms = 0;
        let twice = 0;
        for (const email of emails) {
            const ids = office.to(email).map(({ parsed }) => parsed.messageId);
            assert.equal(new Set(ids).size, 1, 'a repetition has the same Message-ID');
            twice += ids.length - 1;
        }
        assert.ok(twice <= 1, `${twice} letters came twice`);
    });

    test('say what happened to a key whose name is not ASCII', async () => {
        const made = await makeKey(await alice(), 'Schlüssel 鍵');
        assert.equal(made.status, 201, made.text);
        const letter = await eventually('the notice of the key', () =>
            office.to('alice@example.org').find(({ parsed }) => parsed.subject.includes('was made')),
        );
        assert.equal(letter.parsed.subject, 'Your API key "Schlüssel 鍵" was made');
        assert.match(letter.raw, /^[\x00-\x7f]*$/, 'nothing but ASCII on the wire');
        assert.ok(letter.parsed.text.includes('"Schlüssel 鍵"'));
    });

    test('cannot be bent by a name with line ends', async () => {
        const evil = 'x\r\nBcc: mallory@example.org\r\n\r\nbody';
        await makeKey(await alice(), evil);
        const { email, status } = await register(evil);
        if (status === 202) await arrived([email]);
        await arrived(await registered(1)); // whatever came before it has arrived too
        assert.ok(office.letters.every(({ to }) => to.length === 1));
        assert.ok(office.letters.every(({ parsed }) => !parsed.headers.has('bcc')));
        assert.equal(office.to('mallory@example.org').length, 0);
    });

    for (const [code, how] of [[550, 'for good'], [450, 'for now']]) {
        test(`that one address refuses ${how} keep nobody waiting`, async () => {
            const refused = `newcomer${newcomers + 1}@example.org`;
            office.refuse = (address) => (address === refused ? code : undefined);
            const [, other] = await registered(2);
            await arrived([other]);
            assert.equal(office.to(refused).length, 0);
            office.refuse = () => undefined;
        });
    }
});

describe('what notices leave behind', () => {
    test('is nothing personal, neither in the journal nor in the outbox nor in the log', () => {
        const files = ['journal', 'notices'].flatMap((folder) =>
            readdirSync(path.join(demo.data, folder), { withFileTypes: true })
                .filter((entry) => entry.isFile())
                .map(({ name }) => path.join(demo.data, folder, name)),
        );
        assert.ok(files.length > 2);
        for (const file of files) {
            const bytes = readFileSync(file, 'latin1');
            assert.ok(!/newcomer\d|@example\.org|Dora/.test(bytes), file);
        }
        assert.doesNotMatch(demo.program.output, /newcomer\d/);
    });
});

describe('a mail server with a certificate and a password', () => {
    const key = () => path.join(demo.folder, 'mail.key');
    const certificate = () => path.join(demo.folder, 'mail.pem');
    let heard;

    before(async () => {
        await office.close();
        execFileSync('openssl', [
            ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2'],
            ...['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1'],
            ...['-keyout', key(), '-out', certificate()],
        ], { stdio: 'ignore' });
        office = new PostOffice(office.port, {
            key: readFileSync(key()),
            cert: readFileSync(certificate()),
            onAuth(auth, session, done) {
                heard = { user: auth.username, password: auth.password, secure: session.secure };
                done(null, { user: auth.username });
            },
        });
        await office.open();
        const password = path.join(demo.folder, 'mail.password');
        writeFileSync(password, 'a password for letters\n');
        chmodSync(password, 0o400);
        await restartWith({
            server: `localhost:${office.port}`,
            tls: 'starttls',
            from,
            user: 'postern',
            password_file: password,
            certificates: certificate(),
        });
    });

    test('gets both over TLS', async () => {
        await arrived(await registered(1));
        assert.deepEqual(heard, { user: 'postern', password: 'a password for letters', secure: true });
    });

    test('gets nothing when nobody vouches for it', async () => {
        const settings = { server: `localhost:${office.port}`, tls: 'starttls', from };
        heard = undefined;
        await restartWith(settings);
        const [email] = await registered(1);
        await eventually('the log says why', () => /Notices wait/.test(demo.program.output));
        assert.equal(office.to(email).length, 0);
        assert.equal(heard, undefined);
        await restartWith({ ...settings, certificates: certificate(), user: '', password_file: '' });
    });
});
