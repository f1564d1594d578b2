// The life of an order as an unmodified ccxt sees it, with balances exact to the last digit.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { ccxtAt, ccxtOf, exact } from './support/ccxt.mjs';
import { startDemo } from './support/demo.mjs';
import { fee, product, same, text, units } from './support/exact.mjs';
import { assertNothingLeft } from './support/guard.mjs';
import { Purse } from './support/purse.mjs';

const btc = 'BTC/USDT';

// What ccxt says of a balance, as our own texts.
const held = (balance) =>
    Object.fromEntries(
        balance.info.balances.map(({ asset, free, locked }) => [asset, { free, locked }]),
    );

let demo;
let alice;
let bob;
const purses = { alice: new Purse(), bob: new Purse() };

// One fill between the two: the purses are moved as the exchange must move its own.
function traded(buyer, quantity, price, [base, quote] = ['BTC', 'USDT']) {
    const seller = buyer === 'alice' ? 'bob' : 'alice';
    purses[buyer].trade('buy', base, quantity, quote, price);
    purses[seller].trade('sell', base, quantity, quote, price);
}

async function everyoneOwnsWhatTheyMust() {
    purses.alice.owns(held(await alice.fetchBalance()));
    purses.bob.owns(held(await bob.fetchBalance()));
}

// Each test leaves empty books behind.
async function cancelEverything() {
    for (const trader of [alice, bob]) {
        for (const symbol of [btc, 'ETH/USDT', 'ETH/BTC']) {
            if ((await trader.fetchOpenOrders(symbol)).length) await trader.cancelAllOrders(symbol);
        }
    }
}

before(async () => {
    demo = await startDemo();
    alice = ccxtOf(demo, 'alice', 'hmac', exact);
    bob = ccxtOf(demo, 'bob', 'hmac', exact);
    await Promise.all([alice.loadMarkets(), bob.loadMarkets()]);
});
after(async () => {
    await demo?.stop();
    assertNothingLeft();
});

describe('ccxt: markets', () => {
    test('loads them with its default options, with and without a key', async () => {
        for (const exchange of [ccxtAt(demo.baseUrl), ccxtOf(demo, 'alice')]) {
            const markets = await exchange.loadMarkets();
            assert.deepEqual(Object.keys(markets).sort(), [btc, 'ETH/BTC', 'ETH/USDT']);
            assert.ok(Object.values(markets).every(({ active, spot }) => active && spot));
        }
    });

    test('shows ticks, lots and least notionals', () => {
        const expected = {
            [btc]: ['0.01', '0.00001', '5'],
            'ETH/USDT': ['0.01', '0.0001', '5'],
            'ETH/BTC': ['0.00001', '0.001', '0.0001'],
        };
        for (const [symbol, [tick, lot, least]] of Object.entries(expected)) {
            const { precision, limits } = alice.market(symbol);
            assert.ok(same(precision.price, tick), `${symbol} tick ${precision.price}`);
            assert.ok(same(precision.amount, lot), `${symbol} lot ${precision.amount}`);
            assert.ok(same(limits.cost.min, least), `${symbol} notional ${limits.cost.min}`);
            assert.ok(units(limits.price.max) > 0n && units(limits.market.max) > 0n);
        }
    });

    test('knows the currencies and their networks', () => {
        for (const code of ['BTC', 'ETH', 'USDT']) {
            const currency = alice.currency(code);
            assert.equal(currency.id, code);
            const networks = currency.info.networkList;
            assert.equal(networks.filter(({ isDefault }) => isDefault).length, 1, code);
        }
    });

    test('tells the time', async () => {
        assert.ok(Math.abs((await alice.fetchTime()) - Date.now()) < 2000);
        assert.equal((await alice.fetchStatus()).status, 'ok');
    });

    test('has an empty book and a ticker of zeros before the first trade', async () => {
        const book = await alice.fetchOrderBook('ETH/USDT');
        assert.deepEqual([book.bids, book.asks], [[], []]);
        const { info } = await alice.fetchTicker('ETH/USDT');
        assert.deepEqual([info.count, info.firstId, info.lastId], [0, -1, -1]);
        assert.equal(info.lastPrice, '0.00000000');
        assert.deepEqual(await alice.fetchOHLCV('ETH/USDT', '1m'), []);
    });
});

describe('ccxt: the life of an order', () => {
    test('a limit order rests, is filled in two parts, and both sides own what they must', async () => {
        const asked = await alice.createOrder(btc, 'limit', 'sell', '0.5', '30000.01');
        assert.equal(asked.status, 'open');
        assert.deepEqual(asked.trades, []);
        assert.equal(asked.timeInForce, 'GTC');
        const locked = held(await alice.fetchBalance()).BTC;
        assert.deepEqual(locked, { free: '99.50000000', locked: '0.50000000' });

        const first = await bob.createOrder(btc, 'limit', 'buy', '0.2', '30000.01');
        traded('bob', '0.2', '30000.01');
        assert.equal(first.status, 'closed');
        assert.ok(same(first.filled, '0.2') && same(first.average, '30000.01'));
        assert.equal(first.trades.length, 1);
        assert.equal(first.info.fills[0].commission, '0.00020000');
        assert.equal(first.info.fills[0].commissionAsset, 'BTC');
        const half = await alice.fetchOrder(asked.id, btc);
        assert.equal(half.info.status, 'PARTIALLY_FILLED');
        assert.ok(same(half.remaining, '0.3'));
        await everyoneOwnsWhatTheyMust();

        const second = await bob.createOrder(btc, 'limit', 'buy', '0.3', '31000');
        traded('bob', '0.3', '30000.01');
        assert.ok(same(second.average, '30000.01'), 'the better price is the buyer\'s');
        assert.equal((await alice.fetchOrder(asked.id, btc)).status, 'closed');
        await everyoneOwnsWhatTheyMust();
        assert.equal(held(await bob.fetchBalance()).USDT.locked, '0.00000000');
    });

    test('a fee is rounded up, so that the house gains', async () => {
        await alice.createOrder(btc, 'limit', 'sell', '0.00017', '30000.01');
        await bob.createOrder(btc, 'limit', 'buy', '0.00017', '30000.01');
        traded('bob', '0.00017', '30000.01');
        const [mine] = (await alice.fetchMyTrades(btc)).slice(-1);
        assert.equal(mine.info.quoteQty, '5.10000170');
        assert.equal(mine.info.commission, '0.00510001'); // 0.0051000017
        assert.equal(text(fee(units('5.1000017'))), '0.00510001');
        await everyoneOwnsWhatTheyMust();
    });

    test('a market order takes what is there, best price first, and the rest expires', async () => {
        await alice.createOrder(btc, 'limit', 'sell', '0.1', '30002');
        await alice.createOrder(btc, 'limit', 'sell', '0.1', '30001');
        const taken = await bob.createOrder(btc, 'market', 'buy', '0.15');
        traded('bob', '0.1', '30001');
        traded('bob', '0.05', '30002');
        assert.equal(taken.status, 'closed');
        assert.deepEqual(
            taken.info.fills.map(({ price, qty }) => [price, qty]),
            [['30001.00000000', '0.10000000'], ['30002.00000000', '0.05000000']],
        );
        assert.equal(taken.info.price, '0.00000000');

        const more = await bob.createOrder(btc, 'market', 'buy', '0.2');
        traded('bob', '0.05', '30002');
        assert.equal(more.status, 'expired');
        assert.ok(same(more.filled, '0.05'));
        await everyoneOwnsWhatTheyMust();
    });

    test('a market order by cost spends whole lots and never more', async () => {
        await alice.createOrder(btc, 'limit', 'sell', '1', '30000.01');
        const order = await bob.createMarketBuyOrderWithCost(btc, '100');
        traded('bob', '0.00333', '30000.01');
        assert.equal(order.status, 'closed');
        assert.equal(order.info.executedQty, '0.00333000');
        assert.equal(order.info.origQuoteOrderQty, '100.00000000');
        assert.equal(order.info.cummulativeQuoteQty, text(product('30000.01', '0.00333')));
        await everyoneOwnsWhatTheyMust();
        await cancelEverything();
    });

    test('post-only rests or is refused', async () => {
        await alice.createOrder(btc, 'limit', 'sell', '0.1', '30010');
        const rests = await bob.createOrder(btc, 'limit', 'buy', '0.1', '30009.99', { postOnly: true });
        assert.equal(rests.info.type, 'LIMIT_MAKER');
        assert.equal(rests.status, 'open');
        const crossing = bob.createOrder(btc, 'limit', 'buy', '0.1', '30010', { postOnly: true });
        await assert.rejects(crossing, { name: 'OrderImmediatelyFillable' });
        await cancelEverything();
        await everyoneOwnsWhatTheyMust();
    });

    test('immediate-or-cancel takes a part, fill-or-kill all or nothing', async () => {
        await alice.createOrder(btc, 'limit', 'sell', '0.1', '30020');
        const killed = await bob.createOrder(btc, 'limit', 'buy', '0.3', '30020', { timeInForce: 'FOK' });
        assert.equal(killed.status, 'expired');
        assert.ok(same(killed.filled, '0'));
        const part = await bob.createOrder(btc, 'limit', 'buy', '0.3', '30020', { timeInForce: 'IOC' });
        traded('bob', '0.1', '30020');
        assert.equal(part.status, 'expired');
        assert.ok(same(part.filled, '0.1'));
        assert.deepEqual(await bob.fetchOpenOrders(btc), []);

        await alice.createOrder(btc, 'limit', 'sell', '0.3', '30020');
        const whole = await bob.createOrder(btc, 'limit', 'buy', '0.3', '30020', { timeInForce: 'FOK' });
        traded('bob', '0.3', '30020');
        assert.equal(whole.status, 'closed');
        await everyoneOwnsWhatTheyMust();
    });

    test('is found by its id and by the client\'s own, open, closed and cancelled', async () => {
        const mine = 'my-order_1';
        const order = await alice.createOrder(btc, 'limit', 'buy', '0.01', '20000', { clientOrderId: mine });
        assert.equal(order.clientOrderId, mine);
        assert.equal((await alice.fetchOrder(undefined, btc, { clientOrderId: mine })).id, order.id);
        assert.deepEqual((await alice.fetchOpenOrders()).map(({ id }) => id), [order.id]);
        const again = alice.createOrder(btc, 'limit', 'buy', '0.01', '20000', { clientOrderId: mine });
        await assert.rejects(again, { name: 'InvalidOrder', message: /Duplicate order sent\./ });

        const cancelled = await alice.cancelOrder(order.id, btc);
        assert.equal(cancelled.status, 'canceled');
        assert.equal(cancelled.info.origClientOrderId, mine);
        assert.equal((await alice.fetchOrder(order.id, btc)).status, 'canceled');
        assert.deepEqual(await alice.fetchOpenOrders(btc), []);

        const reused = await alice.createOrder(btc, 'limit', 'buy', '0.01', '20000', { clientOrderId: mine });
        assert.notEqual(reused.id, order.id, 'a closed order gives its name back');
        await alice.cancelOrder(undefined, btc, { clientOrderId: mine });
        await everyoneOwnsWhatTheyMust();
    });

    test('cancel-all cancels one market and leaves the others', async () => {
        for (const price of ['20000', '20001', '20002']) {
            await alice.createOrder(btc, 'limit', 'buy', '0.01', price);
        }
        const other = await alice.createOrder('ETH/USDT', 'limit', 'buy', '1', '1000');
        const gone = await alice.cancelAllOrders(btc);
        assert.equal(gone.length, 3);
        assert.ok(gone.every(({ status }) => status === 'canceled'));
        assert.deepEqual((await alice.fetchOpenOrders()).map(({ id }) => id), [other.id]);
        await assert.rejects(alice.cancelAllOrders(btc), { name: 'OrderNotFound' });
        await alice.cancelOrder(other.id, 'ETH/USDT');
        await everyoneOwnsWhatTheyMust();
    });

    test('lists what was closed, in order, and its trades', async () => {
        const closed = await bob.fetchClosedOrders(btc);
        assert.ok(closed.length >= 5);
        const ids = closed.map(({ id }) => BigInt(id));
        assert.deepEqual(ids, [...ids].sort((a, b) => (a < b ? -1 : 1)));
        const mine = await bob.fetchMyTrades(btc);
        const [last] = closed.slice(-1);
        const its = await bob.fetchOrderTrades(last.id, btc);
        assert.ok(its.length && its.every(({ order }) => order === last.id));
        assert.ok(mine.every(({ takerOrMaker }) => takerOrMaker === 'taker'));
        assert.ok((await alice.fetchMyTrades(btc)).every(({ takerOrMaker }) => takerOrMaker === 'maker'));
        const paid = mine.reduce((sum, { info }) => sum + units(info.commission), 0n);
        const received = mine.reduce((sum, { info }) => sum + units(info.qty), 0n);
        assert.equal(text(paid), text(received / 1000n), 'every lot of BTC has a whole fee');
    });

    test('trades every market, and a coin of eighteen decimals loses none', async () => {
        await alice.createOrder('ETH/BTC', 'limit', 'sell', '1.003', '0.05001');
        await bob.createOrder('ETH/BTC', 'limit', 'buy', '1.003', '0.05001');
        traded('bob', '1.003', '0.05001', ['ETH', 'BTC']);
        await bob.createOrder('ETH/USDT', 'limit', 'sell', '0.0123', '2000.01');
        await alice.createOrder('ETH/USDT', 'market', 'buy', '0.0123');
        traded('alice', '0.0123', '2000.01', ['ETH', 'USDT']);
        await everyoneOwnsWhatTheyMust();
    });

    test('a test order is judged and not placed', async () => {
        const before = held(await alice.fetchBalance());
        await alice.createOrder(btc, 'limit', 'buy', '0.01', '20000', { test: true });
        const bad = alice.createOrder(btc, 'limit', 'buy', '0.0001', '20000', { test: true });
        await assert.rejects(bad, { name: 'BadRequest', message: /NOTIONAL/ });
        assert.deepEqual(held(await alice.fetchBalance()), before);
        assert.deepEqual(await alice.fetchOpenOrders(btc), []);
    });
});

describe('ccxt: an order that would meet its own account', () => {
    const price = '30030';
    // Alice sells 1, then buys `amount` in the given mode; what became of the two.
    async function meetsItself(mode, amount) {
        const maker = await alice.createOrder(btc, 'limit', 'sell', '1', price);
        const taker = await alice.createOrder(btc, 'limit', 'buy', amount, price, {
            selfTradePreventionMode: mode,
        });
        assert.equal(taker.info.selfTradePreventionMode, mode);
        const after = await alice.fetchOrder(maker.id, btc);
        await cancelEverything();
        await everyoneOwnsWhatTheyMust();
        return [taker.info.status, after.info.status];
    }

    test('EXPIRE_TAKER keeps the maker', async () => {
        assert.deepEqual(await meetsItself('EXPIRE_TAKER', '0.4'), ['EXPIRED_IN_MATCH', 'NEW']);
    });
    test('EXPIRE_MAKER keeps the taker', async () => {
        assert.deepEqual(await meetsItself('EXPIRE_MAKER', '0.4'), ['NEW', 'EXPIRED_IN_MATCH']);
    });
    test('EXPIRE_BOTH keeps none', async () => {
        const both = ['EXPIRED_IN_MATCH', 'EXPIRED_IN_MATCH'];
        assert.deepEqual(await meetsItself('EXPIRE_BOTH', '0.4'), both);
    });
    test('DECREMENT shrinks both by the smaller', async () => {
        assert.deepEqual(await meetsItself('DECREMENT', '0.4'), ['EXPIRED_IN_MATCH', 'NEW']);
    });
    test('NONE trades with itself and pays both fees', async () => {
        purses.alice.trade('sell', 'BTC', '0.4', 'USDT', price);
        purses.alice.trade('buy', 'BTC', '0.4', 'USDT', price);
        assert.deepEqual(await meetsItself('NONE', '0.4'), ['FILLED', 'PARTIALLY_FILLED']);
    });
});

describe('ccxt: market data after trades', () => {
    test('the book is sorted and shows sums per price', async () => {
        for (const [price, amount] of [['29000', '0.1'], ['29001', '0.2'], ['29001', '0.3']]) {
            await alice.createOrder(btc, 'limit', 'buy', amount, price);
        }
        await bob.createOrder(btc, 'limit', 'sell', '0.4', '31000.5');
        const { info: raw, ...book } = await alice.fetchOrderBook(btc, 5);
        assert.deepEqual(book.bids.map((row) => row.map(Number)), [[29001, 0.5], [29000, 0.1]]);
        assert.deepEqual(book.asks.map((row) => row.map(Number)), [[31000.5, 0.4]]);
        const best = (await alice.fetchBidsAsks([btc]))[btc];
        assert.deepEqual([best.bid, best.ask].map(Number), [29001, 31000.5]);
        await cancelEverything();
    });

    test('tickers count every trade', async () => {
        const tickers = await alice.fetchTickers();
        assert.deepEqual(Object.keys(tickers).sort(), [btc, 'ETH/BTC', 'ETH/USDT']);
        const { info } = tickers[btc];
        assert.equal(info.count, info.lastId - info.firstId + 1);
        assert.ok(same(info.lastPrice, '30030') && same(info.highPrice, '30030'));
        assert.ok(same(info.lowPrice, '30000.01') && same(info.openPrice, '30000.01'));
        const last = await alice.fetchLastPrices([btc]);
        assert.ok(same(last[btc].price, '30030'));
    });

    test('public trades are contiguous, and aggregates hold the same volume', async () => {
        const trades = await alice.fetchTrades(btc, undefined, 1000, { fetchTradesMethod: 'publicGetTrades' });
        const ids = trades.map(({ id }) => Number(id));
        assert.deepEqual(ids, ids.map((_, i) => ids[0] + i));
        const aggregates = await alice.fetchTrades(btc, undefined, 1000);
        const volume = (rows) => rows.reduce((sum, { amount }) => sum + units(amount), 0n);
        assert.equal(volume(aggregates), volume(trades));
        const { info } = await alice.fetchTicker(btc);
        assert.equal(text(volume(trades)), info.volume);
    });

    test('candles add up to the same volume, without gaps', async () => {
        const { info } = await alice.fetchTicker(btc);
        for (const frame of ['1s', '1m', '1h', '1d']) {
            const rows = await alice.fetchOHLCV(btc, frame);
            const step = alice.parseTimeframe(frame) * 1000;
            rows.slice(1).forEach(([time], i) => assert.equal(time - rows[i][0], step, frame));
            assert.ok(Date.now() - rows.at(-1)[0] < step + 2000, `${frame}: the running candle is there`);
            const volume = rows.reduce((sum, row) => sum + units(row[5]), 0n);
            if (frame !== '1s') assert.equal(text(volume), info.volume, frame);
        }
    });
});

describe('ccxt: what it makes of a refusal', () => {
    const order = (params) => bob.createOrder(btc, 'limit', 'buy', '1', '20000', params);
    const cases = [
        ['insufficient funds', () => bob.createOrder(btc, 'limit', 'buy', '900', '20000'), 'InsufficientFunds'],
        ['a price between two ticks', () => order({ price: '20000.001' }), 'InvalidOrder', /PRICE_FILTER/],
        ['a quantity between two lots', () => order({ quantity: '0.100005' }), 'InvalidOrder', /LOT_SIZE/],
        ['less than the least notional', () => order({ quantity: '0.0001' }), 'BadRequest', /NOTIONAL/],
        ['more than eight decimals', () => order({ quantity: '0.123456789' }), 'BadRequest', /-1111/],
        ['an unknown market', () => bob.publicGetTicker24hr({ symbol: 'NOPEUSDT' }), 'BadSymbol', /-1121/],
        ['an unknown order', () => bob.fetchOrder('999999999', btc), 'OrderNotFound', /-2013/],
        ['the cancel of an unknown order', () => bob.cancelOrder('999999999', btc), 'OrderNotFound', /-2011/],
        ['a field that nobody knows', () => order({ colour: 'red' }), 'BadRequest', /-110[134]/],
        ['no side', () => bob.privatePostOrder({ symbol: 'BTCUSDT', type: 'MARKET', quantity: '1' }), 'BadRequest', /-1102/],
        ['a side that is none', () => order({ side: 'HOLD' }), 'BadRequest', /-1117/],
    ];
    for (const [what, ask, name, message = /./] of cases) {
        test(`${what} is ${name}`, async () => {
            await assert.rejects(ask, { name, message });
        });
    }

    test('a stranger\'s order is unknown', async () => {
        const { id } = await alice.createOrder(btc, 'limit', 'buy', '0.01', '20000');
        await assert.rejects(bob.fetchOrder(id, btc), { name: 'OrderNotFound', message: /-2013/ });
        await assert.rejects(bob.cancelOrder(id, btc), { name: 'OrderNotFound', message: /-2011/ });
        assert.equal((await alice.cancelOrder(id, btc)).status, 'canceled');
    });

    test('nothing of all this has moved money', async () => {
        assert.deepEqual(await bob.fetchOpenOrders(), []);
        await everyoneOwnsWhatTheyMust();
    });
});
