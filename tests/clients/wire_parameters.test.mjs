// Every refusal that the Binance dialect can utter for a parameter, with its exact words; and
// headers, weights and the shapes of replies that typed clients decode.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { eventually, startDemo } from './support/demo.mjs';
import { assertNothingLeft } from './support/guard.mjs';
import { Wire, send } from './support/wire.mjs';

const order = '/api/v3/order';
const good = { symbol: 'BTCUSDT', side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', quantity: '0.01', price: '20000' };

let demo;
let alice;
let bob;

before(async () => {
    demo = await startDemo();
    alice = new Wire(demo.baseUrl, demo.keyOf('alice'));
    bob = new Wire(demo.baseUrl, demo.keyOf('bob'));
});
after(async () => {
    await demo?.stop();
    assertNothingLeft();
});

const is = ({ status, json }, expectedStatus, code, msg) =>
    assert.deepEqual([status, json?.code, json?.msg], [expectedStatus, code, msg]);
const public_ = (target) => send(demo.baseUrl, 'GET', target);
const without = (name, from = good) => Object.fromEntries(Object.entries(from).filter(([n]) => n !== name));

const missing = (name) => `Mandatory parameter '${name}' was not sent, was empty/null, or malformed.`;
const illegal = (name, range) => `Illegal characters found in parameter '${name}'; legal range is '${range}'.`;
const ranges = {
    symbol: '^[A-Z0-9-_.]{1,20}$',
    number: '^([0-9]{1,20})(\\.[0-9]{1,20})?$',
    integer: '^[0-9]{1,20}$',
};

describe('a new order: what must be there', () => {
    for (const name of ['symbol', 'side', 'type', 'timeInForce', 'quantity', 'price']) {
        test(`${name} is missing`, async () => {
            is(await alice.post(order, without(name)), 400, -1102, missing(name));
        });
        test(`${name} is empty`, async () => {
            const { status, json } = await alice.post(order, { ...good, [name]: '' });
            assert.equal(status, 400);
            const either = { [-1102]: missing(name), [-1105]: `Parameter '${name}' was empty.` };
            assert.equal(json.msg, either[json.code], JSON.stringify(json));
        });
    }
    test('a market order wants one of two quantities', async () => {
        const market = { symbol: 'BTCUSDT', side: 'BUY', type: 'MARKET' };
        assert.equal((await alice.post(order, market)).json.code, -1102);
        const both = await alice.post(order, { ...market, quantity: '1', quoteOrderQty: '10' });
        assert.equal(both.status, 400, both.text);
    });
});

describe('a new order: what must not be there', () => {
    const cases = [
        ['a price on a market order', { type: 'MARKET', timeInForce: undefined }, 'price'],
        ['a time in force on a post-only order', { type: 'LIMIT_MAKER' }, 'timeInForce'],
        ['a stop price on a limit order', { stopPrice: '1' }, 'stopPrice'],
    ];
    for (const [what, change, name] of cases) {
        test(what, async () => {
            const params = Object.fromEntries(Object.entries({ ...good, ...change }).filter(([, v]) => v !== undefined));
            const { status, json } = await alice.post(order, params);
            assert.equal(status, 400, JSON.stringify(json));
            assert.ok([-1106, -1114].includes(json.code), JSON.stringify(json));
            if (json.code === -1106) assert.equal(json.msg, `Parameter '${name}' sent when not required.`);
        });
    }
    test('a name that nobody knows', async () => {
        const { status, json } = await alice.post(order, { ...good, colour: 'red' });
        assert.equal(status, 400, JSON.stringify(json));
        const words = {
            [-1101]: /^Too many parameters; expected '\d+' and received '\d+'\.$/,
            [-1103]: /^An unknown parameter was sent\.$/,
            [-1104]: /^Not all sent parameters were read; read '\d+' parameter\(s\) but was sent '\d+'\.$/,
        };
        assert.match(json.msg, words[json.code]);
    });
    test('the same name twice', async () => {
        const query = `symbol=BTCUSDT&side=BUY&side=SELL&type=MARKET&quantity=1&timestamp=${Date.now()}`;
        is(await alice.raw('POST', order, query), 400, -1101, 'Duplicate values for a parameter detected.');
    });
    test('elsewhere an unknown name disturbs nobody', async () => {
        assert.equal((await alice.get('/api/v3/account', { colour: 'red' })).status, 200);
        assert.equal((await public_('/api/v3/depth?symbol=BTCUSDT&colour=red')).status, 200);
    });
});

describe('a new order: numbers', () => {
    const noNumbers = ['1e9999', '1e5', 'NaN', 'Infinity', '-1', '+1', '1.', '.5', '0x10', ' 1', '1,5', '١', 'null', '[1]', '1'.repeat(40), `0.${'1'.repeat(40)}`];
    for (const name of ['price', 'quantity']) {
        for (const number of noNumbers) {
            test(`${name}=${number.length > 12 ? `${number.slice(0, 4)}… (${number.length} characters)` : number}`, async () => {
                is(await alice.post(order, { ...good, [name]: number }), 400, -1100, illegal(name, ranges.number));
            });
        }
        test(`${name} of nine decimals`, async () => {
            is(await alice.post(order, { ...good, [name]: '1.000000001' }), 400, -1111, `Parameter '${name}' has too much precision.`);
        });
        test(`${name} of twenty digits`, async () => {
            const { status, json } = await alice.post(order, { ...good, [name]: '9'.repeat(20) });
            assert.equal(status, 400);
            assert.ok([-1013, -1108, -2010].includes(json.code), JSON.stringify(json));
        });
        test(`${name}=0`, async () => {
            is(await alice.post(order, { ...good, [name]: '0' }), 400, -1013, `Invalid ${name}.`);
        });
    }
    test('zeros at the end change nothing', async () => {
        const { json } = await alice.post(order, { ...good, price: '20000.0', quantity: '0.01000000' });
        assert.deepEqual([json.price, json.origQty], ['20000.00000000', '0.01000000']);
        assert.equal((await alice.delete(order, { symbol: 'BTCUSDT', orderId: json.orderId })).status, 200);
    });
});

describe('a new order: words', () => {
    const cases = [
        ['side', 'HOLD', -1117, 'Invalid side.'],
        ['side', 'buy', -1117, 'Invalid side.'],
        ['type', 'WISH', -1116, 'Invalid orderType.'],
        ['timeInForce', 'NEVER', -1115, 'Invalid timeInForce.'],
        ['newOrderRespType', 'LONG', -1136, 'Invalid newOrderRespType.'],
        ['symbol', 'NOPEUSDT', -1121, 'Invalid symbol.'],
        ['symbol', 'btcusdt', -1100, illegal('symbol', ranges.symbol)],
        ['symbol', 'BTC/USDT', -1100, illegal('symbol', ranges.symbol)],
        ['symbol', 'B'.repeat(21), -1100, illegal('symbol', ranges.symbol)],
    ];
    for (const [name, value, code, msg] of cases) {
        test(`${name}=${value}`, async () => {
            is(await alice.post(order, { ...good, [name]: value }), 400, code, msg);
        });
    }
    test('a client order id of forbidden letters, or too long', async () => {
        for (const id of ['with space', 'ü', 'a'.repeat(37), 'a;b']) {
            const { status, json } = await alice.post(order, { ...good, newClientOrderId: id });
            assert.deepEqual([status, json.code], [400, -1100], id);
            assert.match(json.msg, /^Illegal characters found in parameter 'newClientOrderId'; legal range is '/);
        }
        for (const id of ['a'.repeat(36), 'x-TKT5PX2F.a:b/c_d-e']) {
            const { json } = await alice.post(order, { ...good, newClientOrderId: id });
            assert.equal(json.clientOrderId, id, JSON.stringify(json));
            assert.equal((await alice.delete(order, { symbol: 'BTCUSDT', origClientOrderId: id })).status, 200);
        }
    });
    test('a self-trade prevention mode that the market does not know', async () => {
        const { status, json } = await alice.post(order, { ...good, selfTradePreventionMode: 'PRAY' });
        assert.equal(status, 400);
        assert.ok([-1013, -1130].includes(json.code), JSON.stringify(json));
    });
});

describe('a new order: the market\'s own rules', () => {
    const cases = [
        ['between two ticks', { price: '20000.001' }, -1013, 'Filter failure: PRICE_FILTER'],
        ['between two lots', { quantity: '0.000015', price: '200000' }, -1013, 'Filter failure: LOT_SIZE'],
        ['too small', { quantity: '0.0001' }, -1013, 'Filter failure: NOTIONAL'],
        ['too little money', { quantity: '900' }, -2010, 'Account has insufficient balance for requested action.'],
        ['too little coin', { side: 'SELL', quantity: '101' }, -2010, 'Account has insufficient balance for requested action.'],
    ];
    for (const [what, change, code, msg] of cases) {
        test(what, async () => {
            is(await alice.post(order, { ...good, ...change }), 400, code, msg);
            if (code === -1013) is(await alice.post('/api/v3/order/test', { ...good, ...change }), 400, code, msg);
        });
    }
    test('the last unit may be spent, and not one more', async () => {
        const all = { ...good, price: '10000', quantity: '1000' };
        const { json } = await alice.post(order, all);
        assert.equal((await alice.balances()).USDT.free, '0.00000000');
        is(await alice.post(order, { ...good, price: '10000', quantity: '0.001' }), 400, -2010, 'Account has insufficient balance for requested action.');
        assert.equal((await alice.delete(order, { symbol: 'BTCUSDT', orderId: json.orderId })).status, 200);
        assert.equal((await alice.balances()).USDT.free, '10000000.00000000');
    });
    test('post-only that would take', async () => {
        const { json } = await bob.post(order, { ...good, side: 'SELL', price: '40000' });
        const maker = { ...without('timeInForce'), type: 'LIMIT_MAKER', price: '40000' };
        is(await alice.post(order, maker), 400, -2010, 'Order would immediately match and take.');
        assert.equal((await bob.delete(order, { symbol: 'BTCUSDT', orderId: json.orderId })).status, 200);
    });
    test('a client order id that is still open', async () => {
        const named = { ...good, newClientOrderId: 'once' };
        assert.equal((await alice.post(order, named)).status, 200);
        is(await alice.post(order, named), 400, -2010, 'Duplicate order sent.');
        assert.equal((await bob.post(order, named)).status, 200, 'another account may use the same');
        for (const wire of [alice, bob]) {
            assert.equal((await wire.delete('/api/v3/openOrders', { symbol: 'BTCUSDT' })).status, 200);
        }
    });
});

describe('looking up and cancelling', () => {
    const symbol = 'BTCUSDT';
    test('neither id', async () => {
        const words = "Param 'origClientOrderId' or 'orderId' must be sent, but both were empty/null!";
        is(await alice.get(order, { symbol }), 400, -1102, words);
        is(await alice.delete(order, { symbol }), 400, -1102, words);
    });
    test('unknown, foreign and done', async () => {
        const { json } = await alice.post(order, good);
        const name = { symbol, orderId: json.orderId };
        for (const unknown of [{ symbol, orderId: '987654321' }, { symbol, origClientOrderId: 'nobody' }]) {
            is(await alice.get(order, unknown), 400, -2013, 'Order does not exist.');
            is(await alice.delete(order, unknown), 400, -2011, 'Unknown order sent.');
        }
        is(await bob.get(order, name), 400, -2013, 'Order does not exist.');
        is(await bob.delete(order, name), 400, -2011, 'Unknown order sent.');
        is(await alice.get(order, { ...name, symbol: 'ETHUSDT' }), 400, -2013, 'Order does not exist.');
        assert.equal((await alice.delete(order, name)).json.status, 'CANCELED');
        is(await alice.delete(order, name), 400, -2011, 'Unknown order sent.');
        assert.equal((await alice.get(order, name)).json.status, 'CANCELED');
        is(await alice.delete('/api/v3/openOrders', { symbol }), 400, -2011, 'Unknown order sent.');
    });
    test('two ids that do not belong together', async () => {
        const one = (await alice.post(order, good)).json;
        const two = (await alice.post(order, good)).json;
        const mixed = { symbol, orderId: one.orderId, origClientOrderId: two.clientOrderId };
        const asked = await alice.get(order, mixed);
        assert.equal(asked.status, 400);
        assert.ok([-2013, -2039].includes(asked.json.code), asked.text);
        assert.equal((await alice.delete(order, mixed)).status, 400);
        const both = await alice.delete('/api/v3/openOrders', { symbol });
        assert.equal(both.json.length, 2);
    });
    test('ids that are no numbers', async () => {
        for (const orderId of ['abc', '-1', '1.5', '9'.repeat(21)]) {
            is(await alice.get(order, { symbol, orderId }), 400, -1100, illegal('orderId', ranges.integer));
        }
    });
    test('a day at most between two times', async () => {
        const day_ms = 86_400_000;
        for (const path of ['/api/v3/allOrders', '/api/v3/myTrades']) {
            const now = Date.now();
            is(
                await alice.get(path, { symbol, startTime: now - day_ms - 1000, endTime: now }),
                ...[400, -1127, 'More than 24 hours between startTime and endTime.'],
            );
            assert.equal((await alice.get(path, { symbol, startTime: now - 90 * day_ms })).status, 200);
        }
    });
});

describe('market data: refusals', () => {
    const cases = [
        ['/api/v3/depth', -1102, missing('symbol')],
        ['/api/v3/depth?symbol=NOPEUSDT', -1121, 'Invalid symbol.'],
        ['/api/v3/depth?symbol=btcusdt', -1100, illegal('symbol', ranges.symbol)],
        ['/api/v3/depth?symbol=BTCUSDT&limit=ten', -1100, illegal('limit', ranges.integer)],
        ['/api/v3/klines?symbol=BTCUSDT', -1102, missing('interval')],
        ['/api/v3/klines?symbol=BTCUSDT&interval=2m', -1120, 'Invalid interval.'],
        ['/api/v3/klines?symbol=BTCUSDT&interval=1D', -1120, 'Invalid interval.'],
        ['/api/v3/exchangeInfo?symbol=NOPEUSDT', -1121, 'Invalid symbol.'],
        ['/api/v3/ticker/24hr?symbol=NOPEUSDT', -1121, 'Invalid symbol.'],
    ];
    for (const [target, code, msg] of cases) {
        test(target, async () => {
            is(await public_(target), 400, code, msg);
        });
    }
    test('lists of symbols that are none', async () => {
        for (const symbols of ['', '[]', '["BTCUSDT"', '["btcusdt"]', 'BTCUSDT', '[1]', '[["BTCUSDT"]]']) {
            const reply = await public_(`/api/v3/ticker/price?symbols=${encodeURIComponent(symbols)}`);
            assert.deepEqual([reply.status, [-1100, -1102, -1105].includes(reply.json?.code)], [400, true], `${symbols}: ${reply.text}`);
        }
        const both = await public_('/api/v3/ticker/price?symbol=BTCUSDT&symbols=["BTCUSDT"]');
        assert.deepEqual([both.status, [-1128, -1101].includes(both.json?.code)], [400, true], both.text);
    });
    test('lists of symbols with and without escapes', async () => {
        for (const symbols of ['["BTCUSDT","ETHUSDT"]', '%5B%22BTCUSDT%22%2C%22ETHUSDT%22%5D']) {
            const { json } = await public_(`/api/v3/ticker/price?symbols=${symbols}`);
            assert.deepEqual(json.map((row) => row.symbol), ['BTCUSDT', 'ETHUSDT']);
        }
        const one = await public_('/api/v3/ticker/price?symbols=["BTCUSDT"]');
        assert.ok(Array.isArray(one.json));
        assert.equal((await public_('/api/v3/ticker/price?symbol=BTCUSDT')).json.symbol, 'BTCUSDT');
    });
    test('a limit above the most is the most', async () => {
        assert.equal((await public_('/api/v3/depth?symbol=BTCUSDT&limit=999999')).status, 200);
        assert.equal((await public_('/api/v3/trades?symbol=BTCUSDT&limit=999999')).status, 200);
    });
});

describe('paths and methods', () => {
    test('an unknown path has no code', async () => {
        for (const path of ['/api/v3', '/api/v3/nothing', '/api/v3/order/', '/api/v3/../v3/time', '/sapi/v1/none']) {
            const reply = await public_(path);
            assert.equal(reply.status, 404, path);
            assert.equal(reply.json?.code, undefined, reply.text);
        }
    });
    test('a wrong method', async () => {
        for (const [method, path] of [['POST', '/api/v3/time'], ['PUT', order], ['PATCH', '/api/v3/account'], ['DELETE', '/api/v3/depth']]) {
            assert.equal((await send(demo.baseUrl, method, path, { body: '' })).status, 405, `${method} ${path}`);
        }
    });
    test('the old paths of ping and time', async () => {
        assert.deepEqual((await public_('/api/v1/ping')).json, {});
        assert.equal(typeof (await public_('/api/v1/time')).json.serverTime, 'number');
    });
    test('the stubs that ccxt loads', async () => {
        for (const path of ['/fapi/v1/exchangeInfo', '/dapi/v1/exchangeInfo']) {
            assert.deepEqual((await public_(path)).json.symbols, []);
        }
        assert.deepEqual((await alice.get('/sapi/v1/margin/allPairs')).json, []);
        assert.deepEqual((await alice.get('/sapi/v1/margin/isolated/allPairs')).json, []);
        assert.deepEqual((await public_('/sapi/v1/system/status')).json, { status: 0, msg: 'normal' });
    });
});

describe('headers', () => {
    const weight = (reply) => Number(reply.headers['x-mbx-used-weight-1m']);
    test('every reply is JSON and says the weight used, refusals too', async () => {
        for (const reply of [
            await public_('/api/v3/ping'),
            await public_('/api/v3/depth'),
            await alice.get('/api/v3/account'),
            await alice.unsigned('GET', '/api/v3/account', 'timestamp=1&signature=0'),
        ]) {
            assert.match(reply.headers['content-type'], /^application\/json; ?charset=utf-8$/i);
            assert.ok(weight(reply) >= 1, JSON.stringify(reply.headers));
            assert.equal(reply.headers['x-mbx-used-weight'], reply.headers['x-mbx-used-weight-1m']);
            assert.equal(typeof reply.json, 'object');
        }
    });
    test('weights are those of the catalogue', async () => {
        const costs = {
            '/api/v3/ping': 1,
            '/api/v3/exchangeInfo': 20,
            '/api/v3/depth?symbol=BTCUSDT': 5,
            '/api/v3/depth?symbol=BTCUSDT&limit=500': 25,
            '/api/v3/depth?symbol=BTCUSDT&limit=5000': 250,
            '/api/v3/trades?symbol=BTCUSDT': 25,
            '/api/v3/aggTrades?symbol=BTCUSDT': 4,
            '/api/v3/klines?symbol=BTCUSDT&interval=1m': 2,
            '/api/v3/ticker/24hr?symbol=BTCUSDT': 2,
            '/api/v3/ticker/24hr': 80,
            '/api/v3/ticker/price': 4,
        };
        for (const [target, cost] of Object.entries(costs)) {
            // The window may turn between the two requests; then it is asked again.
            const used = await eventually(`the weight of ${target}`, async () => {
                const before = weight(await public_('/api/v3/ping'));
                const after = weight(await public_(target));
                return after > before && after - before;
            });
            assert.equal(used, cost, target);
        }
    });
    test('orders are counted per account', async () => {
        const count = (reply) => Number(reply.headers['x-mbx-order-count-1d']);
        const first = await alice.post(order, good);
        const second = await alice.post(order, good);
        assert.equal(count(second), count(first) + 1);
        assert.ok(Number(second.headers['x-mbx-order-count-10s']) >= 1);
        const others = await bob.post(order, good);
        assert.ok(count(others) < count(second));
        for (const wire of [alice, bob]) await wire.delete('/api/v3/openOrders', { symbol: 'BTCUSDT' });
    });
    test('times in microseconds on request', async () => {
        const micro = { headers: { 'x-mbx-time-unit': 'MICROSECOND' } };
        const { json } = await send(demo.baseUrl, 'GET', '/api/v3/time', micro);
        assert.ok(json.serverTime > 1e15, String(json.serverTime));
        const wrong = await send(demo.baseUrl, 'GET', '/api/v3/time', { headers: { 'X-MBX-TIME-UNIT': 'YEAR' } });
        is(wrong, 400, -1194, 'Invalid value for time unit; expected either MICROSECOND or MILLISECOND.');
    });
});

describe('shapes that typed clients decode', () => {
    const decimal = /^\d+\.\d{8}$/;
    test('exchangeInfo', async () => {
        const { json } = await public_('/api/v3/exchangeInfo');
        assert.equal(json.timezone, 'UTC');
        const limits = json.rateLimits.map(({ rateLimitType, interval, intervalNum }) => `${rateLimitType} ${intervalNum} ${interval}`);
        for (const limit of ['REQUEST_WEIGHT 1 MINUTE', 'ORDERS 10 SECOND']) assert.ok(limits.includes(limit), limit);
        for (const market of json.symbols) {
            assert.equal(market.symbol, market.baseAsset + market.quoteAsset);
            assert.equal(market.status, 'TRADING');
            assert.deepEqual([market.permissions, market.permissionSets], [[], [['SPOT']]]);
            for (const type of ['LIMIT', 'MARKET', 'LIMIT_MAKER']) assert.ok(market.orderTypes.includes(type));
            for (const filter of market.filters) {
                for (const [name, value] of Object.entries(filter)) {
                    if (/^(min|max|tick|step)(Price|Qty|Size|Notional)$/.test(name)) assert.match(value, decimal);
                }
            }
        }
    });
    test('a full order, and no field that would mislead', async () => {
        const { json } = await alice.post(order, good);
        for (const name of ['price', 'origQty', 'executedQty', 'cummulativeQuoteQty', 'origQuoteOrderQty']) {
            assert.match(json[name], decimal, name);
        }
        assert.deepEqual([json.orderListId, json.fills, json.status], [-1, [], 'NEW']);
        assert.equal(json.transactTime, json.workingTime);
        for (const name of ['strategyId', 'avgPrice', 'positionSide', 'code', 'msg', 'preventedMatchId', 'stopPrice']) {
            assert.ok(!(name in json), name);
        }
        const { json: row } = await alice.get(order, { symbol: 'BTCUSDT', orderId: json.orderId });
        assert.deepEqual([row.time, row.updateTime, row.workingTime], Array(3).fill(json.transactTime));
        await alice.delete(order, { symbol: 'BTCUSDT', orderId: json.orderId });
    });
    test('the account lists all assets, or those that are not zero', async () => {
        const { json } = await alice.get('/api/v3/account');
        assert.deepEqual(json.balances.map(({ asset }) => asset).sort(), ['BTC', 'ETH', 'USDT']);
        for (const { free, locked } of json.balances) assert.match(`${free} ${locked}`, /^\d+\.\d{8} \d+\.\d{8}$/);
        const before = json.updateTime;
        const { json: placed } = await alice.post(order, good);
        assert.ok((await alice.get('/api/v3/account')).json.updateTime > before);
        await alice.delete(order, { symbol: 'BTCUSDT', orderId: placed.orderId });
        const some = await alice.get('/api/v3/account', { omitZeroBalances: 'true' });
        assert.equal(some.json.balances.length, 3);
    });
});

test('after all this, nobody owns a unit more or less', async () => {
    for (const wire of [alice, bob]) {
        assert.deepEqual((await wire.get('/api/v3/openOrders')).json, []);
        const { BTC, ETH, USDT } = await wire.balances();
        const nothing = '0.00000000';
        assert.deepEqual(BTC, { free: '100.00000000', locked: nothing });
        assert.deepEqual(ETH, { free: '1000.00000000', locked: nothing });
        assert.deepEqual(USDT, { free: '10000000.00000000', locked: nothing });
    }
});
