// The demo's people sign in with what its credentials file says, and stand as they should.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { startDemo } from './support/demo.mjs';
import { assertNothingLeft } from './support/guard.mjs';
import { signIn } from './support/people.mjs';
import { send } from './support/wire.mjs';

let demo;
before(async () => {
    demo = await startDemo();
});
after(async () => {
    await demo?.stop();
    assertNothingLeft();
});

describe("the demo's people", () => {
    for (const name of ['alice', 'bob']) {
        test(`${name} signs in with password and code, may use the API and has the keys of the file`, async () => {
            const person = await signIn(demo.baseUrl, demo.credentials.customers[name]);
            const session = await person.get('/v1/session');
            assert.equal(session.json.email, `${name}@example.org`, session.text);
            assert.equal(session.json.session.by_factor, true);
            const { json } = await person.get('/v1/api-access');
            assert.equal(json.api_access.state, 'approved', JSON.stringify(json));
            const keys = (await person.get('/v1/keys')).json.keys.map(({ key }) => key);
            const known = Object.values(demo.credentials.customers[name].keys).map(({ api_key }) => api_key);
            assert.deepEqual(keys.sort(), known.sort());
        });
    }

    test('carol signs in with a password alone', async () => {
        const carol = await signIn(demo.baseUrl, demo.credentials.customers.carol);
        assert.equal((await carol.get('/v1/session')).json.session.by_factor, false);
    });

    for (const [name, role] of [['olivia', 'admin'], ['sam', 'mlro']]) {
        test(`${name} is staff: ${role}`, async () => {
            assert.deepEqual(demo.credentials.staff[name].roles, [role]);
            const person = await signIn(demo.baseUrl, demo.credentials.staff[name]);
            assert.deepEqual((await person.get('/v1/session')).json.roles, [role]);
            assert.equal((await person.get('/v1/staff/customers')).status, 200);
        });
    }

    test('three policies are there to read', async () => {
        const { json } = await send(demo.baseUrl, 'GET', '/v1/policies');
        assert.deepEqual(json.policies.map(({ type }) => type).sort(), ['api_policy', 'privacy', 'terms']);
    });

    test('the same passwords do after a restart', async () => {
        const { alice } = demo.credentials.customers;
        await demo.kill();
        await demo.resume();
        assert.deepEqual(demo.credentials.customers.alice, alice);
        await signIn(demo.baseUrl, demo.credentials.customers.carol);
    });
});
