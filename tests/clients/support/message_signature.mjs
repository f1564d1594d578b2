// The native dialect, /v1, signed by RFC 9421 through the npm package http-message-signatures.
//
//     const alice = new MessageSigned(demo.baseUrl, demo.keyOf('alice', 'ed25519'));
//     await alice.post('/v1/orders', { market: 'BTCUSDT', side: 'buy', ... });
//     await alice.get('/v1/balances', { nonce: 'used-before' });
import './guard.mjs';
import { constants, createHash, createPrivateKey, randomUUID, sign } from 'node:crypto';

import signatures from 'http-message-signatures';

import { send } from './wire.mjs';

const { createSigner, httpbis } = signatures;

export const components = ['@method', '@authority', '@path', '@query'];
export const sha256 = (text) => createHash('sha256').update(text).digest('hex');
export const contentDigest = (body, algorithm = 'sha-256') =>
    `${algorithm}=:${createHash(algorithm.replace('-', '')).update(body).digest('base64')}:`;

// The package's own signers, but for RSA: it draws salt of any length, and the RFC wants 64 bytes.
export function signerOf(key) {
    if (key.api_secret) return createSigner(key.api_secret, 'hmac-sha256', key.api_key);
    const privateKey = createPrivateKey(key.private_key_pem);
    if (privateKey.asymmetricKeyType === 'ed25519') return createSigner(privateKey, 'ed25519', key.api_key);
    const pss = { key: privateKey, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 64 };
    return { id: key.api_key, alg: 'rsa-pss-sha512', sign: async (data) => sign('sha512', data, pss) };
}

export class MessageSigned {
    constructor(baseUrl, key) {
        this.baseUrl = baseUrl;
        this.key = key;
        this.signer = signerOf(key);
    }

    // The headers of a signed request. Any of it may be told otherwise: `cover` for the components,
    // `params` for what is said besides them, the rest for the values.
    async signed(method, target, body, { cover, params, headers = {}, digest, ...values } = {}) {
        const bare = { ...headers, ...(body === undefined ? {} : { 'Content-Digest': digest ?? contentDigest(body) }) };
        const all = body === undefined ? components : [...components, 'content-digest'];
        const message = await httpbis.signMessage(
            {
                key: this.signer,
                name: 'sig',
                fields: cover ?? all,
                params: params ?? ['created', 'keyid', 'nonce', 'alg', 'tag'],
                paramValues: { nonce: randomUUID(), tag: 'postern', ...values },
            },
            { method, url: this.baseUrl + target, headers: bare },
        );
        return message.headers;
    }

    async call(method, target, value, { sent, ...how } = {}) {
        const asIs = value === undefined || typeof value === 'string';
        const body = asIs ? value : JSON.stringify(value);
        const headers = await this.signed(method, target, body, how);
        const type = body === undefined ? {} : { 'Content-Type': 'application/json' };
        return send(this.baseUrl, method, sent?.target ?? target, {
            body: sent?.body ?? body,
            headers: { ...type, ...headers, ...sent?.headers },
        });
    }

    get(target, how) {
        return this.call('GET', target, undefined, how);
    }
    delete(target, how) {
        return this.call('DELETE', target, undefined, how);
    }
    post(target, value, how) {
        return this.call('POST', target, value, how);
    }
}
