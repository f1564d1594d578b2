// ccxt's own binance class, unmodified, pointed at a demo: only URLs change.
//
//     ccxtOf(demo, 'alice')                  as a user has it: floats, default options
//     ccxtOf(demo, 'alice', 'rsa', exact)    every number a text, so that nothing is rounded
import './guard.mjs';
import ccxt from 'ccxt';

export { ccxt };
export const exact = { numbers: 'texts' };

export function ccxtAt(baseUrl, options = {}, Exchange = ccxt.binance) {
    const exchange = new Exchange(options);
    exchange.options.fetchOpenOrders.warnWithoutSymbol = false; // we mean all markets
    for (const [name, url] of Object.entries(exchange.urls.api)) {
        if (typeof url === 'string') exchange.urls.api[name] = baseUrl + new URL(url).pathname;
    }
    return exchange;
}

export function ccxtOf(demo, customer, keyName = 'hmac', { numbers } = {}) {
    const key = demo.keyOf(customer, keyName);
    const exchange = ccxtAt(demo.baseUrl, {
        apiKey: key.api_key,
        secret: key.api_secret ?? key.private_key_pem,
    });
    if (numbers === 'texts') exchange.number = String;
    return exchange;
}

// The same with streams: ccxt.pro's class, its sockets pointed at the demo too.
export async function ccxtProOf(demo, customer, keyName = 'hmac', { numbers } = {}) {
    const key = demo.keyOf(customer, keyName);
    const exchange = ccxtAt(
        demo.baseUrl,
        { apiKey: key.api_key, secret: key.api_secret ?? key.private_key_pem },
        ccxt.pro.binance,
    );
    if (numbers === 'texts') exchange.number = String;
    const sockets = demo.baseUrl.replace('http', 'ws');
    exchange.urls.api.ws.spot = exchange.urls.api.ws.margin = `${sockets}/ws`;
    exchange.urls.api.ws['ws-api'].spot = `${sockets}/ws-api/v3`;
    await exchange.loadHttpProxyAgent(); // what its plain ws:// needs under Node
    return exchange;
}
