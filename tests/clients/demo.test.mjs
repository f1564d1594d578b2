// The demo with its market maker: what a newcomer sees within the first minute.
import assert from 'node:assert/strict';
import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { ccxtAt, ccxtOf } from './support/ccxt.mjs';
import { Program, eventually, repository, startDemo } from './support/demo.mjs';
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

// What we print is pasted by people who have nothing else, so it is run as it stands.
async function runs(command, words, folder) {
    const program = new Program(words, { command, spawn: { cwd: folder } });
    const { code } = await program.end();
    assert.equal(code, 0, program.output);
    return program.output;
}

// A program for Node, beside the clients' packages and behind the guard.
function runsNode(text, folder) {
    const here = (name) => fileURLToPath(new URL(name, import.meta.url));
    const file = path.join(folder, `first-${text.length}.mjs`);
    symlinkSync(here('node_modules'), path.join(folder, 'node_modules'));
    writeFileSync(file, text);
    return runs(process.execPath, ['--import', here('support/guard.mjs'), file], folder);
}

test('the order with curl that the demo prints is taken as it stands', async () => {
    const lines = /^ *KEY=[^]*?\n *curl .*$/m.exec(demo.program.output);
    assert.ok(lines, demo.program.output);
    const reply = JSON.parse(await runs('bash', ['-c', lines[0]], demo.folder));
    assert.ok(reply.orderId > 0, JSON.stringify(reply));
});

test('the order with ccxt that the demo prints is taken as it stands', async () => {
    const lines = /^ *const ex = new ccxt[^]*?createOrder\(.*$/m.exec(demo.program.output);
    assert.ok(lines, demo.program.output);
    const folder = path.join(demo.folder, 'printed');
    mkdirSync(folder);
    await runsNode(`import ccxt from 'ccxt'\n${lines[0]}\nconsole.log('placed')`, folder);
});

test('the first order of the README is taken as it stands', async () => {
    const readme = readFileSync(path.join(repository, 'README.md'), 'utf8');
    const [, program] = /```js\n(import ccxt[^]*?)```/.exec(readme);
    const folder = path.join(demo.folder, 'readme');
    mkdirSync(path.join(folder, '.postern/demo'), { recursive: true });
    cpSync(demo.credentialsFile, path.join(folder, '.postern/demo/credentials.json'));
    const output = await runsNode(program, folder);
    assert.match(output, /status: '(closed|expired|open)'/);
});

test('the market maker is not one of the customers in the file', () => {
    assert.deepEqual(Object.keys(demo.credentials.customers).sort(), ['alice', 'bob', 'carol']);
});
