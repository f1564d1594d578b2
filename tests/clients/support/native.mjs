// The native dialect, /v1, signed by its ten lines.
//
//     const alice = new Native(demo.baseUrl, demo.keyOf('alice', 'ed25519'));
//     await alice.post('/v1/orders', { market: 'BTCUSDT', side: 'buy', ... });
//     -> { status: 201, json: { order: {...}, fills: [] }, headers, text }
import './guard.mjs';
import { constants, createHash, createHmac, createPrivateKey, randomUUID, sign } from 'node:crypto';

import { send } from './wire.mjs';

const sha256 = (text) => createHash('sha256').update(text).digest('hex');

export function canonical({ key, timestamp, nonce, method, host, target, body = '' }) {
    return ['v1', key, timestamp, nonce, method, host, target, sha256(body)].join('\n');
}
export const canonicalSha256 = (parts) => sha256(canonical(parts));

function proof(key, text) {
    if (key.api_secret) return createHmac('sha256', key.api_secret).update(text).digest('hex');
    const privateKey = createPrivateKey(key.private_key_pem);
    if (privateKey.asymmetricKeyType === 'ed25519') {
        return sign(null, Buffer.from(text), privateKey).toString('base64');
    }
    const pss = { key: privateKey, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 64 };
    return sign('sha512', Buffer.from(text), pss).toString('base64');
}

const headersOf = ({ key, timestamp, nonce, signature }) => ({
    'Postern-Key': key,
    'Postern-Timestamp': timestamp,
    'Postern-Nonce': nonce,
    'Postern-Signature': signature,
});

export class Native {
    constructor(baseUrl, key) {
        this.baseUrl = baseUrl;
        this.key = key;
    }

    // What is signed; `change` may bend any part of it after signing (`sent`) or before (`signed`).
    parts(method, target, body) {
        const host = new URL(this.baseUrl).host;
        const timestamp = String(Date.now());
        return { key: this.key.api_key, timestamp, nonce: randomUUID(), method, host, target, body };
    }

    // The four headers of a request that somebody else sends.
    headersOf(method, target, body) {
        const parts = this.parts(method, target, body);
        return {
            'Postern-Key': parts.key,
            'Postern-Timestamp': parts.timestamp,
            'Postern-Nonce': parts.nonce,
            'Postern-Signature': proof(this.key, canonical(parts)),
        };
    }

    call(method, target, value, { headers = {}, signed = {}, sent = {} } = {}) {
        const asIs = value === undefined || typeof value === 'string' || Buffer.isBuffer(value);
        const body = asIs ? value : JSON.stringify(value);
        const parts = { ...this.parts(method, target, body), ...signed };
        const signature = proof(this.key, canonical(parts));
        const real = { ...parts, signature, ...sent };
        return send(this.baseUrl, method, real.target, {
            body: real.body,
            headers: {
                ...headersOf(real),
                ...(real.body === undefined ? {} : { 'Content-Type': 'application/json' }),
                ...headers,
            },
        });
    }

    // The four headers alone, for those who send by other means.
    headersFor(method, target) {
        const parts = this.parts(method, target);
        return headersOf({ ...parts, signature: proof(this.key, canonical(parts)) });
    }

    get(target, options) {
        return this.call('GET', target, undefined, options);
    }
    delete(target, options) {
        return this.call('DELETE', target, undefined, options);
    }
    post(target, value, options) {
        return this.call('POST', target, value, options);
    }
}
