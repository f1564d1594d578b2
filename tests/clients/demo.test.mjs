// The demo with its market maker: what a newcomer sees within the first minute.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { ccxtAt, ccxtOf } from './support/ccxt.mjs';
import { eventually, startDemo } from './support/demo.mjs';
import { assertNothingLeft } from './support/guard.mjs';

const symbols = ['BTC/USDT', 'ETH/USDT', 'ETH/BTC'];
let demo;
let visitor;
before(async () => {
    demo = await startDemo({ quiet: false, seed: 7 });
    visitor = ccxtAt(demo.baseUrl);
    await visitor.loadMarkets();
});
after(async () => {
    await demo?.stop();
    assertNothingLeft();
});

test('every market gets a book with two sides, trades and a ticker', async () => {
    for (const symbol of symbols) {
        await eventually(`two sides of ${symbol}`, async () => {
            const { bids, asks } = await visitor.fetchOrderBook(symbol);
            return bids.length && asks.length && bids[0][0] < asks[0][0];
        });
        await eventually(`a trade of ${symbol}`, async () => (await visitor.fetchTrades(symbol)).length);
    }
    const tickers = await visitor.fetchTickers();
    for (const symbol of symbols) {
        const { bid, ask, last, baseVolume, quoteVolume, high, low } = tickers[symbol];
        assert.ok(bid > 0 && ask > bid && last > 0, symbol);
        assert.ok(quoteVolume >= baseVolume * low * 0.999999 && quoteVolume <= baseVolume * high * 1.000001, symbol);
    }
});

test('trades go on, and candles with them', async () => {
    const [last] = (await visitor.fetchTrades('BTC/USDT')).slice(-1);
    await eventually('a newer trade', async () => Number((await visitor.fetchTrades('BTC/USDT')).at(-1).id) > Number(last.id));
    const candles = await visitor.fetchOHLCV('BTC/USDT', '1s');
    assert.ok(candles.length >= 1);
    for (const [, open, high, low, close] of candles) {
        assert.ok(low <= Math.min(open, close) && high >= Math.max(open, close));
    }
});

test('a newcomer buys from it and owns what he bought', async () => {
    const alice = ccxtOf(demo, 'alice');
    const order = await eventually('a market order that is filled', async () => {
        const placed = await alice.createMarketBuyOrderWithCost('BTC/USDT', 1000);
        return placed.filled > 0 && placed;
    });
    const { BTC } = await alice.fetchBalance();
    assert.equal(BTC.total, Number((100 + order.filled - order.fees[0].cost).toFixed(8)));
});

test('the market maker is not one of the customers in the file', () => {
    assert.deepEqual(Object.keys(demo.credentials.customers).sort(), ['alice', 'bob', 'carol']);
});
