// What a whole server leaves behind: secrets and personal data of one person, each a text that
// exists once, driven through registration, sign-in, factors, application, documents, keys and
// trading, rightly and wrongly; then every file of its folder and all that it printed is searched.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';

import { startDemo } from './support/demo.mjs';
import { assertNothingLeft } from './support/guard.mjs';
import { Native } from './support/native.mjs';
import { application, arrive, memberOf } from './support/newcomer.mjs';
import { fromBase32 } from './support/people.mjs';
import { Wire, send } from './support/wire.mjs';

const unique = (word) => `${word}${randomBytes(6).toString('hex')}`;

let demo;
let dora;
const canaries = {}; // name: bytes
before(async () => {
    demo = await startDemo();
});
after(async () => {
    await demo?.stop();
    assertNothingLeft();
});

function filesBelow(folder) {
    return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
        const file = path.join(folder, entry.name);
        if (entry.isDirectory()) return filesBelow(file);
        return entry.isFile() ? [file] : [];
    });
}

// The text itself, in hex, and of base64 what does not depend on where in it the text begins.
function spellings(bytes) {
    const shifted = [0, 1, 2].map((skipped) => {
        const whole = Math.floor((bytes.length - skipped) / 3) * 3;
        return Buffer.from(bytes.subarray(skipped, skipped + whole).toString('base64'));
    });
    return [bytes, Buffer.from(bytes.toString('hex')), ...shifted];
}

// ["email in journal/0001", ...]
function found() {
    const places = filesBelow(demo.data).map((file) => [path.relative(demo.data, file), readFileSync(file)]);
    places.push(['what it printed', Buffer.from(demo.program.output)]);
    return Object.entries(canaries).flatMap(([name, bytes]) =>
        places
            .filter(([, text]) => spellings(bytes).some((one) => text.includes(one)))
            .map(([place]) => `${name} in ${place}`),
    );
}

const add = (name, text) => (canaries[name] = Buffer.isBuffer(text) ? text : Buffer.from(text));

describe('secrets and personal data', () => {
    test('go through every flow', async () => {
        const file = {
            ...application,
            first_name: unique('Given'),
            last_name: unique('Family'),
            document_number: unique('N'),
            address: unique('Street '),
            occupation: unique('Keeper '),
        };
        const fullName = unique('Name ');
        const comment = unique('comment ');
        dora = await arrive(demo, unique('canary'), { file, fullName, comment });
        add('email', dora.email);
        add('name', fullName);
        add('password', dora.password);
        add('session token', dora.token);
        add('TOTP secret', dora.totpSecret);
        add('TOTP seed', fromBase32(dora.totpSecret));
        for (const field of ['first_name', 'last_name', 'document_number', 'address', 'occupation']) {
            add(field, file[field]);
        }

        const codes = (await dora.confirmed('POST', '/v1/factors/recovery_codes')).json.codes;
        codes.forEach((code, i) => add(`recovery code ${i}`, code));
        const content = `%PDF-1.7 ${unique('document')}`;
        add('document', content.slice(9));
        const body = { kind: 'passport', content: Buffer.from(content).toString('base64') };
        await dora.post('/v1/kyc/documents', body);
        const sam = await memberOf(demo, 'sam');
        add("staff's session token", sam.token);
        add('comment', comment);
        assert.match((await dora.get('/v1/kyc/application')).text, /comment /);
        assert.match((await sam.get(`/v1/staff/customers/${dora.customer}/profile`)).text, /Family/);

        const headers = { 'Content-Type': 'application/json' };
        const wrong = unique('wrong password ');
        add('wrong password', wrong);
        for (const [email, password] of [[dora.email, wrong], [dora.email, dora.password], [wrong, wrong]]) {
            const sent = JSON.stringify({ email, password });
            await send(demo.baseUrl, 'POST', '/v1/sessions', { headers, body: sent });
            await send(demo.baseUrl, 'POST', '/v1/sessions', { headers, body: `${sent}x` });
            await send(demo.baseUrl, 'POST', '/v1/registrations', { headers, body: sent });
        }
    });

    test('of keys too, and where somebody puts them in the wrong place', async () => {
        const key = await dora.makeKey({ scopes: ['all'] });
        add('HMAC secret', key.api_secret);
        assert.equal((await new Native(demo.baseUrl, key).call('GET', '/v1/balances')).status, 200);
        assert.equal((await new Wire(demo.baseUrl, key).get('/api/v3/account')).status, 200);
        const swapped = { api_key: key.api_secret, api_secret: key.api_secret };
        assert.equal((await new Native(demo.baseUrl, swapped).call('GET', '/v1/balances')).status, 401);
        assert.equal((await new Wire(demo.baseUrl, swapped).get('/api/v3/account')).status, 401);
        const { api_secret: secret } = key;
        for (const target of [`/v1/keys/${secret}`, `/v1/${secret}`, `/${secret}`, `/v1/time?a=${secret}`]) {
            await send(demo.baseUrl, 'GET', target, { headers: { Authorization: `Bearer ${secret}` } });
            await dora.get(target);
        }
        await dora.post(`/v1/keys/${key.api_key}/report`);
    });

    test('are in no file and in nothing that was printed, also after a crash and a stop', async () => {
        assert.ok(Object.keys(canaries).length >= 25);
        assert.deepEqual(found(), []);
        await demo.kill();
        await demo.resume();
        assert.deepEqual(found(), []);
        demo.program.signal('SIGINT');
        await demo.program.end();
        assert.deepEqual(found(), []);
    });

    test('would be found: what the journal may keep in the clear is', () => {
        add('a name of ours', 'desk-bot-that-nobody-has');
        assert.deepEqual(found(), []);
        delete canaries['a name of ours'];
        add('a symbol', 'BTCUSDT');
        assert.ok(found().some((one) => /^a symbol in .*journal/.test(one)), String(found()));
    });
});
