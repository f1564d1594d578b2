// From nothing to a signed order, by the API alone: register, sign in, enrol a second factor, apply,
// be approved by staff, accept the policies, make a key, take test money, place an order.
//
//     node examples/first-key.mjs
//
// It starts a demo of its own and stops it at the end. To use one that runs, tell where it is and
// which file holds the staff's passwords:
//
//     BASE_URL=http://127.0.0.1:8420 CREDENTIALS=credentials.json node examples/first-key.mjs
//
// Node 18 or newer, no packages.
import { spawn } from 'node:child_process';
import { createHash, createHmac, generateKeyPairSync, randomBytes, randomUUID, sign } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const say = (text) => console.log(text);

// --- codes of six digits that change every half minute: RFC 6238

const base32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

function totp(secret, step) {
    const bits = [...secret].map((c) => base32.indexOf(c).toString(2).padStart(5, '0')).join('');
    const key = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
    const counter = Buffer.alloc(8);
    counter.writeBigUInt64BE(BigInt(step));
    const hash = createHmac('sha1', key).update(counter).digest();
    const offset = hash[19] & 15;
    const number = hash.readUInt32BE(offset) & 0x7fffffff;
    return String(number % 1_000_000).padStart(6, '0');
}

// A code is taken once. The house also takes the one before and the one after, so up to three can be
// had at once; for a fourth we wait, as a person would. Five seconds are left for its way.
class Codes {
    constructor(secret) {
        this.secret = secret;
        this.last = 0;
    }
    async next() {
        const now = (later = 0) => Math.floor((Date.now() + later) / 30_000);
        const step = Math.max(this.last + 1, now(5_000) - 1);
        while (step > now() + 1) await pause(500);
        this.last = step;
        return totp(this.secret, step);
    }
}

// --- a person with a session

class Refused extends Error {}

class Person {
    constructor(baseUrl, codes) {
        this.baseUrl = baseUrl;
        this.codes = codes;
    }

    async send(method, target, value, headers = {}) {
        const response = await fetch(this.baseUrl + target, {
            method,
            headers: {
                ...(value && { 'Content-Type': 'application/json' }),
                ...(this.token && { Authorization: `Bearer ${this.token}` }),
                ...headers,
            },
            body: value && JSON.stringify(value),
        });
        return { status: response.status, json: await response.json() };
    }

    // Sends; where a second factor is asked for, answers the challenge and sends again.
    async call(method, target, value) {
        let answer = await this.send(method, target, value);
        for (let tries = 0; tries < 4 && answer.json.code === 'step_up_required'; ++tries) {
            const id = answer.json.challenge_id;
            const proof = `totp;id=${id};code=${await this.codes.next()}`;
            const shown = await this.send(method, target, value, { 'Postern-Step-Up': proof });
            // Somebody used that code before us: take the next one.
            if (shown.json.code === 'step_up_invalid') continue;
            answer = shown;
        }
        if (answer.status >= 300) {
            throw new Refused(`${method} ${target}: ${answer.status} ${JSON.stringify(answer.json)}`);
        }
        return answer.json;
    }

    async signIn(email, password) {
        const opened = await this.call('POST', '/v1/sessions', { email, password });
        this.token = opened.token;
        return this;
    }
}

// --- a key: the ten lines of docs/api/signing.md

async function signed(baseUrl, key, method, target, value) {
    const body = value ? JSON.stringify(value) : '';
    const timestamp = String(Date.now());
    const nonce = randomUUID();
    const digest = createHash('sha256').update(body).digest('hex');
    const host = new URL(baseUrl).host;
    const text = ['v1', key.name, timestamp, nonce, method, host, target, digest].join('\n');
    const response = await fetch(baseUrl + target, {
        method,
        headers: {
            'Content-Type': 'application/json',
            'Postern-Key': key.name,
            'Postern-Timestamp': timestamp,
            'Postern-Nonce': nonce,
            'Postern-Signature': sign(null, Buffer.from(text), key.privateKey).toString('base64'),
        },
        body: body || undefined,
    });
    const json = await response.json();
    if (!response.ok) throw new Refused(`${method} ${target}: ${JSON.stringify(json)}`);
    return json;
}

// --- a demo of our own

async function startDemo() {
    const repository = fileURLToPath(new URL('..', import.meta.url));
    const binary =
        process.env.POSTERN_BINARY ??
        ['release', 'debug', 'plants']
            .map((preset) => path.join(repository, 'build', preset, 'bin', 'postern'))
            .find(existsSync) ??
        'postern';
    const folder = mkdtempSync(path.join(os.tmpdir(), 'postern-first-key-'));
    const file = path.join(folder, 'credentials.json');
    const words = ['demo', '--quiet', '--listen', '127.0.0.1:0', '--credentials', file];
    const child = spawn(binary, words, { stdio: ['ignore', 'ignore', 'inherit'] });
    const ended = new Promise((done) => child.on('close', done).on('error', done));
    const stop = async () => {
        child.kill('SIGINT');
        await ended;
        rmSync(folder, { recursive: true, force: true });
    };
    for (let waited_ms = 0; !existsSync(file); waited_ms += 50) {
        if (child.exitCode !== null || child.pid === undefined || waited_ms > 60_000) {
            await stop();
            throw new Refused(`${binary} does not start; build it with script/build`);
        }
        await pause(50);
    }
    return { baseUrl: JSON.parse(readFileSync(file)).base_url, file, stop };
}

async function findHouse() {
    const { BASE_URL: baseUrl, CREDENTIALS: file } = process.env;
    if (!baseUrl && !file) return startDemo();
    if (!file) throw new Refused('CREDENTIALS must name the file that the demo wrote');
    return { baseUrl: baseUrl ?? JSON.parse(readFileSync(file)).base_url, file, stop: async () => {} };
}

// --- the way

async function enrol(person) {
    const factor = await person.call('POST', '/v1/factors/totp', { name: 'my phone' });
    person.codes = new Codes(factor.secret);
    const code = await person.codes.next();
    await person.call('POST', `/v1/factors/${factor.factor_id}/confirm`, { code });
}

async function apply(person) {
    await person.call('PUT', '/v1/kyc/application', {
        kind: 'person',
        first_name: 'Dora',
        last_name: 'Example',
        birth_date: '1990-12-10',
        birth_place: 'Lisbon, PT',
        nationalities: ['PT'],
        residence: 'PT',
        document_type: 'passport',
        document_number: 'C01X00T47',
        document_country: 'PT',
        document_expires: '2035-05-01',
        address: 'Rua das Flores 7',
        city: 'Lisbon',
        postal_code: '1200-195',
        source_of_funds: 'salary',
        occupation: 'carpenter',
        expected_monthly_volume: 1000,
    });
}

async function acceptPolicies(person) {
    const { policies } = await person.call('GET', '/v1/policies');
    for (const { type, version } of policies.filter((policy) => policy.in_effect)) {
        await person.call('POST', `/v1/policies/${type}/${version}/accept`);
    }
}

async function makeKey(person) {
    const { publicKey, privateKey } = generateKeyPairSync('ed25519');
    const made = await person.call('POST', '/v1/keys', {
        name: 'first-key',
        public_key: publicKey.export({ type: 'spki', format: 'pem' }),
        scopes: ['account:read', 'balance:read', 'order:read', 'order:create', 'order:cancel'],
        markets: ['BTCUSDT'],
        ip_allow: ['127.0.0.1'],
        caps: ['order/day/USDT amount=1000'],
    });
    return { name: made.key.key, privateKey };
}

async function staffSignsIn(baseUrl, staff) {
    const person = new Person(baseUrl, new Codes(staff.totp_secret));
    return person.signIn(staff.email, staff.password);
}

async function walk({ baseUrl, file }) {
    const { staff } = JSON.parse(readFileSync(file));
    const email = `dora.${randomBytes(6).toString('hex')}@example.org`;
    const password = randomBytes(18).toString('base64url');

    const dora = new Person(baseUrl);
    await dora.call('POST', '/v1/registrations', { email, password, name: 'Dora', kind: 'person' });
    await dora.signIn(email, password);
    const { customer_id } = await dora.call('GET', '/v1/session');
    say(`registered and signed in: customer ${customer_id}`);

    await enrol(dora);
    say('second factor enrolled');

    await apply(dora);
    const sam = await staffSignsIn(baseUrl, staff.sam);
    const application = `/v1/staff/customers/${customer_id}/onboarding`;
    await sam.call('POST', application, { to: 'screening' });
    await sam.call('POST', application, { to: 'approved', level: 2, risk: 'low' });
    say('application approved by sam');

    await acceptPolicies(dora);
    await dora.call('POST', '/v1/api-access', { purpose: 'a first order' });
    const olivia = await staffSignsIn(baseUrl, staff.olivia);
    await olivia.call('POST', `/v1/staff/customers/${customer_id}/api-access`, { to: 'approved' });
    say('policies accepted; API access approved by olivia');

    const key = await makeKey(dora);
    say(`key made: ${key.name}`);

    await dora.call('POST', '/v1/test-funds', { asset: 'USDT', amount: '1000' });
    const { order } = await signed(baseUrl, key, 'POST', '/v1/orders', {
        market: 'BTCUSDT',
        side: 'buy',
        type: 'limit',
        price: '10000',
        quantity: '0.001',
    });
    say(`signed order placed: ${order.order_id}, ${order.status}`);
}

let house;
try {
    house = await findHouse();
    await walk(house);
} catch (error) {
    if (!(error instanceof Refused)) throw error;
    console.error(error.message);
    process.exitCode = 1;
} finally {
    await house?.stop();
}
