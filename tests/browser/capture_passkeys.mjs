// Has a real Chromium with its virtual authenticator register passkeys and log in with them, and
// writes what it said as a C++ header: the fixture of src/api/factors/webauthn_test.cpp.
//
//     script/bootstrap --browser
//     node tests/browser/capture_passkeys.mjs | clang-format-19 --assume-filename=passkeys.hpp \
//         > src/api/factors/passkeys_for_tests.hpp
//
// Keys and signatures are new in each run; the challenges are the ones below.
import { createServer } from 'node:http';
import { chromium } from 'playwright-core';

const browserPath = process.env.CHROMIUM ?? '/usr/bin/chromium-headless-shell';
const algorithms = [-7, -8, -257];  // ES256, EdDSA, RS256
// 32 bytes each, the first of them told apart.
const challenges = { register: 1, first: 2, second: 3, unverified: 4 };

function page() {
    return new Promise((resolve) => {
        const server = createServer((request, response) => {
            response.setHeader('Content-Type', 'text/html');
            response.end('<!doctype html><title>Postern</title>');
        });
        server.listen(0, '127.0.0.1', () => resolve(server));
    });
}

// In the page: what our own console would do.
async function speak({ algorithm, attestation, challenges, unverified, credential }) {
    const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')),
        (c) => c.charCodeAt(0));
    const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer)))
        .replace(/\+/g, '-').replace(/\//g, '_').replace(/=/g, '');
    const challenge = (first) => Uint8Array.from({ length: 32 }, (_, i) => i === 0 ? first : 7);
    const assertion = async (first, userVerification) => {
        const made = await navigator.credentials.get({
            publicKey: {
                challenge: challenge(first), rpId: 'localhost', userVerification,
                allowCredentials: [{ type: 'public-key', id: bytes(credential) }],
            },
        });
        return {
            credential_id: text(made.rawId),
            client_data: text(made.response.clientDataJSON),
            authenticator_data: text(made.response.authenticatorData),
            signature: text(made.response.signature),
        };
    };
    if (unverified) return assertion(challenges.unverified, 'discouraged');
    if (credential) {
        return [await assertion(challenges.first, 'required'),
            await assertion(challenges.second, 'required')];
    }
    const made = await navigator.credentials.create({
        publicKey: {
            challenge: challenge(challenges.register),
            rp: { id: 'localhost', name: 'Postern' },
            user: { id: new Uint8Array(16), name: 'alice@example.org', displayName: 'Alice' },
            pubKeyCredParams: [{ type: 'public-key', alg: algorithm }],
            authenticatorSelection: { residentKey: 'preferred', userVerification: 'required' },
            attestation,
        },
    });
    return {
        credential_id: text(made.rawId),
        client_data: text(made.response.clientDataJSON),
        attestation_object: text(made.response.attestationObject),
    };
}

const chunks = (text) => text.match(/.{1,76}/g).map((part) => `"${part}"`).join('\n');
const said = (members) => '{' + Object.entries(members)
    .map(([member, text]) => `.${member} = ${chunks(text)}`).join(', ') + '}';

const header = (version) => `// What Chromium ${version} and its virtual authenticator said, in base64url.
// Made by tests/browser/capture_passkeys.mjs; do not edit.
#pragma once

#include <string_view>

namespace api::passkeys {

struct Said {
    std::string_view credential_id{};
    std::string_view client_data{};
    std::string_view attestation_object{};
    std::string_view authenticator_data{};
    std::string_view signature{};
};

// The challenges are 32 bytes: 1, 2, 3 or 4, and then sevens.
struct Recorded {
    int algorithm{};
    Said registration;
    Said first;
    Said second;
    Said unverified;  // the user was present, but not asked for finger or PIN
};
`;

const server = await page();
const browser = await chromium.launch({ executablePath: browserPath, args: ['--no-sandbox'] });
const parts = [];
try {
    const context = await browser.newContext();
    const tab = await context.newPage();
    await tab.goto(`http://localhost:${server.address().port}/`);
    const devtools = await context.newCDPSession(tab);
    await devtools.send('WebAuthn.enable');
    const { authenticatorId } = await devtools.send('WebAuthn.addVirtualAuthenticator', {
        options: {
            protocol: 'ctap2', ctap2Version: 'ctap2_1', transport: 'internal',
            hasResidentKey: true, hasUserVerification: true, isUserVerified: true,
            automaticPresenceSimulation: true,
        },
    });
    for (const algorithm of algorithms) {
        const registered = await tab.evaluate(speak, { algorithm, attestation: 'none', challenges });
        const credential = registered.credential_id;
        const [first, second] = await tab.evaluate(speak, { challenges, credential });
        await devtools.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: false });
        const unverified = await tab.evaluate(speak, { challenges, credential, unverified: true });
        await devtools.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: true });
        parts.push(`{.algorithm = ${algorithm}, .registration = ${said(registered)}, ` +
            `.first = ${said(first)}, .second = ${said(second)}, ` +
            `.unverified = ${said(unverified)}}`);
    }
    const attested = await tab.evaluate(speak, { algorithm: -7, attestation: 'direct', challenges });
    process.stdout.write(`${header(browser.version().split('.')[0])}
inline constexpr std::string_view origin = "http://localhost:${server.address().port}";

inline constexpr Recorded recorded[] = {${parts.join(', ')}};

// With the certificate of a maker of authenticators, which nobody asked for.
inline constexpr Said attested = ${said(attested)};

}  // namespace api::passkeys
`);
} finally {
    await browser.close();
    server.close();
}
