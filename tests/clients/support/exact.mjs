// Money without floats: decimal texts of at most eight places as whole hundred-millionths.
//
//     units('1.5')            -> 150000000n
//     text(150000000n)        -> '1.50000000'
//     product('0.2', '30000') -> 600000000000n
export const one = 100_000_000n;

export function units(decimal) {
    const match = /^(-?)(\d+)(?:\.(\d{1,8}))?$/.exec(String(decimal));
    if (!match) throw new Error(`not a decimal of at most eight places: ${decimal}`);
    const whole = BigInt(match[2]) * one + BigInt((match[3] ?? '').padEnd(8, '0'));
    return match[1] ? -whole : whole;
}

export function text(amount) {
    const size = amount < 0n ? -amount : amount;
    const fraction = String(size % one).padStart(8, '0');
    return `${amount < 0n ? '-' : ''}${size / one}.${fraction}`;
}

// Price times quantity. The demo's ticks and lots make it exact; if it is not, that is an error.
export function product(price, quantity) {
    const scaled = units(price) * units(quantity);
    if (scaled % one !== 0n) throw new Error(`${price} x ${quantity} has more than eight places`);
    return scaled / one;
}

// The demo's fee: 0.1 % of what is received, rounded up to the unit, so that the house gains.
export const fee = (received) => (received + 999n) / 1000n;

// "1", "1.0" and "1.00000000" are the same number in other clothes.
export const same = (a, b) => units(a) === units(b);
