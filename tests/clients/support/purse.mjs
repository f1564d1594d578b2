// What a customer must own, kept by hand beside the exchange, to the last digit.
//
//     const purse = new Purse({ BTC: '100', ETH: '1000', USDT: '10000000' });
//     purse.trade('buy', 'BTC', '0.2', 'USDT', '30000.01');
//     purse.owns(await wire.balances());      totals, not what is free or locked
import assert from 'node:assert/strict';

import { fee, product, text, units } from './exact.mjs';

export const funded = { BTC: '100', ETH: '1000', USDT: '10000000' };

export class Purse {
    constructor(owned = funded) {
        this.total = Object.fromEntries(Object.entries(owned).map(([asset, a]) => [asset, units(a)]));
    }

    // One fill. The fee is taken from what is received, for maker and taker alike.
    trade(side, base, quantity, quote, price) {
        const [given, got] = side === 'buy' ? [quote, base] : [base, quote];
        const cost = product(price, quantity);
        const [out, received] = side === 'buy' ? [cost, units(quantity)] : [units(quantity), cost];
        this.total[given] -= out;
        this.total[got] += received - fee(received);
    }

    owns(balances) {
        for (const [asset, total] of Object.entries(this.total)) {
            const { free, locked } = balances[asset];
            assert.equal(text(units(free) + units(locked)), text(total), `all of the ${asset}`);
        }
    }
}
