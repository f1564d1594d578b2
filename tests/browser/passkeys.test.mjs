// A person in a real browser: registers, signs in by cookie, makes a passkey and proves himself with
// it; all of it through /v1, from a page of the server's own origin.
//
//     script/bootstrap --browser
//     POSTERN_BINARY=build/debug/bin/postern node --test tests/browser/passkeys.test.mjs
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { chromium } from 'playwright-core';

import { startDemo } from '../clients/support/demo.mjs';

const browserPath = process.env.CHROMIUM ?? '/usr/bin/chromium-headless-shell';
const email = 'dora@example.org';
const password = 'a long walk by the river';

let demo;
let browser;
let origin;
before(async () => {
    demo = await startDemo();
    // Passkeys belong to a name: an address is no relying party.
    origin = demo.baseUrl.replace('127.0.0.1', 'localhost');
    browser = await chromium.launch({ executablePath: browserPath, args: ['--no-sandbox'] });
});
after(async () => {
    await browser?.close();
    await demo?.stop();
});

// A page of our origin in a browser of its own, with an authenticator that says yes.
async function visitor() {
    const context = await browser.newContext();
    const page = await context.newPage();
    const devtools = await context.newCDPSession(page);
    await devtools.send('WebAuthn.enable');
    await devtools.send('WebAuthn.addVirtualAuthenticator', {
        options: {
            protocol: 'ctap2', ctap2Version: 'ctap2_1', transport: 'internal',
            hasResidentKey: true, hasUserVerification: true, isUserVerified: true,
            automaticPresenceSimulation: true,
        },
    });
    await page.goto(`${origin}/docs`);
    return { context, page };
}

// In the page, by fetch: cookies come and go by themselves.
function call(page, method, target, value, headers = {}) {
    return page.evaluate(async ({ method, target, value, headers }) => {
        const reply = await fetch(target, {
            method, headers: { 'Content-Type': 'application/json', ...headers },
            body: value === undefined ? undefined : JSON.stringify(value),
        });
        return { status: reply.status, json: await reply.json() };
    }, { method, target, value, headers });
}

// What navigator.credentials.create() makes of the options.
function create(page, options) {
    return page.evaluate(async (options) => {
        const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer)))
            .replace(/\+/g, '-').replace(/\//g, '_').replace(/=/g, '');
        const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(options);
        const made = await navigator.credentials.create({ publicKey });
        return {
            client_data: text(made.response.clientDataJSON),
            attestation_object: text(made.response.attestationObject),
        };
    }, options);
}

// The Postern-Step-Up header that answers such a refusal.
function answer(page, { challenge_id, passkey_options }) {
    return page.evaluate(async ({ challenge_id, passkey_options }) => {
        const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer)))
            .replace(/\+/g, '-').replace(/\//g, '_').replace(/=/g, '');
        const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(passkey_options);
        const { rawId, response } = await navigator.credentials.get({ publicKey });
        return `passkey;id=${challenge_id};credential=${text(rawId)}` +
            `;authenticator_data=${text(response.authenticatorData)}` +
            `;client_data=${text(response.clientDataJSON)};signature=${text(response.signature)}`;
    }, { challenge_id, passkey_options });
}

test('a passkey is made in the browser, asked for at the next login, and confirms a change', async () => {
    const { context, page } = await visitor();
    const registered = await call(page, 'POST', '/v1/registrations',
        { email, password, name: 'Dora', kind: 'person' });
    assert.equal(registered.status, 202, JSON.stringify(registered.json));
    const opened = await call(page, 'POST', '/v1/sessions', { email, password });
    assert.equal(opened.status, 201, JSON.stringify(opened.json));
    const [cookie] = await context.cookies(origin);
    assert.equal(cookie.name, '__Host-postern');
    assert.ok(cookie.httpOnly && cookie.secure);
    const meant = { 'Postern-CSRF': opened.json.csrf_token };

    const unmeant = await call(page, 'POST', '/v1/factors/passkeys/options');
    assert.equal(unmeant.json.code, 'csrf_failed');
    const asked = await call(page, 'POST', '/v1/factors/passkeys/options', undefined, meant);
    assert.equal(asked.status, 200, JSON.stringify(asked.json));
    const made = await create(page, asked.json.options);
    const added = await call(page, 'POST', '/v1/factors/passkeys',
        { name: 'laptop', challenge_id: asked.json.challenge_id, ...made }, meant);
    assert.equal(added.status, 201, JSON.stringify(added.json));

    assert.equal((await call(page, 'DELETE', '/v1/session', undefined, meant)).status, 200);
    assert.deepEqual(await context.cookies(origin), [], 'the cookie went with the session');
    const challenged = await call(page, 'POST', '/v1/sessions', { email, password });
    assert.equal(challenged.json.code, 'step_up_required', JSON.stringify(challenged.json));
    assert.deepEqual(challenged.json.methods, ['passkey']);
    const again = await call(page, 'POST', '/v1/sessions', { email, password },
        { 'Postern-Step-Up': await answer(page, challenged.json) });
    assert.equal(again.status, 201, JSON.stringify(again.json));
    assert.equal(again.json.session.by_factor, true);

    const meantAgain = { 'Postern-CSRF': again.json.csrf_token };
    const codes = () => call(page, 'POST', '/v1/factors/recovery_codes', undefined, meantAgain);
    const refused = await codes();
    assert.equal(refused.json.code, 'step_up_required', JSON.stringify(refused.json));
    const given = await call(page, 'POST', '/v1/factors/recovery_codes', undefined,
        { ...meantAgain, 'Postern-Step-Up': await answer(page, refused.json) });
    assert.equal(given.status, 201, JSON.stringify(given.json));
    assert.equal(given.json.codes.length, 10);
});
