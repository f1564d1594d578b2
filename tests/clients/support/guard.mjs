// Refuses and counts every connection that would leave this machine. Importing it is enough; it
// stands before every client, because all of them connect through node:net in the end.
//
//     after(assertNothingLeft)
import assert from 'node:assert/strict';
import dns from 'node:dns';
import net from 'node:net';

const refused = [];

// Names are not looked up at all: "localhost" is the only one that needs no answer from outside.
const loopback = (host) =>
    host === undefined || host === 'localhost' || host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host);

const refusal = (what) => {
    refused.push(what);
    return Object.assign(new Error(`the tests may not leave this machine: ${what}`), {
        code: 'EACCES',
    });
};

const connect = net.Socket.prototype.connect;
net.Socket.prototype.connect = function guardedConnect(...words) {
    const [first] = Array.isArray(words[0]) ? words[0] : words;
    const options = typeof first === 'object' && first !== null ? first : { port: first, host: words[1] };
    const host = typeof options.host === 'string' ? options.host : undefined;
    if (!options.path && !loopback(host)) {
        process.nextTick(() => this.destroy(refusal(`${host}:${options.port}`)));
        return this;
    }
    return connect.apply(this, words);
};

const lookup = dns.lookup;
dns.lookup = function guardedLookup(name, ...words) {
    if (loopback(name)) return lookup.call(this, name, ...words);
    process.nextTick(words.at(-1), refusal(`look-up of ${name}`));
    return undefined;
};
dns.promises.lookup = async (name) => {
    throw refusal(`look-up of ${name}`);
};

export const refusedConnections = () => [...refused];

export function assertNothingLeft() {
    assert.deepEqual(refused, [], 'a client tried to leave this machine');
}
