// Streams and orders over sockets as an unmodified ccxt.pro sees them.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { ccxt, ccxtOf, ccxtProOf, exact } from './support/ccxt.mjs';
import { eventually, startDemo } from './support/demo.mjs';
import { same } from './support/exact.mjs';
import { assertNothingLeft } from './support/guard.mjs';

const btc = 'BTC/USDT';
const eth = 'ETH/USDT';

let demo;
let alice; // watches
let bob; // trades by REST

const limit = (trader, side, quantity, price, more = {}, symbol = btc) =>
    trader.createOrder(symbol, 'limit', side, quantity, price, more);

// What a stream says next, when it says this.
async function until(watch, is) {
    for (;;) {
        const news = await watch();
        const found = [news].flat().find(is);
        if (found) return found;
    }
}

async function cancelEverything() {
    for (const trader of [alice, bob]) {
        for (const symbol of [btc, eth]) {
            if ((await trader.fetchOpenOrders(symbol)).length) await trader.cancelAllOrders(symbol);
        }
    }
}

before(async () => {
    demo = await startDemo({ seed: 4 });
    alice = await ccxtProOf(demo, 'alice', 'hmac', exact);
    bob = ccxtOf(demo, 'bob', 'hmac', exact);
    await Promise.all([alice.loadMarkets(), bob.loadMarkets()]);
});
after(async () => {
    await alice?.close();
    await demo?.stop();
    assertNothingLeft();
});

describe('ccxt.pro: market streams', () => {
    test('the watched book is the book, change after change', async () => {
        await limit(bob, 'buy', '0.1', '20000');
        await alice.watchOrderBook(btc);
        for (let i = 1; i <= 20; i++) {
            await limit(bob, i % 2 ? 'buy' : 'sell', '0.01', String(i % 2 ? 20000 + i : 30000 - i));
            if (i % 5 === 0) await bob.cancelAllOrders(btc);
        }
        await limit(bob, 'sell', '0.07', '31000.5');
        const expected = await bob.fetchOrderBook(btc);
        const book = await eventually('the watched book is the asked one', async () => {
            const watched = await alice.watchOrderBook(btc);
            return watched.nonce === expected.nonce && watched;
        });
        assert.deepEqual(
            [book.bids, book.asks].map((side) => Array.from(side, ([price, amount]) => [price, amount])),
            [expected.bids, expected.asks],
        );
        await cancelEverything();
    });

    test('trades, best prices, ticker and candles come as REST tells them', async () => {
        const trades = alice.watchTrades(btc);
        const candles = alice.watchOHLCV(btc, '1m');
        // Told once as it stands, which may be before the first trade.
        const traded = async () => {
            for (;;) {
                const tick = await alice.watchTicker(btc);
                if (tick.last !== undefined) return tick;
            }
        };
        const ticker = traded();
        const best = alice.watchBidsAsks([btc]);
        // The subscriptions stand when their books of answers begin; trade until each has spoken.
        const spoken = Promise.all([trades, candles, ticker, best]);
        let done = false;
        spoken.then(() => (done = true));
        await eventually('every stream has spoken', async () => {
            if (done) return true;
            await limit(bob, 'sell', '0.01', '25000');
            await limit(bob, 'buy', '0.01', '25000', { selfTradePreventionMode: 'NONE' });
            await limit(bob, 'buy', '0.01', '24000');
            return done;
        });
        const [[trade], bars, tick, quote] = await spoken;
        assert.ok(same(trade.price, '25000') && same(trade.amount, '0.01'));
        const asked = await bob.fetchTrades(btc);
        const twin = asked.find(({ id }) => id === trade.id) ?? asked.at(-1);
        assert.ok(asked.some(({ info }) => info.p === trade.info.p && info.q === trade.info.q));
        assert.equal(twin.side, trade.side);
        assert.ok(same(bars.at(-1)[4], '25000'));
        assert.ok(same(tick.last, '25000'));
        assert.ok(Object.values(quote)[0].symbol === btc);
        await cancelEverything();
    });
});

describe('ccxt.pro: orders and balances of the account', () => {
    // From now on alice hears of her orders. An order before that would be missed.
    before(async () => {
        let heard = false;
        alice.watchOrders(btc).then(() => (heard = true));
        await eventually('the subscription stands', async () => {
            if (heard) return true;
            const order = await limit(alice, 'buy', '0.01', '10000');
            await alice.cancelOrder(order.id, btc);
            return heard;
        });
    });

    test('an order is told when it opens, when it trades and when it is cancelled', async () => {
        const balance = alice.watchBalance();
        const about = (id, is) => until(() => alice.watchOrders(btc), (o) => o.id === id && is(o));
        // What came of the orders before this one may still be on its way.
        const next = until(() => alice.watchOrders(btc), ({ price }) => same(price, '30000.01'));
        const placed = await limit(alice, 'sell', '0.5', '30000.01');
        const opened = await next;
        assert.equal(opened.id, placed.id);
        assert.equal(opened.status, 'open');
        assert.equal(opened.clientOrderId, placed.clientOrderId);

        const trades = alice.watchMyTrades(btc);
        const filling = about(placed.id, ({ filled }) => same(filled, '0.2'));
        const bought = await limit(bob, 'buy', '0.2', '30000.01');
        const half = await filling;
        assert.equal(half.status, 'open');
        assert.ok(same(half.remaining, '0.3'));
        const [mine] = await trades;
        assert.equal(mine.order, placed.id);
        assert.equal(mine.id, bought.trades[0].id);
        assert.equal(mine.takerOrMaker, 'maker');
        assert.equal(mine.fee.currency, 'USDT');
        assert.ok(same(mine.fee.cost, '6.000002'));

        const ending = about(placed.id, ({ status }) => status !== 'open');
        await alice.cancelOrder(placed.id, btc);
        const gone = await ending;
        assert.equal(gone.status, 'canceled');
        assert.equal(gone.clientOrderId, placed.clientOrderId);

        await balance;
        const asked = await alice.fetchBalance();
        await eventually('the watched balance is the asked one', async () => {
            const { BTC, USDT } = alice.balance.spot;
            return same(BTC.free, asked.BTC.free) && same(USDT.free, asked.USDT.free);
        });
    });

    test('a stop that triggers is told as it happens', async () => {
        await limit(bob, 'buy', '1', '29000');
        await limit(alice, 'sell', '0.1', '29000'); // the last price
        const stop = await limit(alice, 'sell', '0.2', '27000', { stopLossPrice: '28000' });
        assert.equal(stop.info.type, 'STOP_LOSS_LIMIT');
        assert.equal(stop.status, 'open');
        await bob.cancelAllOrders(btc);
        await limit(bob, 'buy', '0.5', '27500');
        const selling = until(
            () => alice.watchOrders(btc),
            ({ id, status }) => id === stop.id && status === 'closed',
        );
        await limit(alice, 'sell', '0.1', '27500'); // below the stop: it sells
        const sold = await selling;
        assert.ok(same(sold.filled, '0.2') && same(sold.average, '27500'));
        await cancelEverything();
    });
});

describe('ccxt.pro: orders over the socket', () => {
    test('placed, looked up, replaced and cancelled', async () => {
        const placed = await alice.createOrderWs(btc, 'limit', 'buy', '0.01', '20000');
        assert.equal(placed.status, 'open');
        const found = await alice.fetchOrderWs(placed.id, btc);
        assert.equal(found.clientOrderId, placed.clientOrderId);
        assert.equal((await alice.fetchOpenOrdersWs(btc)).length, 1);
        const edited = await alice.editOrderWs(placed.id, btc, 'limit', 'buy', '0.02', '20001');
        assert.notEqual(edited.id, placed.id);
        assert.ok(same(edited.price, '20001') && same(edited.amount, '0.02'));
        const cancelled = await alice.cancelOrderWs(edited.id, btc);
        assert.equal(cancelled.status, 'canceled');
        await alice.createOrderWs(btc, 'limit', 'buy', '0.01', '20000');
        await alice.createOrderWs(btc, 'limit', 'buy', '0.01', '20001');
        assert.equal((await alice.cancelAllOrdersWs(btc)).length, 2);
        const orders = await alice.fetchOrdersWs(btc);
        assert.ok(orders.some(({ id, status }) => id === edited.id && status === 'canceled'));
    });

    test('refusals are the classes that REST has', async () => {
        await assert.rejects(
            alice.createOrderWs(btc, 'limit', 'buy', '900', '20000'),
            ccxt.InsufficientFunds,
        );
        await assert.rejects(alice.cancelOrderWs('999999999', btc), ccxt.OrderNotFound);
        await assert.rejects(alice.fetchOrderWs('999999999', btc), ccxt.OrderNotFound);
    });
});

describe('ccxt: every type of order', () => {
    test('stops, take-profits and trailing stops wait, are shown and cancelled', async () => {
        await limit(bob, 'sell', '0.1', '25000');
        await limit(alice, 'buy', '0.1', '25000'); // the last price
        const wishes = [
            ['market', 'sell', undefined, { stopLossPrice: '24000' }, 'STOP_LOSS'],
            ['limit', 'sell', '23900', { stopLossPrice: '24000' }, 'STOP_LOSS_LIMIT'],
            ['market', 'sell', undefined, { takeProfitPrice: '26000' }, 'TAKE_PROFIT'],
            ['limit', 'sell', '26100', { takeProfitPrice: '26000' }, 'TAKE_PROFIT_LIMIT'],
            ['market', 'sell', undefined, { trailingPercent: '5', stopLossOrTakeProfit: 'stopLoss' }, 'STOP_LOSS'],
            ['limit', 'buy', '26500', { triggerPrice: '26000' }, 'STOP_LOSS_LIMIT'],
            ['limit', 'buy', '20000', { postOnly: true }, 'LIMIT_MAKER'],
        ];
        for (const [type, side, price, more, shown] of wishes) {
            const order = await alice.createOrder(btc, type, side, '0.01', price, more);
            const found = await alice.fetchOrder(order.id, btc);
            assert.deepEqual([found.info.type, found.info.status], [shown, 'NEW'], shown);
            const waits = shown !== 'LIMIT_MAKER';
            assert.equal(found.info.isWorking, !waits);
            if (more.trailingPercent) assert.equal(found.info.trailingDelta, 500);
        }
        assert.equal((await alice.fetchOpenOrders(btc)).length, wishes.length);
        await cancelEverything();
        assert.deepEqual(await alice.fetchOpenOrders(btc), []);
    });

    test('a stop that would trigger at once is refused as such', async () => {
        const wish = alice.createOrder(btc, 'limit', 'sell', '0.01', '26000', {
            stopLossPrice: '27000',
        });
        await assert.rejects(wish, ccxt.OrderImmediatelyFillable);
        await limit(bob, 'buy', '0.01', '24000');
        const postOnly = limit(alice, 'sell', '0.01', '24000', { postOnly: true });
        await assert.rejects(postOnly, ccxt.OrderImmediatelyFillable);
        await cancelEverything();
    });

    test('an edited order is cancelled and placed anew', async () => {
        const placed = await limit(alice, 'buy', '0.01', '20000');
        const edited = await alice.editOrder(placed.id, btc, 'limit', 'buy', '0.03', '20002');
        assert.ok(same(edited.amount, '0.03') && same(edited.price, '20002'));
        assert.equal((await alice.fetchOrder(placed.id, btc)).status, 'canceled');
        await assert.rejects(
            alice.editOrder(placed.id, btc, 'limit', 'buy', '0.03', '20002'),
            ccxt.ExchangeError,
        );
        await cancelEverything();
    });

    test('of a one-cancels-the-other pair the other one ends', async () => {
        const pair = await alice.privatePostOrderListOco({
            symbol: 'BTCUSDT',
            side: 'SELL',
            quantity: '0.05',
            aboveType: 'LIMIT_MAKER',
            abovePrice: '26000.00',
            belowType: 'STOP_LOSS_LIMIT',
            belowStopPrice: '24000.00',
            belowPrice: '23900.00',
            belowTimeInForce: 'GTC',
        });
        assert.equal(pair.listOrderStatus, 'EXECUTING');
        assert.equal(pair.orders.length, 2);
        const locked = (await alice.fetchBalance()).BTC.used;
        assert.ok(same(locked, '0.05'), 'one hold for both');
        await limit(bob, 'buy', '0.05', '26000');
        const orders = await alice.fetchOrders(btc);
        const of = (type) =>
            orders.find(({ info }) => info.orderListId === pair.orderListId && info.type === type);
        assert.equal(of('LIMIT_MAKER').info.status, 'FILLED');
        assert.equal(of('STOP_LOSS_LIMIT').info.status, 'EXPIRED');
        assert.ok(same((await alice.fetchBalance()).BTC.used, '0'));
    });

    test('an iceberg shows its tip', async () => {
        await limit(alice, 'sell', '1', '31000', { icebergQty: '0.2' });
        const { asks } = await bob.fetchOrderBook(btc);
        assert.ok(same(asks[0][1], '0.2'));
        const bought = await limit(bob, 'buy', '0.5', '31000');
        assert.ok(same(bought.filled, '0.5'));
        assert.equal(bought.trades.length, 3);
        await cancelEverything();
    });
});
