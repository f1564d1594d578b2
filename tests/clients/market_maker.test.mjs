// The market maker of examples/ in ccxt.pro, as a person runs it, against a demo whose market moves.
import assert from 'node:assert/strict';
import { copyFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { after, before, describe, test } from 'node:test';

import { Program, eventually, repository, startDemo } from './support/demo.mjs';
import { ccxtOf } from './support/ccxt.mjs';

// Node looks for ccxt beside the file, so the file comes to where it is installed.
const script = fileURLToPath(new URL(`./market-maker-${process.pid}.mjs`, import.meta.url));
let demo;

before(async () => {
    copyFileSync(path.join(repository, 'examples', 'market-maker.mjs'), script);
    demo = await startDemo({ seed: 8 });
});
after(async () => {
    await demo?.stop();
    rmSync(script, { force: true });
});

describe('examples/market-maker.mjs', () => {
    test('quotes both sides, is filled, and leaves nothing open', async () => {
        const bob = ccxtOf(demo, 'bob');
        await bob.createOrder('BTC/USDT', 'limit', 'buy', 0.5, 29000);
        await bob.createOrder('BTC/USDT', 'limit', 'sell', 0.5, 31000);
        const maker = new Program([script], {
            command: process.execPath,
            spawn: {
                env: { PATH: process.env.PATH, CREDENTIALS: demo.credentialsFile, FILLS: '2' },
            },
        });
        const best = () => bob.fetchBidsAsks(['BTC/USDT']).then((all) => all['BTC/USDT']);
        await eventually('it quotes both sides', async () => {
            const { bid, ask } = await best();
            return !maker.running || (bid > 29000 && ask < 31000);
        });
        assert.ok(maker.running, maker.output);
        await bob.createOrder('BTC/USDT', 'market', 'sell', 0.01);
        await eventually('it quotes again', async () => !maker.running || (await best()).bid > 29000);
        await bob.createOrder('BTC/USDT', 'market', 'buy', 0.01);
        const { code } = await maker.end(60_000);
        assert.equal(code, 0, maker.output);
        assert.match(maker.output, /stopped after 2 fills/);
        const { bid, ask } = await best();
        assert.deepEqual([bid, ask], [29000, 31000]);
    });

    test('says in a sentence what is missing', async () => {
        const program = new Program([script], {
            command: process.execPath,
            spawn: { env: { PATH: process.env.PATH } },
        });
        assert.equal((await program.end()).code, 1);
        assert.match(program.output, /CREDENTIALS/);
    });
});
