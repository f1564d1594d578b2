// The same life of an order through the npm package `binance`, unmodified.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import './support/web_crypto.mjs';
import binance from 'binance';

import { startDemo } from './support/demo.mjs';
import { assertNothingLeft } from './support/guard.mjs';
import { Purse } from './support/purse.mjs';

let demo;
let alice;
let bob;
const purses = { alice: new Purse(), bob: new Purse() };

const clientOf = (customer, keyName = 'hmac') => {
    const key = demo.keyOf(customer, keyName);
    return new binance.MainClient({
        api_key: key.api_key,
        api_secret: key.api_secret ?? key.private_key_pem,
        baseUrl: demo.baseUrl,
    });
};

const held = ({ balances }) =>
    Object.fromEntries(balances.map(({ asset, free, locked }) => [asset, { free, locked }]));

async function everyoneOwnsWhatTheyMust() {
    purses.alice.owns(held(await alice.getAccountInformation()));
    purses.bob.owns(held(await bob.getAccountInformation()));
}

const symbol = 'BTCUSDT';
const limit = (side, quantity, price, more = {}) => ({
    ...{ symbol, side, type: 'LIMIT', timeInForce: 'GTC', quantity, price },
    ...more,
});

before(async () => {
    demo = await startDemo({ seed: 2 });
    alice = clientOf('alice');
    bob = clientOf('bob');
});
after(async () => {
    await demo?.stop();
    assertNothingLeft();
});

describe('binance: market data', () => {
    test('everything that needs no key', async () => {
        assert.deepEqual(await alice.testConnectivity(), {});
        const info = await alice.getExchangeInfo({ symbols: ['BTCUSDT', 'ETHUSDT'] });
        assert.deepEqual(info.symbols.map((market) => market.symbol).sort(), ['BTCUSDT', 'ETHUSDT']);
        const one = await alice.getExchangeInfo({ symbol });
        const types = one.symbols[0].filters.map(({ filterType }) => filterType);
        for (const type of ['PRICE_FILTER', 'LOT_SIZE', 'NOTIONAL']) assert.ok(types.includes(type), type);
        assert.deepEqual((await alice.getOrderBook({ symbol, limit: 5 })).bids, []);
        assert.deepEqual(await alice.getRecentTrades({ symbol }), []);
        assert.deepEqual(await alice.getAggregateTrades({ symbol }), []);
        assert.deepEqual(await alice.getKlines({ symbol, interval: '1m' }), []);
        assert.equal((await alice.get24hrChangeStatistics()).length, 3);
        assert.equal((await alice.getSymbolPriceTicker()).length, 3);
        assert.equal((await alice.getSymbolOrderBookTicker({ symbol })).bidPrice, '0.00000000');
        assert.equal((await alice.getAvgPrice({ symbol })).mins, 5);
    });
});

describe('binance: the life of an order', () => {
    for (const kind of ['hmac', 'ed25519', 'rsa']) {
        test(`placed, looked up and cancelled with a key of kind ${kind}`, async () => {
            const client = clientOf('alice', kind);
            const id = client.generateNewOrderId();
            const placed = await client.submitNewOrder(limit('BUY', '0.01', '20000', { newClientOrderId: id }));
            assert.equal(placed.status, 'NEW');
            assert.equal(placed.clientOrderId, id);
            const { orderId } = placed;
            const found = await client.getOrder({ symbol, origClientOrderId: id });
            assert.equal(found.orderId, orderId);
            assert.equal(found.isWorking, true);
            assert.deepEqual([found.stopPrice, found.icebergQty], ['0.00000000', '0.00000000']);
            assert.equal((await client.getOpenOrders({ symbol })).length, 1);
            const cancelled = await client.cancelOrder({ symbol, orderId });
            assert.equal(cancelled.status, 'CANCELED');
            assert.equal(cancelled.origClientOrderId, id);
            assert.notEqual(cancelled.clientOrderId, id);
            assert.deepEqual(await client.getOpenOrders(), []);
        });
    }

    test('maker and taker, in every form of reply', async () => {
        const maker = await alice.submitNewOrder(limit('SELL', '0.3', '30000', { newOrderRespType: 'ACK' }));
        assert.deepEqual(
            Object.keys(maker).sort(),
            ['clientOrderId', 'orderId', 'orderListId', 'symbol', 'transactTime'],
        );
        const result = await bob.submitNewOrder(limit('BUY', '0.1', '30000', { newOrderRespType: 'RESULT' }));
        assert.equal(result.status, 'FILLED');
        assert.equal(result.cummulativeQuoteQty, '3000.00000000');
        assert.equal(result.fills, undefined);
        const market = { symbol, side: 'BUY', type: 'MARKET', quoteOrderQty: '6000' };
        const full = await bob.submitNewOrder(market);
        assert.equal(full.origQty, '0.20000000');
        assert.deepEqual(full.fills.map(({ price, qty }) => [price, qty]), [['30000.00000000', '0.20000000']]);
        for (const quantity of ['0.1', '0.2']) {
            purses.alice.trade('sell', 'BTC', quantity, 'USDT', '30000');
            purses.bob.trade('buy', 'BTC', quantity, 'USDT', '30000');
        }
        await everyoneOwnsWhatTheyMust();

        const sold = await alice.getAccountTradeList({ symbol, orderId: maker.orderId });
        assert.deepEqual(sold.map(({ qty, isMaker, isBuyer }) => [qty, isMaker, isBuyer]), [
            ['0.10000000', true, false],
            ['0.20000000', true, false],
        ]);
        assert.deepEqual(sold.map(({ commission }) => commission), ['3.00000000', '6.00000000']);
        const all = await alice.getAllOrders({ symbol });
        assert.equal(all.at(-1).orderId, maker.orderId);
        assert.equal(all.at(-1).status, 'FILLED');
    });

    test('a test order and cancel-all', async () => {
        assert.deepEqual(await alice.testNewOrder(limit('BUY', '0.01', '20000')), {});
        await alice.submitNewOrder(limit('BUY', '0.01', '20000'));
        await alice.submitNewOrder(limit('BUY', '0.01', '20001'));
        assert.equal((await alice.cancelAllSymbolOrders({ symbol })).length, 2);
        await everyoneOwnsWhatTheyMust();
    });
});

describe('binance: account and refusals', () => {
    test('rights, fees and coins', async () => {
        const account = await alice.getAccountInformation();
        assert.equal(account.makerCommission, 10);
        assert.equal(account.commissionRates.taker, '0.00100000');
        assert.equal(account.canTrade, true);
        assert.deepEqual(account.permissions, ['SPOT']);
        assert.equal((await alice.getApiKeyPermissions()).enableSpotAndMarginTrading, true);
        const coins = (await alice.getBalances()).map(({ coin }) => coin);
        assert.deepEqual(coins.sort(), ['BTC', 'ETH', 'USDT']);
    });

    test('weights are counted where the client looks for them', async () => {
        const before = clientOf('bob');
        await before.getAccountInformation();
        assert.ok(before.getRateLimitStates()['x-mbx-used-weight-1m'] >= 20);
        await before.submitNewOrder(limit('BUY', '0.01', '20000'));
        assert.ok(before.getRateLimitStates()['x-mbx-order-count-10s'] >= 1);
        await before.cancelAllSymbolOrders({ symbol });
    });

    const cases = [
        ['too little money', limit('BUY', '900', '20000'), -2010, 'Account has insufficient balance for requested action.'],
        ['between two ticks', limit('BUY', '1', '20000.001'), -1013, 'Filter failure: PRICE_FILTER'],
        ['between two lots', limit('BUY', '0.000015', '200000'), -1013, 'Filter failure: LOT_SIZE'],
        ['too small', limit('BUY', '0.0001', '20000'), -1013, 'Filter failure: NOTIONAL'],
        ['unknown market', limit('BUY', '1', '20000', { symbol: 'NOPEUSDT' }), -1121, 'Invalid symbol.'],
    ];
    for (const [what, order, code, message] of cases) {
        test(`${what}: ${code}`, async () => {
            const error = await alice.submitNewOrder(order).then(() => undefined, (thrown) => thrown);
            assert.deepEqual([error?.code, error?.message], [code, message]);
        });
    }

    test('nothing of this has moved money', everyoneOwnsWhatTheyMust);
});
