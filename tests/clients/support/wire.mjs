// The Binance dialect spoken by hand: every byte of the request is the test's own.
//
//     const alice = new Wire(demo.baseUrl, demo.keyOf('alice'));
//     await alice.get('/api/v3/account');                               signed, in the query
//     await alice.post('/api/v3/order', { symbol: 'BTCUSDT' }, { place: 'body' });
//     -> { status: 400, json: { code: -1102, msg: '...' }, headers: {...}, text: '...' }
import './guard.mjs';
import { constants, createHmac, createPrivateKey, sign } from 'node:crypto';
import http from 'node:http';

const agent = new http.Agent({ keepAlive: true });

// One HTTP exchange. Nothing is added but Host, and Content-Length where there is a body.
export function send(baseUrl, method, target, { headers = {}, body } = {}) {
    const { hostname, port } = new URL(baseUrl);
    const length = body === undefined ? {} : { 'Content-Length': Buffer.byteLength(body) };
    return new Promise((done, failed) => {
        const request = http.request(
            { agent, hostname, port, method, path: target, headers: { ...length, ...headers } },
            (response) => {
                const pieces = [];
                response.on('data', (piece) => pieces.push(piece));
                response.on('end', () => {
                    const text = Buffer.concat(pieces).toString();
                    const { statusCode: status, headers: received } = response;
                    done({ status, headers: received, text, json: parsed(text) });
                });
            },
        );
        request.on('error', failed);
        request.end(body);
    });
}

function parsed(text) {
    try {
        return JSON.parse(text);
    } catch {
        return undefined;
    }
}

// The signature over the very bytes that are sent: hex for HMAC, base64 for the others.
export function signature(key, payload) {
    if (key.api_secret) return createHmac('sha256', key.api_secret).update(payload).digest('hex');
    const privateKey = createPrivateKey(key.private_key_pem);
    if (privateKey.asymmetricKeyType === 'ed25519') {
        return sign(null, Buffer.from(payload), privateKey).toString('base64');
    }
    const padding = constants.RSA_PKCS1_PADDING;
    return sign('sha256', Buffer.from(payload), { key: privateKey, padding }).toString('base64');
}

export const form = (params) =>
    Object.entries(params)
        .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
        .join('&');

export class Wire {
    constructor(baseUrl, key) {
        this.baseUrl = baseUrl;
        this.key = key;
    }

    headers() {
        return { 'X-MBX-APIKEY': this.key.api_key };
    }

    // place: 'query', 'body', or the number of parameters that stand in the query, the rest below.
    // Unless given, timestamp is now and recvWindow is left out.
    call(method, path, params = {}, { place = 'query' } = {}) {
        const all = Object.entries({ timestamp: Date.now(), ...params });
        const above = place === 'query' ? all.length : place === 'body' ? 0 : place;
        const query = form(Object.fromEntries(all.slice(0, above)));
        const body = form(Object.fromEntries(all.slice(above)));
        return this.raw(method, path, query, body);
    }

    // The query and body as they stand, with the signature at the end of the last of them.
    raw(method, path, query, body = '') {
        const proof = `signature=${encodeURIComponent(signature(this.key, query + body))}`;
        return body
            ? this.unsigned(method, path, query, `${body}&${proof}`)
            : this.unsigned(method, path, query ? `${query}&${proof}` : proof);
    }

    unsigned(method, path, query, body) {
        const type = body ? { 'Content-Type': 'application/x-www-form-urlencoded' } : {};
        return send(this.baseUrl, method, query ? `${path}?${query}` : path, {
            headers: { ...this.headers(), ...type },
            body: body || undefined,
        });
    }

    get(path, params, options) {
        return this.call('GET', path, params, options);
    }
    post(path, params, options) {
        return this.call('POST', path, params, options);
    }
    delete(path, params, options) {
        return this.call('DELETE', path, params, options);
    }

    // A limit order that may rest; what is not said is one lot-ish of BTC, far from any market.
    limit(side, price, quantity, more = {}) {
        const order = { symbol: 'BTCUSDT', side, type: 'LIMIT', timeInForce: 'GTC', quantity, price };
        return this.post('/api/v3/order', { ...order, ...more });
    }

    // { BTC: { free, locked }, ... } in the exchange's own texts.
    async balances() {
        const { json } = await this.get('/api/v3/account');
        return Object.fromEntries(json.balances.map(({ asset, free, locked }) => [asset, { free, locked }]));
    }
}
