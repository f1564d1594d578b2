// Binance's own packages, unmodified: @binance/spot, @binance/wallet, @binance/connector.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import './support/own_timers.mjs';
import connector from '@binance/connector';
import * as spotPackage from '@binance/spot';
import * as walletPackage from '@binance/wallet';

import { eventually, startDemo } from './support/demo.mjs';
import { assertNothingLeft } from './support/guard.mjs';

const symbol = 'BTCUSDT';
let demo;
let spot;
let old;

const secrets = (customer, name = 'hmac') => {
    const key = demo.keyOf(customer, name);
    return key.api_secret
        ? { apiKey: key.api_key, apiSecret: key.api_secret }
        : { apiKey: key.api_key, privateKey: key.private_key_pem };
};
const sockets = () => demo.baseUrl.replace('http', 'ws');
const spotOf = (customer, name) =>
    new spotPackage.Spot({
        configurationRestAPI: { ...secrets(customer, name), basePath: demo.baseUrl, timeout: 10_000 },
        configurationWebsocketAPI: { ...secrets(customer, name), wsURL: `${sockets()}/ws-api/v3` },
        configurationWebsocketStreams: { wsURL: sockets() },
    });
const data = async (answer) => (await answer).data();
const limit = (side, quantity, price) => ({
    ...{ symbol, side, type: 'LIMIT', timeInForce: 'GTC', quantity, price },
});

before(async () => {
    demo = await startDemo({ seed: 6 });
    spot = spotOf('alice');
    const { apiKey, apiSecret } = secrets('bob');
    old = new connector.Spot(apiKey, apiSecret, { baseURL: demo.baseUrl });
});
after(async () => {
    await demo?.stop();
    assertNothingLeft();
});

describe('@binance/spot', () => {
    for (const kind of ['hmac', 'ed25519', 'rsa']) {
        test(`an order's life by REST with a key of kind ${kind}`, async () => {
            const { restAPI } = spotOf('alice', kind);
            const placed = await data(restAPI.newOrder(limit('BUY', 0.01, 20000)));
            assert.equal(placed.status, 'NEW');
            const { orderId } = placed;
            assert.equal((await data(restAPI.getOrder({ symbol, orderId }))).clientOrderId, placed.clientOrderId);
            const replaced = await data(
                restAPI.orderCancelReplace({
                    ...limit('BUY', 0.02, 20001),
                    cancelReplaceMode: 'STOP_ON_FAILURE',
                    cancelOrderId: orderId,
                }),
            );
            assert.deepEqual([replaced.cancelResult, replaced.newOrderResult], ['SUCCESS', 'SUCCESS']);
            const next = replaced.newOrderResponse.orderId;
            const amended = await data(
                restAPI.orderAmendKeepPriority({ symbol, orderId: next, newQty: 0.015 }),
            );
            assert.equal(amended.amendedOrder.qty, '0.01500000');
            const gone = await data(restAPI.deleteOrder({ symbol, orderId: next }));
            assert.equal(gone.status, 'CANCELED');
            await assert.rejects(restAPI.deleteOrder({ symbol, orderId: next }), { code: -2011 });
        });
    }

    test('order lists', async () => {
        const pair = await data(
            spot.restAPI.orderListOco({
                ...{ symbol, side: 'SELL', quantity: 0.01, aboveType: 'LIMIT_MAKER', abovePrice: 40000 },
                ...{ belowType: 'STOP_LOSS_LIMIT', belowPrice: 15000, belowStopPrice: 15100, belowTimeInForce: 'GTC' },
            }),
        );
        assert.equal(pair.contingencyType, 'OCO');
        const { orderListId } = pair;
        assert.equal((await data(spot.restAPI.getOrderList({ orderListId }))).listOrderStatus, 'EXECUTING');
        const gone = await data(spot.restAPI.deleteOrderList({ symbol, orderListId }));
        assert.equal(gone.listOrderStatus, 'ALL_DONE');
        assert.deepEqual(gone.orderReports.map(({ status }) => status), ['CANCELED', 'CANCELED']);
    });

    test('the WebSocket API: an order and the events of the account', async () => {
        const connection = await spot.websocketAPI.connect();
        const answer = await connection.orderPlace({ ...limit('BUY', 0.01, 20000), newOrderRespType: 'RESULT' });
        assert.equal(answer.data.status, 'NEW');
        const gone = await connection.orderCancel({ symbol, orderId: answer.data.orderId });
        assert.equal(gone.data.status, 'CANCELED');
        await connection.disconnect();
    });

    test('a combined stream', async () => {
        const connection = await spot.websocketStreams.connect();
        const heard = [];
        connection.trade({ symbol: symbol.toLowerCase() }).on('message', (trade) => heard.push(trade));
        await eventually('a trade is heard', async () => {
            await data(spot.restAPI.newOrder(limit('SELL', 0.01, 30000)));
            await old.newOrder(symbol, 'BUY', 'LIMIT', { timeInForce: 'GTC', quantity: '0.01', price: '30000' });
            return heard.length > 0;
        });
        assert.equal(heard[0].p, '30000.00000000');
        await connection.disconnect();
    });
});

describe('@binance/wallet', () => {
    test('what the account may and has', async () => {
        const wallet = new walletPackage.Wallet({
            configurationRestAPI: { ...secrets('alice'), basePath: demo.baseUrl, timeout: 10_000 },
        });
        assert.equal((await data(wallet.restAPI.systemStatus())).status, 0);
        assert.equal((await data(wallet.restAPI.accountStatus())).data, 'Normal');
        assert.equal((await data(wallet.restAPI.getApiKeyPermission())).enableSpotAndMarginTrading, true);
        const fees = await data(wallet.restAPI.tradeFee({ symbol }));
        assert.deepEqual([fees[0].symbol, fees[0].makerCommission], [symbol, '0.00100000']);
        const coins = (await data(wallet.restAPI.allCoinsInformation())).map(({ coin }) => coin);
        assert.deepEqual(coins.sort(), ['BTC', 'ETH', 'USDT']);
        const mine = await data(wallet.restAPI.userAsset({}));
        assert.ok(mine.some(({ asset, free }) => asset === 'BTC' && Number(free) > 0));
        assert.deepEqual(await data(wallet.restAPI.depositHistory({})), []);
        assert.deepEqual(await data(wallet.restAPI.withdrawHistory({})), []);
    });
});

describe('@binance/connector', () => {
    test('an order by REST, its events by listen key', async () => {
        const { data: key } = await old.createListenKey();
        assert.match(key.listenKey, /^[A-Za-z0-9]{60,}$/);
        const heard = [];
        const { apiKey, apiSecret } = secrets('bob');
        const stream = new connector.WebsocketStream({
            wsURL: sockets(),
            callbacks: { message: (text) => heard.push(JSON.parse(text)) },
            logger: { debug() {}, info() {}, warn() {}, error() {}, log() {} },
        });
        stream.userData(key.listenKey);
        await eventually('the order is told', async () => {
            const { data: order } = await old.newOrder(symbol, 'BUY', 'LIMIT', {
                ...{ timeInForce: 'GTC', quantity: '0.01', price: '20000' },
            });
            await old.cancelOrder(symbol, { orderId: order.orderId });
            return heard.some(({ e, x }) => e === 'executionReport' && x === 'CANCELED');
        });
        await old.closeListenKey(key.listenKey);
        stream.disconnect();

        const answers = [];
        const api = new connector.WebsocketAPI(apiKey, apiSecret, {
            wsURL: `${sockets()}/ws-api/v3`,
            callbacks: { message: (text) => answers.push(JSON.parse(text)) },
            logger: { debug() {}, info() {}, warn() {}, error() {}, log() {} },
        });
        await eventually('it is connected', () => api.wsConnection?.ws?.readyState === 1);
        api.newOrder(symbol, 'BUY', 'LIMIT', { timeInForce: 'GTC', quantity: '0.01', price: '20000' });
        await eventually('it is answered', () => answers.length > 0);
        assert.equal(answers[0].status, 200);
        assert.equal(answers[0].result.status, 'NEW');
        api.disconnect();
        await old.cancelOpenOrders(symbol);
    });
});
