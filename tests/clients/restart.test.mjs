// kill -9 in the middle of trading: everything that was acknowledged is there afterwards, nothing
// twice, and the same keys open the same doors.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { Program, startDemo } from './support/demo.mjs';
import { text, units } from './support/exact.mjs';
import { assertNothingLeft } from './support/guard.mjs';
import { Wire } from './support/wire.mjs';

const symbol = 'BTCUSDT';
const rounds = process.env.POSTERN_LONG ? 20 : 4;

let demo;
before(async () => {
    demo = await startDemo();
});
after(async () => {
    await demo?.stop();
    assertNothingLeft();
});

const wireOf = (customer, kind) => new Wire(demo.baseUrl, demo.keyOf(customer, kind));

// Orders that rest, trade and go again, until the server is gone. What was acknowledged is noted;
// an order whose answer was lost is noted as such, for it may or may not have happened.
async function tradeUntilItDies(customer, notes, round) {
    const wire = wireOf(customer);
    for (let i = 0; ; ++i) {
        const id = `${customer}-${round}-${i}`;
        const side = (i + round) % 2 ? 'BUY' : 'SELL';
        const price = String(30000 + (i % 7));
        try {
            const { status, json } = await wire.limit(side, price, '0.01', { newClientOrderId: id });
            assert.equal(status, 200, JSON.stringify(json));
            notes.set(id, json);
            if (i % 3 === 2) {
                const gone = await wire.delete('/api/v3/order', { symbol, origClientOrderId: id });
                if (gone.status === 200) notes.set(id, gone.json);
            }
        } catch (error) {
            if (error instanceof assert.AssertionError) throw error;
            notes.set('lost', [...(notes.get('lost') ?? []), id]);
            return;
        }
    }
}

// An order may have gone on after its acknowledgement, but never back.
function isLater(now, acknowledged) {
    assert.equal(now.orderId, acknowledged.orderId);
    assert.ok(units(now.executedQty) >= units(acknowledged.executedQty), now.clientOrderId);
    const final = ['FILLED', 'CANCELED', 'EXPIRED'];
    if (final.includes(acknowledged.status)) assert.equal(now.status, acknowledged.status);
}

async function everyAcknowledgedOrderIsThere(customer, notes) {
    const wire = wireOf(customer);
    for (const [id, acknowledged] of notes) {
        if (id === 'lost') continue;
        const { status, json } = await wire.get('/api/v3/order', { symbol, orderId: acknowledged.orderId });
        assert.equal(status, 200, `${id} was acknowledged and is gone`);
        isLater(json, acknowledged);
    }
}

// Each client order id of a run belongs to at most one order: nothing was executed twice.
async function nothingHappenedTwice(customer) {
    const wire = wireOf(customer);
    const seen = new Set();
    for (let from = 0; ; ) {
        const { json } = await wire.get('/api/v3/allOrders', { symbol, orderId: from, limit: 1000 });
        for (const { clientOrderId, orderId } of json) {
            assert.ok(!seen.has(clientOrderId), `${clientOrderId} is there twice`);
            seen.add(clientOrderId);
            from = orderId + 1;
        }
        if (json.length < 1000) return seen.size;
    }
}

// What the customers own, and the fees they paid, is what they were given.
async function noUnitWasLost() {
    const sums = { BTC: 0n, USDT: 0n };
    for (const customer of ['alice', 'bob']) {
        const wire = wireOf(customer);
        const balances = await wire.balances();
        for (const asset of Object.keys(sums)) {
            sums[asset] += units(balances[asset].free) + units(balances[asset].locked);
        }
        for (let fromId = 0; ; ) {
            const { json } = await wire.get('/api/v3/myTrades', { symbol, fromId, limit: 1000 });
            for (const { commission, commissionAsset, id } of json) {
                sums[commissionAsset] += units(commission);
                fromId = id + 1;
            }
            if (json.length < 1000) break;
        }
    }
    assert.equal(text(sums.BTC), '200.00000000');
    assert.equal(text(sums.USDT), '20000000.00000000');
}

test('kill -9 under load loses nothing that was acknowledged', { timeout: 300_000 }, async () => {
    const credentials = structuredClone(demo.credentials);
    const notes = { alice: new Map(), bob: new Map() };
    for (let round = 0; round < rounds; ++round) {
        const trading = ['alice', 'bob'].map((customer) => tradeUntilItDies(customer, notes[customer], round));
        const target = (round + 1) * 60;
        while (notes.alice.size + notes.bob.size < target) await new Promise(setImmediate);
        await demo.kill();
        await Promise.all(trading);
        await demo.resume();
        assert.deepEqual(demo.credentials, credentials, 'the same keys');
        for (const customer of ['alice', 'bob']) {
            await everyAcknowledgedOrderIsThere(customer, notes[customer]);
            assert.ok((await nothingHappenedTwice(customer)) >= notes[customer].size - 1);
        }
        await noUnitWasLost();
    }
});

test('every kind of key works as before', async () => {
    for (const kind of ['hmac', 'ed25519', 'rsa', 'read_only']) {
        assert.equal((await wireOf('alice', kind).get('/api/v3/account')).status, 200, kind);
    }
});

test('trading goes on, with larger ids', async () => {
    const { json: orders } = await wireOf('alice').get('/api/v3/allOrders', { symbol, limit: 1 });
    const { status, json } = await wireOf('alice').limit('BUY', '10000', '0.01');
    assert.equal(status, 200);
    assert.ok(json.orderId > orders.at(-1).orderId);
    await wireOf('alice').delete('/api/v3/openOrders', { symbol });
});

test('the journal of a killed server verifies', async () => {
    await demo.kill();
    const verify = new Program(['journal', 'verify', '--data', demo.data]);
    assert.equal((await verify.end()).code, 0, verify.output);
    await demo.resume();
});

test('a clean stop and start changes nothing', async () => {
    const before = await wireOf('bob').balances();
    demo.program.signal('SIGTERM');
    assert.equal((await demo.program.end()).code, 0, demo.program.output);
    await demo.resume();
    assert.deepEqual(await wireOf('bob').balances(), before);
});
