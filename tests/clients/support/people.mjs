// People who sign in: over /v1 with a bearer token, and codes of RFC 6238.
//
//     const alice = await signIn(demo.baseUrl, demo.credentials.customers.alice);
//     await alice.get('/v1/session');
//     await alice.confirmed('POST', '/v1/keys', { name: 'bot', ... });   shows a fresh code
import './guard.mjs';
import assert from 'node:assert/strict';
import { createHmac, randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';

import { send } from './wire.mjs';

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const period_ms = 30_000;
const on_its_way_ms = 5_000; // from taking a code to the house's judging it, at most

export function fromBase32(text) {
    const bits = [...text].map((c) => letters.indexOf(c).toString(2).padStart(5, '0')).join('');
    return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => parseInt(byte, 2)));
}

export function totp(secret, step) {
    const counter = Buffer.alloc(8);
    counter.writeBigUInt64BE(BigInt(step));
    const hash = createHmac('sha1', fromBase32(secret)).update(counter).digest();
    const offset = hash[19] & 15;
    return String((hash.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

// Codes of one secret, none of them twice: the house takes the step before, this one and the next,
// and each only once. Where all three were used, the next half minute has to come.
export class Codes {
    constructor(secret) {
        this.secret = secret;
        this.last = 0;
    }

    async next() {
        for (;;) {
            const now = Math.floor(Date.now() / period_ms);
            const onArrival = Math.floor((Date.now() + on_its_way_ms) / period_ms);
            const step = Math.max(this.last + 1, onArrival - 1);
            if (step <= now + 1) {
                this.last = step;
                return totp(this.secret, step);
            }
            await pause((step - 1) * period_ms - Date.now() + 50);
        }
    }
}

export class Person {
    constructor(baseUrl, codes) {
        this.baseUrl = baseUrl;
        this.codes = codes;
    }

    call(method, target, value, headers = {}) {
        const body = value === undefined ? undefined : JSON.stringify(value);
        return send(this.baseUrl, method, target, {
            body,
            headers: {
                Authorization: `Bearer ${this.token}`,
                ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
                ...headers,
            },
        });
    }
    get(target) {
        return this.call('GET', target);
    }
    post(target, value) {
        return this.call('POST', target, value);
    }

    // Asked for a factor, shows one for this very request.
    async confirmed(method, target, value) {
        const headers = { 'Idempotency-Key': randomUUID() };
        const asked = await this.call(method, target, value, headers);
        if (asked.json?.code !== 'step_up_required') return asked;
        const code = await this.codes.next();
        return this.call(method, target, value, {
            ...headers,
            'Postern-Step-Up': `totp;id=${asked.json.challenge_id};code=${code}`,
        });
    }
}

export async function signIn(baseUrl, { email, password, totp_secret }, codes = totp_secret && new Codes(totp_secret)) {
    const person = new Person(baseUrl, codes);
    const body = { email, password, ...(codes ? { code: await codes.next() } : {}) };
    const opened = await send(baseUrl, 'POST', '/v1/sessions', {
        body: JSON.stringify(body),
        headers: { 'Content-Type': 'application/json' },
    });
    assert.equal(opened.status, 201, opened.text);
    person.token = opened.json.token;
    return person;
}
