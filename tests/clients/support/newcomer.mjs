// Somebody new, all the way from registering to being allowed to make keys, with nothing but /v1
// and the demo's staff.
//
//     const dora = await arrive(demo, 'dora');
//     dora.customer, dora.email, dora.password, dora.totpSecret
//     const key = await dora.makeKey({ scopes: ['all'] });      { api_key, api_secret, reply }
import './guard.mjs';
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';

import { Codes, Person, signIn } from './people.mjs';
import { send } from './wire.mjs';

export const application = {
    kind: 'person',
    first_name: 'Dora',
    last_name: 'Example',
    birth_date: '1990-12-10',
    birth_place: 'Porto, PT',
    nationalities: ['PT'],
    residence: 'PT',
    document_type: 'passport',
    document_number: 'C01X00T47',
    document_country: 'PT',
    document_expires: '2039-05-01',
    address: 'Rua do Almada 7',
    city: 'Porto',
    postal_code: '4050-036',
    source_of_funds: 'salary',
    occupation: 'carpenter',
    expected_monthly_volume: 1000,
};

// A person of the demo's, signed in once: codes are taken once each and come slowly.
const signedIn = new WeakMap(); // demo: { sam: Person }
export async function memberOf(demo, name) {
    if (!signedIn.has(demo)) signedIn.set(demo, {});
    const people = signedIn.get(demo);
    people[name] ??= await signIn(
        demo.baseUrl,
        demo.credentials.staff[name] ?? demo.credentials.customers[name],
    );
    return people[name];
}

async function must(answer) {
    const heard = await answer;
    assert.ok(heard.status < 300, heard.text);
    return heard.json;
}

class Newcomer extends Person {
    async enrol() {
        const made = await must(this.post('/v1/factors/totp', { name: 'telephone' }));
        this.totpSecret = made.secret;
        this.codes = new Codes(made.secret);
        await must(
            this.post(`/v1/factors/${made.factor_id}/confirm`, { code: await this.codes.next() }),
        );
    }

    async acceptAll() {
        const { policies } = await must(this.get('/v1/policies'));
        for (const { type, version } of policies.filter(({ in_effect }) => in_effect)) {
            await must(this.post(`/v1/policies/${type}/${version}/accept`));
        }
    }

    async makeKey(more) {
        const body = { name: 'bot', algorithm: 'hmac-sha256', any_ip: true, ...more };
        const reply = await this.confirmed('POST', '/v1/keys', body);
        assert.equal(reply.status, 201, reply.text);
        return { api_key: reply.json.key.key, api_secret: reply.json.secret, reply };
    }
}

export async function register(demo, name, { file = application, fullName = 'Dora Example' } = {}) {
    const dora = new Newcomer(demo.baseUrl);
    dora.email = `${name}.${randomBytes(4).toString('hex')}@example.org`;
    dora.password = randomBytes(15).toString('base64url');
    const { email, password } = dora;
    const headers = { 'Content-Type': 'application/json' };
    const body = JSON.stringify({ email, password, name: fullName, kind: 'person' });
    await must(send(demo.baseUrl, 'POST', '/v1/registrations', { headers, body }));
    const session = await signIn(demo.baseUrl, { email, password });
    dora.token = session.token;
    dora.customer = (await must(dora.get('/v1/session'))).customer_id;
    await must(dora.call('PUT', '/v1/kyc/application', file));
    return dora;
}

export async function arrive(demo, name, { comment, ...options } = {}) {
    const dora = await register(demo, name, options);
    await dora.enrol();
    const sam = await memberOf(demo, 'sam');
    const decide = `/v1/staff/customers/${dora.customer}/onboarding`;
    const approved = { to: 'approved', level: 2, risk: 'low', ...(comment && { comment }) };
    await must(sam.confirmed('POST', decide, { to: 'screening' }));
    await must(sam.confirmed('POST', decide, approved));
    await dora.acceptAll();
    await must(dora.post('/v1/api-access', { purpose: 'a bot' }));
    const olivia = await memberOf(demo, 'olivia');
    const access = `/v1/staff/customers/${dora.customer}/api-access`;
    await must(olivia.confirmed('POST', access, { to: 'approved' }));
    return dora;
}
