// A small market maker in ccxt.pro: quotes both sides of a market at a spread around the middle of
// the book, hears of its fills on the user stream, and moves its quotes when the market moves.
// ccxt does not know Postern: it believes that it trades at Binance, at another URL.
//
//     npm install ccxt
//     build/release/bin/postern demo --credentials credentials.json &
//     CREDENTIALS=credentials.json node examples/market-maker.mjs
//
// It cancels its orders at Ctrl-C. MARKET, SPREAD (of the price), SIZE and FILLS (stop after so
// many) may be set in the environment.
import ccxt from 'ccxt';
import { readFileSync } from 'node:fs';

const { CREDENTIALS, MARKET = 'BTC/USDT', SPREAD = '0.001', SIZE = '0.01', FILLS } = process.env;
if (!CREDENTIALS) {
    console.error('CREDENTIALS must name the file that `postern demo --credentials FILE` wrote');
    process.exit(1);
}

async function connect() {
    const { base_url: http, customers } = JSON.parse(readFileSync(CREDENTIALS, 'utf8'));
    const { api_key: apiKey, api_secret: secret } = customers.alice.keys.hmac;
    const exchange = new ccxt.pro.binance({ apiKey, secret });
    const { api } = exchange.urls;
    for (const [name, url] of Object.entries(api)) {
        if (typeof url === 'string') api[name] = http + new URL(url).pathname;
    }
    const sockets = http.replace('http', 'ws');
    api.ws.spot = api.ws.margin = `${sockets}/ws`;
    api.ws['ws-api'].spot = `${sockets}/ws-api/v3`;
    await exchange.loadHttpProxyAgent(); // plain ws:// under Node needs it
    await exchange.loadMarkets();
    return exchange;
}

class Maker {
    constructor(exchange) {
        this.exchange = exchange;
        this.quotes = {}; // by side: the open order
        this.filled = 0;
        this.stopped = false;
    }

    // The middle of what others quote; the last price when a side is empty.
    async middle() {
        const book = await this.exchange.watchOrderBook(MARKET);
        const mine = new Set(Object.values(this.quotes).map(({ price }) => price));
        const best = (side) => side.find(([price]) => !mine.has(price))?.[0];
        const [bid, ask] = [best(book.bids), best(book.asks)];
        if (bid && ask) return (bid + ask) / 2;
        return (await this.exchange.fetchTicker(MARKET)).last ?? 30_000;
    }

    async quote(side, middle) {
        const away = middle * (Number(SPREAD) / 2);
        const price = Number(
            this.exchange.priceToPrecision(MARKET, side === 'buy' ? middle - away : middle + away),
        );
        const standing = this.quotes[side];
        if (standing && Math.abs(standing.price - price) < away / 4) return;
        try {
            this.quotes[side] = standing
                ? await this.exchange.editOrderWs(standing.id, MARKET, 'limit', side, SIZE, price)
                : await this.exchange.createOrderWs(MARKET, 'limit', side, SIZE, price);
        } catch (error) {
            // It was filled or cancelled meanwhile, or the price moved through it: quote anew.
            if (!(error instanceof ccxt.ExchangeError)) throw error;
            delete this.quotes[side];
        }
    }

    async keepQuoting() {
        while (!this.stopped) {
            const middle = await this.middle();
            await this.quote('buy', middle);
            await this.quote('sell', middle);
        }
    }

    async hearFills() {
        while (!this.stopped) {
            for (const order of await this.exchange.watchOrders(MARKET)) {
                if (order.status !== 'closed') continue;
                for (const side of ['buy', 'sell']) {
                    if (this.quotes[side]?.id === order.id) delete this.quotes[side];
                }
                this.filled += 1;
                console.log(`${order.side} ${order.filled} @ ${order.average} filled`);
                if (FILLS && this.filled >= Number(FILLS)) return this.stop();
            }
        }
    }

    async stop() {
        if (this.stopped) return;
        this.stopped = true;
        await this.exchange.cancelAllOrders(MARKET).catch(() => {}); // nothing was open
        await this.exchange.close();
        console.log(`stopped after ${this.filled} fills; nothing of ours is open`);
    }
}

const maker = new Maker(await connect());
process.on('SIGINT', () => maker.stop());
console.log(`quoting ${SIZE} ${MARKET} at a spread of ${SPREAD}`);
await Promise.all([maker.keepQuoting(), maker.hearFills()]).catch((error) => {
    if (!maker.stopped) throw error;
});
